// Every registered format passes this suite: what goes in is what DuckDB reads, in order, with every column.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ResourcePlan } from '../../src/config/pipeline.ts';
import type { JsonRecord } from '../../src/core/batch.ts';
import type { Format } from '../../src/sinks/formats/contract.ts';
import { formats } from '../../src/sinks/formats/index.ts';
import { duckdb } from '../helpers/duckdb.ts';
import { columnOf, resourcePlan } from '../helpers/plans.ts';
import { temporaryDirectory } from '../helpers/temporary.ts';

const columns = [
  columnOf('id', 'text'),
  columnOf('n', 'bigint'),
  columnOf('d', 'double'),
  columnOf('b', 'bool'),
];
const records = Array.from({ length: 2500 }, (_, i) => ({
  id: `r${i}`,
  n: i % 5 === 0 ? null : 9007199254740993n + BigInt(i),
  d: i / 4,
  b: i % 2 === 0,
}));

describe.each(formats.map((format): [string, Format] => [format.name, format]))('%s', (_name, format) => {
  async function write(plan: ResourcePlan, pages: readonly JsonRecord[][]): Promise<string> {
    const file = path.join(await temporaryDirectory(), `x.${format.extension}`);
    const encoder = (await format.open(plan, { ...format.options.parse({}), earlier: [] })).next();
    const chunks: Uint8Array[] = [];
    for (const page of pages) chunks.push(...(await encoder.encode(page)));
    chunks.push(...(await encoder.end()));
    writeFileSync(file, Buffer.concat(chunks));
    return file;
  }
  const split = (size: number) =>
    Array.from({ length: Math.ceil(records.length / size) }, (_, i) =>
      records.slice(i * size, (i + 1) * size),
    );
  const read = (file: string) =>
    duckdb(
      `SELECT id, n::BIGINT AS n, d, b FROM ${format.name === 'ndjson' ? `read_ndjson('${file}')` : `'${file}'`}`,
    );

  test.each([1, 7, 200, 5000])('reads back what was written in pages of %i', async (size) => {
    const rows = await read(await write(resourcePlan({ columns }), split(size)));
    expect(rows.map((row) => ({ ...row, n: row.n === null ? null : BigInt(row.n as bigint) }))).toEqual(
      records,
    );
  });

  test('without columns too', async () => {
    const rows = await read(await write(resourcePlan(), split(300)));
    expect(rows.map((row) => ({ ...row, n: row.n === null ? null : BigInt(row.n as bigint) }))).toEqual(
      records,
    );
  });

  test('no records is a file that is complete', async () => {
    const file = await write(resourcePlan({ columns }), []);
    if (format.name === 'parquet') expect(await read(file)).toEqual([]);
  });
});
