import { expect, test } from 'vitest';
import {
  columnType,
  columnTypes,
  compileCoerce,
  DATA_TYPES,
  type DataType,
} from '../../src/columns/index.ts';

test('every type is found by its word, and each word is there once', () => {
  for (const one of columnTypes) expect(columnType(one.type)).toBe(one);
  expect(new Set(DATA_TYPES).size).toBe(columnTypes.length);
  for (const word of ['varchar', 'constructor']) {
    expect(() => columnType(word as DataType)).toThrow(`no column type "${word}"`);
  }
});

test('an empty text is a value where texts are, and nothing elsewhere', () => {
  for (const { type, isTextual } of columnTypes) {
    expect(compileCoerce({ data_type: type })(''), type).toBe(isTextual ? '' : null);
  }
});

test('the keys of a column reach its type', () => {
  const read = compileCoerce({ data_type: 'timestamp', format: 'epoch_s' } as { data_type: 'timestamp' });
  expect(read(0)).toBe('1970-01-01T00:00:00.000Z');
});
