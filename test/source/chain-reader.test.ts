// Chains of counted pages over a socket: holes, errors behind the end, stated totals, and what the checks cost.
import { expect, test } from 'vitest';
import { extract } from '../helpers/extract.ts';
import { json, queryOf } from '../helpers/serve.ts';

const counted = (more: object = {}) => ({
  paginator: { type: 'page_number', base_page: 1, limit: 2, limit_param: 'n', ...more },
});
/** Full pages of two, and what is to be wrong with one of them. */
const pagesOf =
  (count: number, extra: object = {}, past?: (page: number) => [number, unknown] | undefined) =>
  (request: Parameters<typeof queryOf>[0], response: Parameters<typeof json>[0]) => {
    const page = Number(queryOf(request).get('page'));
    const [status, body] = past?.(page) ?? [];
    if (status !== undefined) return json(response, body, status);
    const data = page >= 1 && page <= count ? [{ id: page * 2 }, { id: page * 2 + 1 }] : [];
    json(response, { data, ...extra });
  };
const idsOf = (count: number) => Array.from({ length: count * 2 }, (_, i) => ({ id: i + 2 }));

test.each([400, 404, 416, 422])('HTTP %d behind the last page is the end', async (status) => {
  const listener = pagesOf(3, {}, (page) => (page > 3 ? [status, { error: 'no such page' }] : undefined));
  const outcome = await extract(listener, { endpoint: counted() });
  expect(outcome.code, outcome.stderr).toBe(0);
  expect(outcome.records).toEqual(idsOf(3));
});

test.each([400, 404])('HTTP %d on a page that must be there is a failure', async (status) => {
  const broken = (page: number): [number, unknown] | undefined => (page === 3 ? [status, {}] : undefined);
  for (const endpoint of [counted(), counted({ total_records_path: 'total' })]) {
    const outcome = await extract(pagesOf(5, { total: 10 }, broken), { endpoint });
    expect(outcome.code).toBe(4);
    expect(outcome.stderr).toMatch(new RegExp(`page 3: .*HTTP ${status}`));
  }
  const first = await extract(
    pagesOf(5, {}, (page) => (page === 1 ? [status, {}] : undefined)),
    {
      endpoint: counted(),
    },
  );
  expect(first.code).toBe(4);
});

test('an empty page in the middle, once: asked again, and all records', async () => {
  for (const hole of [2, 3, 6, 7]) {
    let count = 0;
    const listener = pagesOf(7, {}, (page) =>
      page === hole && count++ === 0 ? [200, { data: [] }] : undefined,
    );
    const outcome = await extract(listener, { endpoint: counted() });
    expect(outcome.code, outcome.stderr).toBe(0);
    expect(outcome.records).toEqual(idsOf(7));
  }
});

test('an empty page for good is passed over where a later one holds records', async () => {
  const listener = pagesOf(4, {}, (page) => (page === 2 ? [200, { data: [] }] : undefined));
  const outcome = await extract(listener, { endpoint: counted() });
  expect(outcome).toMatchObject({ code: 0, records: idsOf(4).filter(({ id }) => id < 4 || id > 5) });
});

test('fewer records than the API states: exit 4, unless the total is a hint', async () => {
  const listener = pagesOf(3, { total: 1000 });
  const short = await extract(listener, { endpoint: counted() });
  expect(short).toMatchObject({ code: 4, records: idsOf(3) });
  expect(short.stderr).toMatch(/stated a total of 1000, and 6 records came[\s\S]*"total": "hint"/);
  expect((await extract(listener, { endpoint: counted({ total: 'hint' }) })).code).toBe(0);
});

test.each([
  ['no total', {}, {}, 7],
  ['a flag', { more: true }, { has_more_path: 'more' }, 6],
  ['a total of records', { all: 10 }, { total_records_path: 'all' }, 6],
  ['a total of pages', { all: 5 }, { total_path: 'all' }, 6],
])('five full pages, %s: no more requests than needed', async (_name, extra, more, requests) => {
  const last = (page: number): [number, unknown] | undefined =>
    page === 5 && 'more' in extra ? [200, { data: [{ id: 10 }, { id: 11 }], more: false }] : undefined;
  const outcome = await extract(pagesOf(5, extra, last), { endpoint: counted(more) });
  expect(outcome).toMatchObject({ code: 0, records: idsOf(5) });
  expect(outcome.requests.length).toBeLessThanOrEqual(requests);
});

test('a hundred full pages cost at most a tenth more', async () => {
  const outcome = await extract(pagesOf(100), { endpoint: counted() });
  expect(outcome).toMatchObject({ code: 0, records: idsOf(100) });
  expect(outcome.requests.length).toBeLessThanOrEqual(110);
});

test('an old page in place of a new one, with a key: asked again, and all records', async () => {
  let count = 0;
  const old = (page: number): [number, unknown] | undefined =>
    page === 3 && count++ === 0 ? [200, { data: [{ id: 4 }, { id: 5 }] }] : undefined;
  const outcome = await extract(pagesOf(5, {}, old), {
    endpoint: counted(),
    resource: { primary_key: 'id' },
  });
  expect(outcome.code, outcome.stderr).toBe(0);
  expect(outcome.records).toEqual(idsOf(5));
  expect(outcome.stderr).not.toMatch(/warning/);
});

test('an old page for good, with a key: said, for records that were added meanwhile look so', async () => {
  const old = (page: number): [number, unknown] | undefined =>
    page === 3 ? [200, { data: [{ id: 4 }, { id: 5 }] }] : undefined;
  const outcome = await extract(pagesOf(5, {}, old), {
    endpoint: counted(),
    resource: { primary_key: 'id' },
  });
  expect(outcome.code).toBe(0);
  expect(outcome.stderr).toMatch(/warning: things: page 3 holds the records of an earlier page/);
});

test.each([{}, { primary_key: 'id' }])(
  'an API that begins anew behind its end, %o: never a loop',
  async (key) => {
    const outcome = await extract(
      (request, response) => {
        const page = (Number(queryOf(request).get('page')) - 1) % 4;
        json(response, { data: [{ id: page * 2 }, { id: page * 2 + 1 }] });
      },
      { endpoint: counted(), resource: key },
    );
    expect(outcome.code).toBe(4);
    expect(outcome.stderr).toMatch(/no progress/);
  },
);

test('the last page over and over: the hint says how to name the end', async () => {
  const outcome = await extract(
    (request, response) =>
      json(response, { data: [{ id: Math.min(3, Number(queryOf(request).get('page'))) }] }),
    { endpoint: counted(), resource: { primary_key: 'id' } },
  );
  expect(outcome).toMatchObject({ code: 4, records: [{ id: 1 }, { id: 2 }, { id: 3 }] });
  expect(outcome.stderr).toMatch(
    /gives pages it gave before past its end: say where that is by stop_condition/,
  );
});
