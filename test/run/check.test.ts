// A rehearsal: how far it reads, what it finds, and what it leaves to a run.
import { expect, test } from 'vitest';
import { UsageError } from '../../src/core/errors.ts';
import type { PenstockEvent } from '../../src/core/events.ts';
import { planOf } from '../../src/language/load-plan.ts';
import { type CheckOptions, check, type Verdict } from '../../src/run/check.ts';
import { openSession } from '../../src/run/session.ts';
import { json, queryOf, serve } from '../helpers/serve.ts';

const cursor = { type: 'cursor', cursor_path: 'next', cursor_param: 'cursor' };

/** Pages of two records, without end. */
const endless: Parameters<typeof serve>[0] = (request, response) => {
  const at = Number(queryOf(request).get('cursor') ?? 0);
  json(response, { data: [{ id: 2 * at }, { id: 2 * at + 1 }], next: at + 1 });
};

async function verdicts(
  listener: Parameters<typeof serve>[0],
  resources: readonly (string | object)[],
  options: Partial<CheckOptions> = {},
) {
  const api = await serve(listener);
  const resource_defaults = { endpoint: { data_selector: 'data', paginator: cursor } };
  const client = { base_url: api.url, retry: { max_retries: 0 } };
  const plan = planOf({ name: 'crm', client, resource_defaults, resources }, { environment: {} });
  const session = openSession(plan, {});
  const found: Verdict[] = [];
  const events: PenstockEvent[] = [];
  const { signal } = new AbortController();
  try {
    for await (const verdict of check(plan, session, {
      signal,
      emit: (event) => events.push(event),
      ...options,
    }))
      found.push(verdict);
    return { found, events, requests: api.requests };
  } finally {
    await session.close();
  }
}

test('two pages of an endless chain, and it is said that there is more', async () => {
  const { found, requests } = await verdicts(endless, ['a']);
  expect(found).toEqual([
    {
      resource: 'a',
      isFine: true,
      paginator: 'cursor',
      pages: 2,
      records: 4,
      rejects: 0,
      duplicates: 0,
      firstReject: undefined,
      hasMore: true,
      remarks: [],
    },
  ]);
  expect(requests).toHaveLength(2);
});

test('the end of a short chain', async () => {
  const { found } = await verdicts((_, response) => json(response, { data: [{ id: 1 }] }), ['a']);
  expect(found).toMatchObject([{ pages: 1, records: 1, hasMore: false }]);
});

test('rejects fail it as they fail a run, with the first one’s reason', async () => {
  const bad = { name: 'a', columns: { id: { data_type: 'bigint' } } };
  const half = await verdicts((_, response) => json(response, { data: [{ id: 1 }, { id: 'x' }] }), [bad]);
  expect(half.found).toMatchObject([
    {
      isFine: false,
      records: 1,
      rejects: 1,
      firstReject: 'id: "x" cannot be bigint',
      error: { message: 'one record was rejected, of 2; --max-rejects allows 0' },
    },
  ]);
  const all = await verdicts((_, response) => json(response, { data: [{ id: 'x' }, 'y'] }), [bad]);
  expect(all.found).toMatchObject([
    {
      isFine: false,
      records: 0,
      rejects: 2,
      error: { message: expect.stringMatching(/^all 2 records were/) },
    },
  ]);
});

test('one that fails does not keep the next from being tried, and the error has its place', async () => {
  const { found } = await verdicts(
    (request, response) =>
      request.url === '/a' ? json(response, {}, 404) : json(response, { data: [{ id: 1 }] }),
    ['a', 'b'],
  );
  expect(found).toMatchObject([
    { resource: 'a', isFine: false, error: { where: { resource: 'a', page: 1 } } },
    { resource: 'b', isFine: true },
  ]);
});

test('what a user should look at is in the verdict, and what happens beside it is passed on', async () => {
  const columns = { id: { data_type: 'bigint' }, missing: { data_type: 'text' } };
  const { found, events } = await verdicts(
    (_, response) => json(response, { data: [{ id: 1 }] }),
    [{ name: 'a', columns }],
  );
  expect(found[0]?.remarks).toEqual([expect.stringMatching(/^column "missing" is null in all of 1 record/)]);
  expect(events.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['request', 'page']));
  expect(events.some(({ kind }) => kind === 'warning' || kind === 'notice')).toBe(false);
});

test('only those that are named', async () => {
  const { found } = await verdicts(endless, ['a', 'b', 'c'], { resources: ['c', 'a'] });
  expect(found.map(({ resource }) => resource)).toEqual(['a', 'c']);
  await expect(verdicts(endless, ['a'], { resources: ['x'] })).rejects.toThrow(UsageError);
});

test('an abort ends the rehearsal, and is no verdict', async () => {
  const ending = new AbortController();
  const reading = verdicts(() => ending.abort(new Error('enough')), ['a', 'b'], { signal: ending.signal });
  await expect(reading).rejects.toThrow('enough');
});
