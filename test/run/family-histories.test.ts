// Random histories of a server with parents and children: they come, change and go, clocks lag, requests fail, runs are
// ended and gone on with; and after each run that is well the files hold what a client could know.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { ndjson, open } from 'penstock';
import { expect, test } from 'vitest';
import { json, queryOf, serve } from '../helpers/serve.ts';
import { temporaryDirectory } from '../helpers/temporary.ts';

const MOST_LATE = 3;
// Thousands in `npm run soak`.
const HISTORIES = Number(process.env.HISTORIES ?? 8);

const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('post' as const),
      user: fc.nat(3),
      id: fc.nat(4),
      late: fc.nat(MOST_LATE),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('unpost' as const), user: fc.nat(3), id: fc.nat(4) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('user' as const), user: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('no user' as const), user: fc.nat(3) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('tick' as const), hours: fc.integer({ min: 1, max: 9 }) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('run' as const), resume: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('failing run' as const, 'ended run' as const),
      nth: fc.integer({ min: 1, max: 9 }),
      resume: fc.boolean(),
    }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

const way = fc.record({
  pageSize: fc.integer({ min: 1, max: 3 }),
  /** Whether the parents are read for what changed, too; the API touches a parent when its children change. */
  isTouched: fc.boolean(),
  isLate: fc.boolean(),
  isFiltered: fc.boolean(),
  row_order: fc.constantFrom(undefined, 'asc' as const),
});
type Way = typeof way extends fc.Arbitrary<infer W> ? W : never;

interface Row {
  readonly id: number;
  readonly at: string;
  readonly version: number;
  readonly gone: boolean;
}

const START = Date.parse('2024-01-01T00:00:00Z');
const moment = (hours: number) => new Date(START + hours * 3_600_000).toISOString();

async function play(how: Way, steps: readonly Step[]) {
  const users = new Map<number, Row>();
  const posts = new Map<number, Map<number, Row>>();
  let version = 0;
  let hours = MOST_LATE;
  let onRequest = (): 'fail' | undefined => undefined;

  const api = await serve((request, response) => {
    if (onRequest() === 'fail') return json(response, { error: 'down' }, 503);
    const { pathname } = new URL(request.url ?? '', 'http://x');
    const [, , user, kind] = pathname.split('/');
    const query = queryOf(request);
    const since = how.isFiltered ? query.get('since') : null;
    const all = kind === undefined ? users : (posts.get(Number(user)) ?? new Map<number, Row>());
    const rows = [...all.values()]
      .filter(({ at }) => since === null || at >= since)
      .toSorted((a, b) =>
        how.row_order === undefined ? a.id - b.id : a.at < b.at ? -1 : a.at > b.at ? 1 : a.id - b.id,
      );
    const from = Number(query.get('from') ?? 0);
    const to = from + how.pageSize;
    json(response, { data: rows.slice(from, to), ...(to < rows.length ? { next: String(to) } : {}) });
  });

  const put = (all: Map<number, Row>, id: number, late: number, gone = false) => {
    version += 1;
    // However late the clock, that of one record does not go back: which version is the newer one nobody could tell.
    const [at, before] = [moment(hours - (how.isLate ? late : 0)), all.get(id)?.at ?? ''];
    all.set(id, { id, at: at > before ? at : before, version, gone });
  };
  const touch = (user: number) => {
    if (how.isTouched && users.has(user)) put(users, user, 0, users.get(user)?.gone);
  };
  const increment = {
    cursor_path: 'at',
    start_param: 'since',
    ...(how.isLate ? { lag: MOST_LATE * 3600 } : {}),
    ...(how.row_order === undefined ? {} : { row_order: how.row_order }),
  };
  const paginator = { type: 'cursor', cursor_path: 'next', cursor_param: 'from' };
  const defaults = { primary_key: 'id', write_disposition: 'merge', hard_delete: 'gone' };
  const pipeline = {
    name: 'families',
    client: { base_url: api.url, retry: { max_retries: 0 } },
    resource_defaults: { endpoint: { data_selector: 'data', paginator } },
    resources: [
      {
        name: 'users',
        ...defaults,
        ...(how.isTouched ? {} : { vanished: 'drop' }),
        endpoint: { path: 'users', ...(how.isTouched ? { incremental: increment } : {}) },
      },
      {
        name: 'posts',
        ...defaults,
        primary_key: ['user', 'id'],
        include_from_parent: [{ from: 'id', as: 'user' }],
        endpoint: { path: 'users/{resources.users.id}/posts', incremental: increment },
      },
    ],
  };
  const out = path.join(await temporaryDirectory(), 'out');
  await using opened = await open(pipeline as never);

  const run = async (resume: boolean, signal?: AbortSignal) => {
    try {
      const to = ndjson(out, { maxFileRecords: 2 });
      return (await opened.run({ to, onPartial: 'report', resume, ...(signal && { signal }) })).exitCode;
    } catch (error) {
      if (signal?.aborted) return 143;
      throw error;
    }
  };
  const rowsOf = (name: string): (Row & { user?: number })[] => {
    const manifest = JSON.parse(readFileSync(path.join(out, '_manifest.json'), 'utf8'));
    return (manifest.resources[name]?.files ?? []).flatMap((part: { path: string }) =>
      readFileSync(path.join(out, part.path), 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line)),
    );
  };
  const versions = (rows: Iterable<Row>) =>
    [...rows]
      .filter(({ gone }) => !gone)
      .map(({ id, version: one }) => `${id}v${one}`)
      .sort();
  const compare = () => {
    expect(versions(rowsOf('users'))).toEqual(versions(users.values()));
    const found = rowsOf('posts');
    expect(new Set(found.map(({ user, id }) => `${user}/${id}`)).size).toBe(found.length);
    for (const user of users.keys()) {
      // What happened to the children of a parent that is deleted, nobody tells.
      if (users.get(user)?.gone) continue;
      const own = versions(found.filter((row) => row.user === user));
      expect(own, `posts of ${user}`).toEqual(versions(posts.get(user)?.values() ?? []));
    }
  };

  for (const one of [...steps, { kind: 'run', resume: false } as const]) {
    if (one.kind === 'tick') hours += one.hours;
    else if (one.kind === 'user') put(users, one.user, 0);
    else if (one.kind === 'no user') {
      // Told by the flag where only changes are read; else it is in the list no more.
      if (how.isTouched && users.has(one.user)) put(users, one.user, 0, true);
      else users.delete(one.user);
    } else if (one.kind === 'post') {
      const all = posts.get(one.user) ?? new Map<number, Row>();
      posts.set(one.user, all);
      put(all, one.id, one.late);
      touch(one.user);
    } else if (one.kind === 'unpost') {
      const all = posts.get(one.user);
      if (all?.has(one.id)) put(all, one.id, 0, true);
      touch(one.user);
    } else {
      let count = 0;
      const ending = new AbortController();
      onRequest = () => {
        count += 1;
        if (one.kind === 'run' || count !== one.nth) return undefined;
        if (one.kind === 'failing run') return 'fail';
        ending.abort(new Error('ended'));
        return undefined;
      };
      const code = await run(one.resume, ending.signal);
      onRequest = () => undefined;
      if (one.kind === 'run') expect(code).toBe(0);
      if (code === 0) compare();
    }
  }
}

test(
  'merge',
  async () => {
    const property = fc.asyncProperty(way, fc.array(step, { minLength: 6, maxLength: 30 }), play);
    await fc.assert(property, { numRuns: HISTORIES, endOnFailure: true });
  },
  60_000 + HISTORIES * 3000,
);
