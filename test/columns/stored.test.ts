import { expect, test } from 'vitest';
import { shapeOf, storedColumn, storedColumnSchema } from '../../src/columns/stored.ts';
import { columnsSchema } from '../../src/config/columns.ts';

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

test('what is in a nested column is stored at every depth, and read back as a shape', () => {
  const [column] = columnsSchema.parse({
    lines: {
      data_type: 'json',
      items: {
        fields: {
          at: { data_type: 'timestamp', format: 'epoch_s', from: 'created.at' },
          price: { data_type: 'decimal', scale: 2, nullable: false },
          tags: { items: { data_type: 'text' } },
        },
      },
    },
  });
  const stored = storedColumn(column as never);
  expect(stored).toEqual({
    name: 'lines',
    type: 'json',
    items: {
      type: 'json',
      fields: [
        { name: 'at', type: 'timestamp' },
        { name: 'price', type: 'decimal', scale: 2 },
        { name: 'tags', type: 'json', items: { type: 'text' } },
      ],
    },
  });
  const read = storedColumnSchema.parse(JSON.parse(JSON.stringify(stored)));
  expect(read).toEqual(stored);
  expect(storedColumn({ ...shapeOf(read), name: 'lines' })).toEqual(stored);
});
