// Our own Parquet files back to records.
import { expect, test } from 'vitest';
import { parquet } from '../../../../src/sinks/formats/parquet/index.ts';
import { readParquet } from '../../../../src/sinks/formats/parquet/read.ts';
import { writeWith } from '../../../helpers/formats.ts';
import { columnOf, resourcePlan } from '../../../helpers/plans.ts';

async function read(...words: Parameters<typeof readParquet>) {
  const batches: Record<string, unknown>[][] = [];
  for await (const batch of readParquet(...words)) batches.push(batch);
  return batches;
}

const columns = [columnOf('n', 'bigint'), columnOf('ts', 'timestamp'), columnOf('t', 'text')];
const stored = columns.map(({ name, data_type: type }) => ({ name, type }));

test('values in the spelling of their types, null where there is none, _extra back in its place', async () => {
  const records = [
    { n: 9007199254740993n, ts: '2024-05-06T07:08:09.123456Z', t: '\ufeffmark' },
    { n: 1, ts: null, t: '', more: { a: [1] } },
    { n: null, ts: '0001-01-02T00:00:00.000Z', t: null },
  ];
  const file = await writeWith(parquet, resourcePlan({ columns }), [records]);
  expect(await read(file, stored)).toEqual([records]);
});

test('in batches of bounded size, over the ends of row groups', async () => {
  const records = Array.from({ length: 20_500 }, (_, n) => ({ n }));
  const file = await writeWith(parquet, resourcePlan({ columns: columns.slice(0, 1) }), [records]);
  const batches = await read(file, stored);
  expect(Math.max(...batches.map((batch) => batch.length))).toBe(2000);
  expect(batches.flat()).toEqual(records);
});

test('a wide table in smaller ones', async () => {
  const wide = Array.from({ length: 999 }, (_, i) => columnOf(`c${i}`, 'bigint'));
  const file = await writeWith(parquet, resourcePlan({ columns: wide }), [
    Array.from({ length: 250 }, (_, c0) => ({ c0 })),
  ]);
  const batches = await read(file, []);
  expect(Math.max(...batches.map((batch) => batch.length))).toBeLessThan(200);
  expect(batches.flat().map(({ c0 }) => Number(c0))).toEqual(Array.from({ length: 250 }, (_, i) => i));
});

test('what is no Parquet file is an error', async () => {
  await expect(read(import.meta.filename, [])).rejects.toThrow(/parquet/i);
});
