// Lists that several shards read in ranges of pages: what is committed has every record that was there all along, once,
// or commit refuses and names the shards to run again.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lines, penstock } from '../../helpers/cli.ts';
import { json, queryOf, serve } from '../../helpers/serve.ts';
import { pipelineFile, temporaryDirectory } from '../../helpers/temporary.ts';

const CASES = Number(process.env.HISTORIES ?? 3);
const SIZE = 5;

const paginators = {
  page_number: { type: 'page_number', base_page: 1, limit: SIZE, limit_param: 'limit' },
  'page_number from an unknown first': { type: 'page_number', limit: SIZE, limit_param: 'limit' },
  offset: { type: 'offset', limit: SIZE, total_path: 'total' },
} as const;

/** A list of records, and a pipeline that reads it. */
async function api(paginator: object, count: number, resource: object = {}) {
  const state = { list: Array.from({ length: count }, (_, id) => id) };
  const served = await serve((request, response) => {
    const query = queryOf(request);
    const page = query.get('page');
    const from = page === null ? Number(query.get('offset') ?? 0) : (Math.max(Number(page), 1) - 1) * SIZE;
    const data = page === '0' ? [] : state.list.slice(from, from + SIZE).map((id) => ({ id }));
    json(response, { data, total: state.list.length });
  });
  const file = await pipelineFile({
    name: 'lists',
    client: { base_url: served.url, retry: { initial_wait: 0.01 } },
    resources: [
      { name: 'things', primary_key: 'id', endpoint: { data_selector: 'data', paginator }, ...resource },
    ],
  });
  return { state, file, requests: served.requests };
}

const shardOf = (file: string, out: string, index: number, count: number) =>
  penstock(['run', file, '-o', out, '-q', '--page-range', '2', '--shard', `${index}/${count}`]);
const commit = (out: string, count: number) => penstock(['commit', out, '--shards', String(count)]);

function idsIn(out: string): number[] {
  const folder = path.join(out, 'things');
  return readdirSync(folder)
    .flatMap((file) => lines(readFileSync(path.join(folder, file), 'utf8')))
    .map(({ id }) => Number(id))
    .sort((a, b) => a - b);
}

const ids = (count: number) => Array.from({ length: count }, (_, id) => id);

describe.each(Object.entries(paginators))('%s', (_, paginator) => {
  test.each([0, 10, 47])('a list of %i by three shards is whole', async (count) => {
    const { file } = await api(paginator, count);
    const out = path.join(await temporaryDirectory(), 'out');
    for (const index of [2, 3, 1]) {
      const outcome = await shardOf(file, out, index, 3);
      expect(outcome.code, outcome.stderr).toBe(0);
    }
    const outcome = await commit(out, 3);
    expect(outcome.code, outcome.stderr).toBe(0);
    expect(idsIn(out)).toEqual(ids(count));
  });
});

test('each shard asks for its own ranges, and the pages before them', async () => {
  const { file, requests } = await api(paginators.page_number, 200);
  const out = path.join(await temporaryDirectory(), 'out');
  const counts: number[] = [];
  for (const index of [1, 2, 3, 4]) {
    const before = requests.length;
    expect(await shardOf(file, out, index, 4)).toMatchObject({ code: 0 });
    counts.push(requests.length - before);
  }
  // 40 pages; a third more for the borders, the first page and the end of each.
  expect(Math.max(...counts)).toBeLessThan(40);
  expect(await commit(out, 4)).toMatchObject({ code: 0 });
  expect(idsIn(out)).toEqual(ids(200));
});

test('law: whatever goes and comes between two shards, nothing that stays is missing, or the commit is refused', async () => {
  const change = fc.record({ at: fc.nat(60), take: fc.nat(8), put: fc.nat(4) });
  let fresh = 1000;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...Object.values(paginators)),
      fc.array(change, { minLength: 3, maxLength: 3 }),
      fc.integer({ min: 0, max: 60 }),
      async (paginator, changes, count) => {
        const { state, file } = await api(paginator, count);
        const out = path.join(await temporaryDirectory(), 'out');
        let lasting = new Set(state.list);
        for (const [number, { at, take, put }] of changes.entries()) {
          expect(await shardOf(file, out, number + 1, 3)).toMatchObject({ code: 0 });
          const added = Array.from({ length: put }, () => fresh++);
          state.list.splice(Math.min(at, state.list.length), take, ...added);
          const there = new Set(state.list);
          if (number < 2) lasting = new Set([...lasting].filter((id) => there.has(id)));
        }
        const first = await commit(out, 3);
        if (first.code !== 0) {
          expect(first).toMatchObject({
            code: 8,
            stderr: expect.stringMatching(/run again, then commit: --shard/),
          });
          for (const index of [1, 2, 3])
            expect(await shardOf(file, out, index, 3)).toMatchObject({ code: 0 });
          lasting = new Set(state.list);
          expect(await commit(out, 3)).toMatchObject({ code: 0 });
        }
        const found = idsIn(out);
        expect(new Set(found).size).toBe(found.length);
        for (const id of lasting) expect(found).toContain(id);
      },
    ),
    { numRuns: CASES },
  );
});

test('a list that moved by more than a page is refused, until the shards that are named are run again', async () => {
  const { state, file } = await api(paginators.offset, 50);
  const out = path.join(await temporaryDirectory(), 'out');
  for (const index of [1, 2]) {
    expect(await shardOf(file, out, index, 2)).toMatchObject({ code: 0 });
    if (index === 1) state.list.splice(0, 8);
  }
  const refused = await commit(out, 2);
  expect(refused.code, refused.stderr).toBe(8);
  expect(refused.stderr).toMatch(
    /"things": ranges \d and \d of its pages have no record in common at their border/,
  );
  expect(readdirSync(out)).not.toContain('things');
  for (const [, index] of refused.stderr.matchAll(/--shard (\d)\/2/g))
    expect(await shardOf(file, out, Number(index), 2)).toMatchObject({ code: 0 });
  expect(await commit(out, 2)).toMatchObject({ code: 0 });
  expect(idsIn(out)).toEqual(state.list);
});

test('what cannot be read in ranges is read whole by one, and plan says why', async () => {
  const plan = async (resource: object, paginator: object = paginators.offset) => {
    const { file } = await api(paginator, 1, resource);
    const outcome = await penstock(['plan', file, '--page-range', '50', '--json']);
    return JSON.parse(outcome.stdout);
  };
  expect((await plan({})).units).toEqual([{ resource: 'things', by: 'ranges of 50 pages' }]);
  expect((await plan({ primary_key: null })).whole[0].why).toMatch(/no primary_key/);
  expect((await plan({}, { ...paginators.offset, maximum_offset: 10 })).whole[0].why).toMatch(
    /maximum_offset/,
  );
  const cursor = { type: 'cursor', cursor_path: 'next' };
  expect((await plan({}, cursor)).whole[0].why).toMatch(/cannot be counted \(cursor\)/);
});

test('without shards, and for ranges of one page, it is refused', async () => {
  const { file } = await api(paginators.offset, 1);
  expect(await penstock(['run', file, '--page-range', '5'])).toMatchObject({ code: 2 });
  expect(await penstock(['run', file, '--page-range', '1', '--shard', '1/2'])).toMatchObject({ code: 2 });
});
