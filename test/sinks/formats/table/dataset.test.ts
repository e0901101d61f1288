// The files of one resource have the same columns, declared or found in the first records.
import { expect, test } from 'vitest';
import type { FileColumn } from '../../../../src/sinks/formats/table/columns.ts';
import { type KnownColumns, tableDataset } from '../../../../src/sinks/formats/table/dataset.ts';
import { columnOf, resourcePlan } from '../../../helpers/plans.ts';

function opened(plan: Parameters<typeof tableDataset>[0], earlier: KnownColumns['earlier'] = []) {
  const made: string[][] = [];
  const dataset = tableDataset(plan, { earlier }, (columns: readonly FileColumn[]) => {
    made.push(columns.map(({ name, type }) => `${name} ${type}`));
    return {
      encode: (records) => [Buffer.from(`${records.length} `)],
      end: () => [Buffer.from('end')],
    };
  });
  return { made, dataset };
}
const text = async (bytes: Promise<readonly Uint8Array[]> | readonly Uint8Array[]) =>
  Buffer.concat(await bytes).toString();
const things = (count: number) => Array.from({ length: count }, (_, id) => ({ id }));

test('declared columns are known at once, those of the earlier snapshot behind them', async () => {
  const plan = resourcePlan({ columns: [columnOf('id', 'bigint')] });
  const { made, dataset } = opened(plan, [
    { name: 'old', type: 'text' },
    { name: 'id', type: 'bigint' },
  ]);
  expect(dataset.columns()?.map(({ name }) => name)).toEqual(['id', 'old']);
  expect(await text(dataset.next().encode(things(1)))).toBe('1 ');
  expect(made).toEqual([['id bigint', 'old text', '_extra extra']]);
});

test('a thousand records show the columns, and are held back until then', async () => {
  const { made, dataset } = opened(resourcePlan());
  const encoder = dataset.next();
  expect(await text(encoder.encode(things(999)))).toBe('');
  expect([dataset.columns(), made]).toEqual([undefined, []]);
  expect(await text(encoder.encode([{ id: 1.5, x: true }]))).toBe('1000 ');
  expect(made).toEqual([['id double', 'x bool', '_extra extra']]);
  expect(await text(encoder.encode(things(2)))).toBe('2 ');
  expect(await text(encoder.end())).toBe('end');
});

test('fewer show them at the end; the next file has the same', async () => {
  const { made, dataset } = opened(resourcePlan(), [{ name: 'old', type: 'text' }]);
  const first = dataset.next();
  await first.encode(things(2));
  expect(await text(first.end())).toBe('2 end');
  const second = dataset.next();
  expect(await text(second.encode([{ fresh: 1 }]))).toBe('1 ');
  expect(made).toEqual(Array(2).fill(['old text', 'id bigint', '_extra extra']));
});

test('no record at all is still a file', async () => {
  const { made, dataset } = opened(resourcePlan());
  expect(await text(dataset.next().end())).toBe('0 end');
  expect(made).toEqual([['_extra extra']]);
});
