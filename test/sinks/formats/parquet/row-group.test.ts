// Wide and sparse records take the memory of what they hold, not of the table that they make.
import path from 'node:path';
import { expect, test } from 'vitest';
import { RowGroup } from '../../../../src/sinks/formats/parquet/row-group.ts';
import { duckdb } from '../../../helpers/duckdb.ts';
import { run } from '../../../helpers/process.ts';
import { json, queryOf, serve } from '../../../helpers/serve.ts';
import { pipelineFile, temporaryDirectory } from '../../../helpers/temporary.ts';

const bin = path.join(import.meta.dirname, '../../../../dist/src/bin.js');

test('rows are laid out column by column, null where nothing is', () => {
  const group = new RowGroup([
    { name: 'a', type: 'bigint' },
    { name: 'b', type: 'text' },
    { name: 'c', type: 'text' },
    { name: '_extra', type: 'extra' },
  ]);
  for (const record of [{ b: 'x' }, { a: 1, more: true }, { a: null, b: '\ud800' }, {}, { a: 2, b: 'y' }]) {
    group.add(record);
  }
  expect(group.columns().map(({ name, dense }) => [name, dense()])).toEqual([
    ['a', [null, 1n, null, null, 2n]],
    ['b', ['x', null, null, null, 'y']],
    ['c', [null, null, null, null, null]],
    ['_extra', [null, '{"more":true}', '{"b":"\\ud800"}', null, null]],
  ]);
});

// The other writer: test/faults/adversaries/sparse-parquet.test.ts.
test('parquetjs-lite: ten thousand records of 8 fields out of 2,000 names, in a heap that could not hold the table', async () => {
  const api = await serve((request, response) => {
    const page = Number(queryOf(request).get('page'));
    const record = (_: unknown, i: number) => {
      const id = page * 500 + i;
      const fields = Array.from({ length: 8 }, (_, k) => [`f${(id * 8 + k * 251) % 2000}`, `value ${id}`]);
      return { id, ...Object.fromEntries(fields) };
    };
    json(response, { data: page > 20 ? [] : Array.from({ length: 500 }, record) });
  });
  const file = await pipelineFile({
    client: { base_url: api.url, paginator: { type: 'page_number', base_page: 1, total_path: null } },
    resources: [{ name: 'things', endpoint: { data_selector: 'data' } }],
  });
  const cwd = await temporaryDirectory();
  const out = path.join(cwd, 'x.parquet');
  const words = [
    '--max-old-space-size=110',
    bin,
    'run',
    file,
    '-o',
    out,
    '--parquet-writer',
    'parquetjs-lite',
  ];
  const { code, stderr } = await run(words, { cwd, environment: process.env });
  expect(code, stderr).toBe(0);
  expect(await duckdb(`SELECT count(*)::INT AS n, count(DISTINCT id)::INT AS ids FROM '${out}'`)).toEqual([
    { n: 10_000, ids: 10_000 },
  ]);
});
