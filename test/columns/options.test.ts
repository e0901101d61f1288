import { expect, test } from 'vitest';
import { columnTypes } from '../../src/columns/index.ts';
import { columnOptions, foreignKeys } from '../../src/columns/options.ts';

test('a key is foreign to every type that does not take it', () => {
  for (const { type, options, reading } of columnTypes) {
    const own = { ...options, ...reading };
    for (const key of Object.keys(columnOptions)) {
      expect(foreignKeys(type, { [key]: 'x' }), `${type} ${key}`).toEqual(key in own ? [] : [key]);
      expect(foreignKeys(type, { [key]: undefined })).toEqual([]);
    }
    expect(foreignKeys(type, { fields: {}, items: {} })).toEqual(type === 'json' ? [] : ['fields', 'items']);
  }
});
