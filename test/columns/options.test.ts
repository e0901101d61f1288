import { expect, test } from 'vitest';
import { columnTypes } from '../../src/columns/index.ts';
import { columnOptions, foreignKeys, storedColumn, storedColumnSchema } from '../../src/columns/options.ts';

test('a key is foreign to every type that does not take it', () => {
  for (const { type, options, reading } of columnTypes) {
    const own = { ...options, ...reading };
    for (const key of Object.keys(columnOptions)) {
      expect(foreignKeys(type, { [key]: 'x' }), `${type} ${key}`).toEqual(key in own ? [] : [key]);
      expect(foreignKeys(type, { [key]: undefined })).toEqual([]);
    }
  }
});

test('what files know of a column says nothing of how the API writes it', () => {
  const read = { name: 'a', from: 'x.y', nullable: false, primary_key: true };
  expect(
    storedColumn({ ...read, data_type: 'timestamp', format: 'epoch_s', timezone: 'UTC' } as never),
  ).toEqual({
    name: 'a',
    type: 'timestamp',
  });
  const decimal = storedColumn({ ...read, data_type: 'decimal', precision: 6, scale: 2 } as never);
  expect(decimal).toEqual({ name: 'a', type: 'decimal', precision: 6, scale: 2 });
  expect(storedColumnSchema.parse(JSON.parse(JSON.stringify(decimal)))).toEqual(decimal);
});
