// Records of few fields out of very many names: what is held for a row group is bounded by cells, not by rows.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { duckdb } from '../../helpers/duckdb.ts';
import { run } from '../../helpers/process.ts';
import { json, queryOf, serve } from '../../helpers/serve.ts';
import { temporaryDirectory } from '../../helpers/temporary.ts';

const bin = path.join(import.meta.dirname, '../../../dist/src/bin.js');
const RECORDS = 10_000;
const A_PAGE = 1000;
const NAMES = 2000;

test('wide and sparse records to Parquet: in a heap of 110 MB, which could not hold the table', async () => {
  const served = await serve((request, response) => {
    const page = Number(queryOf(request).get('page'));
    const data = Array.from({ length: page > RECORDS / A_PAGE ? 0 : A_PAGE }, (_, at) => {
      const id = (page - 1) * A_PAGE + at;
      const fields = Array.from({ length: 8 }, (_value, n) => [`f${(id * 7 + n * 251) % NAMES}`, `v${id}`]);
      return { id, ...Object.fromEntries(fields) };
    });
    json(response, { data });
  });
  const cwd = await temporaryDirectory();
  const file = path.join(cwd, 'pipeline.json');
  const paginator = { type: 'page_number', base_page: 1 };
  writeFileSync(
    file,
    JSON.stringify({
      client: { base_url: served.url },
      resources: [{ name: 'things', endpoint: { path: '/things', data_selector: 'data', paginator } }],
    }),
  );
  const out = path.join(cwd, 'things.parquet');
  const words = ['--max-old-space-size=110', bin, 'run', file, '-o', out];
  const outcome = await run(words, { cwd, environment: process.env });
  expect(outcome.code, outcome.stderr.slice(-2000)).toBe(0);
  const [row] = await duckdb(`SELECT count(*) AS n, max(id) AS last FROM '${out}'`);
  expect(row).toMatchObject({ n: BigInt(RECORDS), last: BigInt(RECORDS - 1) });
});
