// A record that is updated while it is read comes twice: which of its versions is written where.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { penstock } from '../helpers/cli.ts';
import { duckdb } from '../helpers/duckdb.ts';
import { recordsIn } from '../helpers/exports.ts';
import { json, queryOf, serve } from '../helpers/serve.ts';
import { pipelineFile, temporaryDirectory } from '../helpers/temporary.ts';

const at = (second: number) => `2026-01-01T00:00:0${second}Z`;
const old = { id: 1, at: at(1), v: 'old' };
const newer = { id: 1, at: at(5), v: 'new' };
const other = { id: 2, at: at(2), v: 'other' };

async function scene(pages: readonly object[][], resource: object = {}) {
  const api = await serve((request, response) => {
    const page = Number(queryOf(request).get('page') ?? 1);
    json(response, { data: pages[page - 1] ?? [], pages: pages.length });
  });
  const file = await pipelineFile({
    name: 'versions',
    client: { base_url: api.url, retry: { max_retries: 0 } },
    resources: [
      {
        name: 'things',
        primary_key: 'id',
        write_disposition: 'merge',
        endpoint: {
          data_selector: 'data',
          paginator: { type: 'page_number', base_page: 1, total_path: 'pages' },
          incremental: { cursor_path: 'at' },
        },
        ...resource,
      },
    ],
  });
  const out = path.join(await temporaryDirectory(), 'out');
  return { out, run: (...words: string[]) => penstock(['run', file, ...words]) };
}

const orders: [string, object[][]][] = [
  ['the older first', [[old, other], [newer]]],
  ['the newer first', [[newer, other], [old]]],
  ['in one page', [[old, other, newer, old]]],
];

describe.each(['ndjson', 'csv', 'parquet'])('merge keeps the newer one, %s', (format) => {
  test.each(orders)('%s', async (_, pages) => {
    const { out, run } = await scene(pages);
    const { code, stderr } = await run('-o', out, '-f', format);
    expect(code, stderr).toBe(0);
    const rows = await duckdb(`SELECT id::INT AS id, v FROM '${out}/things/*.${format}' ORDER BY id`);
    expect(rows).toEqual([
      { id: 1, v: 'new' },
      { id: 2, v: 'other' },
    ]);
    expect(JSON.parse(readFileSync(path.join(out, '_manifest.json'), 'utf8')).resources.things.records).toBe(
      2,
    );
    expect(readFileSync(path.join(out, '_state.json'), 'utf8')).toContain('00:00:05');
  });
});

test('an older version that a later run brings does not take the place of the newer one', async () => {
  const pages = [[newer]];
  const { out, run } = await scene(pages, { dedup_sort: { at: 'desc' }, ...plain });
  await run('-o', out);
  pages[0] = [old, other];
  const { code, stderr } = await run('-o', out);
  expect(code, stderr).toBe(0);
  expect(stderr).toContain('1 record left out for a newer version');
  expect(
    recordsIn(out)
      .map(({ v }) => v)
      .sort(),
  ).toEqual(['new', 'other']);
});

const plain = {
  endpoint: {
    path: 'things',
    data_selector: 'data',
    paginator: { type: 'page_number', base_page: 1, total_path: 'pages' },
  },
};

test.each(orders)('append with incremental writes each version once, %s', async (_, pages) => {
  const { out, run } = await scene(pages, { write_disposition: 'append' });
  const { code, stderr } = await run('-o', out);
  expect(code, stderr).toBe(0);
  expect(
    recordsIn(out)
      .map(({ v }) => v)
      .sort(),
  ).toEqual(['new', 'old', 'other']);
});

describe('stdout, where nothing can be taken back', () => {
  test('each newer version behind the older one, which the report says under -q too', async () => {
    const { run } = await scene([
      [old, other],
      [newer, old],
    ]);
    const { code, stdout, stderr } = await run('-q');
    expect(code).toBe(0);
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).v),
    ).toEqual(['old', 'other', 'new']);
    expect(stderr).toMatch(/1 newer version written .* of each key the last one counts/);
  });

  test('deletions are written, for whoever reads them to act on', async () => {
    const gone = { ...newer, gone: true };
    const { run } = await scene([[old, gone]], { ...plain, hard_delete: 'gone' });
    const { stdout } = await run();
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).gone),
    ).toEqual([undefined, true]);
  });
});

test('a single file holds the newest alone, and nothing is left beside it', async () => {
  const { out, run } = await scene([[old, other], [newer]]);
  const { code, stderr } = await run('-o', `${out}.ndjson`);
  expect(code, stderr).toBe(0);
  const lines = readFileSync(`${out}.ndjson`, 'utf8').trim().split('\n');
  expect(lines.map((line) => JSON.parse(line).v)).toEqual(['other', 'new']);
  expect(await duckdb(`SELECT count(*)::INT AS n FROM glob('${path.dirname(out)}/*')`)).toEqual([{ n: 1 }]);
});

test('deleted keys are counted, of the snapshot and of the run', async () => {
  const pages: object[][] = [[{ id: 1 }, { id: 2 }, { id: 3 }]];
  const { out, run } = await scene(pages, { ...plain, hard_delete: 'gone' });
  await run('-o', out);
  pages[0] = [
    { id: 1, gone: true },
    { id: 2, gone: false },
    { id: 4 },
    { id: 4, gone: true },
    { id: 9, gone: true },
  ];
  const { code, stderr } = await run('-o', out);
  expect(code, stderr).toBe(0);
  expect(stderr).toContain('3 keys deleted by hard_delete');
  expect(
    recordsIn(out)
      .map(({ id }) => id)
      .sort(),
  ).toEqual([2, 3]);
});
