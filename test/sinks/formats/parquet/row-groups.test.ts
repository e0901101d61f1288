// Row groups that are bounded in rows and in bytes, whichever writer encodes them.
import { describe, expect, test } from 'vitest';
import { InternalError } from '../../../../src/core/errors.ts';
import { parquet } from '../../../../src/sinks/formats/parquet/index.ts';
import { encodeGroups, type GroupWriter } from '../../../../src/sinks/formats/parquet/row-groups.ts';
import { duckdb } from '../../../helpers/duckdb.ts';
import { writeWith } from '../../../helpers/formats.ts';
import { columnOf, resourcePlan } from '../../../helpers/plans.ts';

const columns = [{ name: 'n', type: 'bigint' } as const];
const records = (count: number) => Array.from({ length: count }, (_, n) => ({ n }));

function recording(more: Partial<GroupWriter> = {}) {
  const calls: string[] = [];
  const writer: GroupWriter = {
    async write(group, rows) {
      calls.push(`${rows} rows, ${group[0]?.dense().length} values`);
    },
    async end() {
      calls.push('end');
    },
    take: () => [Buffer.from(calls.join('; '))],
    ...more,
  };
  return { calls, encoder: encodeGroups(columns, writer) };
}

test('a group goes out when it is full, the last one at the end', async () => {
  const { calls, encoder } = recording();
  await encoder.encode(records(19_999));
  expect(calls).toEqual([]);
  await encoder.encode(records(2));
  expect(calls).toEqual(['20000 rows, 20000 values']);
  expect(String(await encoder.end())).toBe('20000 rows, 20000 values; 1 rows, 1 values; end');
});

test('no record is no group, and a footer all the same', async () => {
  const { calls, encoder } = recording();
  await encoder.encode([]);
  await encoder.end();
  expect(calls).toEqual(['end']);
});

test('what a library throws, bare texts too, says where it comes from; our own errors stay', async () => {
  const bare = recording({ write: () => Promise.reject('odd column') });
  await bare.encoder.encode(records(1));
  await expect(bare.encoder.end()).rejects.toThrow(/Parquet writer failed: odd column/);
  await expect(bare.encoder.encode(records(20_000))).rejects.toBeInstanceOf(InternalError);
  const { encoder } = recording();
  await expect(encoder.encode([{ n: 'many' }])).rejects.toThrow(/column "n": Parquet cannot hold "many"/);
});

describe.each(parquet.options.shape.writer.unwrap().options)('%s', (writer) => {
  const write = (plan: Parameters<typeof parquet.open>[0], rows: Record<string, unknown>[]) =>
    writeWith(parquet, plan, [rows], { writer });

  test('no reader prunes what matches: text and numbers are found in any row group', async () => {
    const records = Array.from({ length: 45_000 }, (_, i) => ({
      t: i % 1000 === 7 ? '😀' : `z${i}`,
      n: i,
    }));
    const plan = resourcePlan({ columns: [columnOf('t', 'text'), columnOf('n', 'bigint')] });
    const file = await write(plan, records);
    const count = async (where: string) =>
      (await duckdb(`SELECT count(*)::INT AS n FROM '${file}' WHERE ${where}`))[0]?.n;
    expect(await count("t = '😀'")).toBe(45);
    expect(await count('n > 44000')).toBe(999);
    expect(await count("t >= 'z9'")).toBe(
      records.filter((record) => record.t >= 'z9' && record.t !== '😀').length + 45,
    );
    const groups = await duckdb(
      `SELECT count(DISTINCT row_group_id)::INT AS n FROM parquet_metadata('${file}')`,
    );
    expect(groups).toEqual([{ n: 3 }]);
  });

  test('row groups are bounded in bytes too', async () => {
    const big = 'x'.repeat(1024 * 1024);
    const file = await write(
      resourcePlan({ columns: [columnOf('t', 'text')] }),
      Array.from({ length: 40 }, (_, i) => ({ t: big + i })),
    );
    const groups = await duckdb(
      `SELECT count(DISTINCT row_group_id)::INT AS n FROM parquet_metadata('${file}')`,
    );
    expect(groups).toEqual([{ n: 3 }]);
  });
});
