import { expect, test } from 'vitest';
import { columnType, DATA_TYPES } from '../../src/columns/index.ts';
import { fixed, textLayout } from '../../src/columns/parquet-layout.ts';

test('text lies as UTF-8 that may be missing, by the text that it is given', () => {
  const layout = textLayout((value) => (typeof value === 'number' ? undefined : `<${value}>`));
  expect(layout).toMatchObject({
    parquetjs: 'UTF8',
    element: { type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
  });
  expect([layout.toPrimitive('a'), layout.toPrimitive(1)]).toEqual(['<a>', undefined]);
  expect(layout.size('four')).toBe(8);
  expect(fixed(16)()).toBe(16);
});

test('every column type may be null in a file', () => {
  for (const type of DATA_TYPES) {
    expect(columnType(type).parquet({}).element.repetition_type, type).toBe('OPTIONAL');
  }
});
