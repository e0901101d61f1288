// Every digit of a number gets from the body into every format.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { duckdb } from '../helpers/duckdb.ts';
import { extract } from '../helpers/extract.ts';
import { queryOf } from '../helpers/serve.ts';
import { temporaryDirectory } from '../helpers/temporary.ts';
import { text } from './cases/case.ts';

const A = '1234567890.12345678901234567890';
const D = '9007199254740993.25';
const N = '123456789012345678901234567890';
const page = text(`{"data":[{"id":1,"a":${A},"d":${D},"n":${N},"in":{"list":[${A}]}}]}`);
const columns = {
  id: { data_type: 'bigint' },
  a: { data_type: 'decimal', precision: 38, scale: 20 },
  d: { data_type: 'text' },
  n: { data_type: 'text' },
  in: { data_type: 'json' },
};

test('NDJSON without columns repeats the digits of the body', async () => {
  const { stdout } = await extract(page);
  expect(stdout).toBe(`{"id":1,"a":${A},"d":${D},"n":${N},"in":{"list":[${A}]}}\n`);
});

test('decimal, text and json columns have them', async () => {
  const { stdout } = await extract(page, { resource: { columns } });
  expect(stdout).toBe(`{"id":1,"a":"${A}","d":"${D}","n":"${N}","in":{"list":[${A}]}}\n`);
});

test('fields that no column declares have them', async () => {
  const { stdout } = await extract(page, {
    resource: { columns: { id: { data_type: 'bigint' }, list: { data_type: 'json', from: 'in.list' } } },
  });
  expect(stdout).toBe(`{"id":1,"list":[${A}],"a":${A},"d":${D},"n":${N}}\n`);
});

test.each(['csv', 'parquet'])('%s has them, declared or not', async (format) => {
  for (const resource of [{}, { columns }]) {
    const file = path.join(await temporaryDirectory(), `x.${format}`);
    const { code, stderr } = await extract(page, { resource, words: ['-o', file] });
    expect(code, stderr).toBe(0);
    if (format === 'csv') expect(readFileSync(file, 'utf8')).toContain(`1,${A},${D},${N},`);
    const [row] = await duckdb(
      `SELECT a::VARCHAR AS a, d::VARCHAR AS d, n::VARCHAR AS n FROM read_${format}('${file}'${format === 'csv' ? ', all_varchar=true' : ''})`,
    );
    expect(row).toEqual({ a: A, d: D, n: N });
  }
});

test('a cursor of many digits goes back digit by digit', async () => {
  const sent: (string | null)[] = [];
  const { code, stderr } = await extract(
    (request, response) => {
      sent.push(queryOf(request).get('after'));
      const body = sent.length === 1 ? `{"data":[{"id":1}],"next":${D}}` : '{"data":[{"id":2}],"next":null}';
      return text(body)(request, response);
    },
    {
      endpoint: { paginator: { type: 'cursor', cursor_path: 'next', cursor_param: 'after' } },
    },
  );
  expect(code, stderr).toBe(0);
  expect(sent).toEqual([null, D]);
});
