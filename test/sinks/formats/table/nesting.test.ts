// max_table_nesting in every format: flattened columns, exact numbers, and merge onto them.
import path from 'node:path';
import { expect, test } from 'vitest';
import { duckdb } from '../../../helpers/duckdb.ts';
import { entryOf } from '../../../helpers/exports.ts';
import { extract } from '../../../helpers/extract.ts';
import { temporaryDirectory } from '../../../helpers/temporary.ts';

const body = (id: number, name: string) =>
  `{"data": [{"id": ${id}, "owner": {"name": "${name}", "at": {"n": 9007199254740993, "l": [1.10]}}}]}`;
const resource = { primary_key: 'id', write_disposition: 'merge', max_table_nesting: 2 };

test.each(['ndjson', 'csv', 'parquet'])('%s', async (format) => {
  const out = path.join(await temporaryDirectory(), 'out');
  for (const [id, name] of [
    [1, 'Ann'],
    [2, 'Bo'],
    [1, 'Cy'],
  ] as const) {
    const outcome = await extract(
      (_, response) => void response.setHeader('content-type', 'application/json').end(body(id, name)),
      { resource, endpoint: { paginator: 'single_page' }, words: ['-o', out, '-f', format] },
    );
    expect(outcome.code, outcome.stderr).toBe(0);
  }
  const rows = await duckdb(
    `SELECT id::INT AS id, owner__name, owner__at__n::BIGINT AS n, owner__at__l::VARCHAR AS l
     FROM '${out}/things/*.${format}' ORDER BY id`,
  );
  expect(rows).toEqual([
    { id: 1, owner__name: 'Cy', n: 9007199254740993n, l: expect.stringMatching(/^\[1\.10?\]$/) },
    { id: 2, owner__name: 'Bo', n: 9007199254740993n, l: expect.stringMatching(/^\[1\.10?\]$/) },
  ]);
  expect(entryOf(out)).toMatchObject({ max_table_nesting: 2, records: 2 });
});
