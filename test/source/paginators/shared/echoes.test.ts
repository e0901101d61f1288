// auto counts where the answers say where they stand: over real sockets, every record once or a failure.
import type { IncomingMessage, RequestListener } from 'node:http';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extract } from '../../../helpers/extract.ts';
import { json, queryOf } from '../../../helpers/serve.ts';

const ids = (count: number) => Array.from({ length: count }, (_, i) => ({ id: i }));
const numberIn = (request: IncomingMessage, name: string, standard: number) =>
  Number(queryOf(request).get(name) ?? standard);

type Body = (facts: { from: number; page: number; total: number; pages: number; count: number }) => object;

interface Api {
  readonly param: string;
  readonly base?: number;
  readonly isPage?: boolean;
  readonly body: Body;
}

const apis: Readonly<Record<string, Api>> = {
  'skip and limit': { param: 'skip', body: ({ from, total }) => ({ total, skip: from, limit: 4 }) },
  'meta.offset': {
    param: 'offset',
    body: ({ from, total }) => ({ meta: { offset: from, limit: 4, total_count: total } }),
  },
  'startAt of Jira': {
    param: 'startAt',
    body: ({ from, total }) => ({ startAt: from, maxResults: 4, total }),
  },
  'startIndex of SCIM': {
    param: 'startIndex',
    base: 1,
    body: ({ from, total, count }) => ({ startIndex: from + 1, itemsPerPage: count, totalResults: total }),
  },
  'offset beside count and total, as texts': {
    param: 'offset',
    body: ({ from, total, count }) => ({ offset: String(from), count, total: String(total) }),
  },
  'next_offset agrees': {
    param: 'offset',
    body: ({ from, total }) => ({
      offset: from,
      limit: 4,
      total,
      next_offset: from + 4 < total ? from + 4 : null,
    }),
  },
  'page and total_pages': {
    param: 'page',
    base: 1,
    isPage: true,
    body: ({ page, pages, total }) => ({ page, total_pages: pages, total_results: total }),
  },
  'current_page and last_page': {
    param: 'page',
    base: 1,
    isPage: true,
    body: ({ page, pages }) => ({ meta: { current_page: page, last_page: pages } }),
  },
  'page, per_page and total': {
    param: 'page',
    base: 1,
    isPage: true,
    body: ({ page, total }) => ({ page, per_page: 4, total }),
  },
  'number of Spring': {
    param: 'page',
    base: 0,
    isPage: true,
    body: ({ page, pages, total }) => ({ number: page, size: 4, totalPages: pages, totalElements: total }),
  },
};

const SIZE = 4;
type Beyond = 'nothing' | 'refuses' | 'last page';

function listen(
  { param, base = 0, isPage = false, body }: Api,
  count: number,
  beyond: Beyond,
): RequestListener {
  return (request, response) => {
    const pages = Math.ceil(count / SIZE);
    const asked = numberIn(request, param, base) - base;
    let from = isPage ? asked * SIZE : asked;
    if (from >= count && count > 0) {
      if (beyond === 'refuses') return json(response, { error: 'no such page' }, 404);
      if (beyond === 'last page') from = (pages - 1) * SIZE;
    }
    const data = ids(count).slice(from, from + SIZE);
    json(response, {
      ...body({ from, page: from / SIZE + base, total: count, pages, count: data.length }),
      data,
    });
  };
}

describe.each(Object.entries(apis))('%s', (_name, api) => {
  test.each(['nothing', 'refuses', 'last page'] as const)(
    'every record; behind the end: %s',
    async (beyond) => {
      for (const count of [3, 10, 12]) {
        const outcome = await extract(listen(api, count, beyond));
        expect(outcome.code, outcome.stderr).toBe(0);
        expect(outcome.records).toEqual(ids(count));
      }
    },
  );

  test('with a key to drop repeats by, too', async () => {
    const outcome = await extract(listen(api, 12, 'last page'), { resource: { primary_key: 'id' } });
    expect(outcome).toMatchObject({ code: 0, records: ids(12) });
  });

  test('an API that heeds no number: exit 4 with a paginator to paste, and nothing twice', async () => {
    for (const resource of [{}, { primary_key: 'id' }]) {
      const outcome = await extract(listen({ ...api, param: 'other' }, 10, 'nothing'), { resource });
      expect(outcome.code, outcome.stderr).toBe(4);
      expect(outcome.stderr).toMatch(
        /no paginator is named.*records are missing\n.*name it: "paginator": \{/s,
      );
      expect(outcome.records).toEqual(ids(4));
      expect(outcome.requests).toHaveLength(2);
    }
  });
});

const skips = (
  count: number,
  change: (body: Record<string, unknown>, from: number) => object,
): RequestListener => {
  return (request, response) => {
    const from = numberIn(request, 'skip', 0);
    const body = { products: ids(count).slice(from, from + SIZE), total: count, skip: from, limit: SIZE };
    json(response, change(body, from));
  };
};
const endpoint = { data_selector: 'products' };

test.each<[string, (body: Record<string, unknown>, from: number) => object]>([
  ['the offset is repeated, the records are the first ones', (body) => ({ ...body, products: ids(SIZE) })],
  [
    'records without ids, always the same',
    (body) => ({ ...body, products: [{ v: 1 }, { v: 2 }, { v: 3 }, { v: 4 }] }),
  ],
  ['the offset is on the first page alone', (body, from) => (from === 0 ? body : { ...body, skip: 0 })],
  [
    'a page in the middle is another one',
    (body, from) => (from === 8 ? { ...body, skip: 4, products: ids(8).slice(4) } : body),
  ],
  ['empty from the second on', (body, from) => (from === 0 ? body : { ...body, products: [] })],
  ['two answers to where it stands', (body) => ({ ...body, offset: 0 })],
  ['a cursor beside it', (body) => ({ ...body, next_cursor: 'abc' })],
  ['no size', ({ limit: _, ...body }) => body],
  ['more records than its size', (body) => ({ ...body, limit: 2 })],
  [
    'short pages that overlap',
    (body, from) => ({ ...body, limit: 6, products: ids(20).slice(from === 0 ? 0 : from - 1, from + 4) }),
  ],
])('%s: exit 4', async (_name, change) => {
  const outcome = await extract(skips(20, change), { endpoint });
  expect(outcome.code, outcome.stderr).toBe(4);
  expect(outcome.stderr).toMatch(/no paginator is named|no progress/);
});

test('400 for a parameter that is not known: exit 4 with a paginator to paste', async () => {
  const outcome = await extract(
    (request, response) =>
      request.url === '/things'
        ? json(response, { products: ids(4), total: 9, skip: 0, limit: 4 })
        : json(response, { error: 'unknown parameter' }, 400),
    { endpoint },
  );
  expect(outcome).toMatchObject({
    code: 4,
    stderr: expect.stringMatching(/no paginator is named.*"type": "offset"/s),
  });
});

test('a total that is too low ends nothing', async () => {
  const outcome = await extract(
    skips(20, (body) => ({ ...body, total: 8 })),
    { endpoint },
  );
  expect(outcome).toMatchObject({ code: 0, records: ids(20) });
});

test('with total: hint, and with records that are picked, one page is all', async () => {
  const hinted = await extract(
    skips(20, (body) => body),
    {
      endpoint: { ...endpoint, paginator: { type: 'auto', total: 'hint' } },
    },
  );
  expect(hinted).toMatchObject({ code: 0, records: ids(4) });
  const picked = await extract(
    skips(20, (body) => body),
    {
      endpoint: { data_selector: 'products[?@.id < 2]' },
    },
  );
  expect(picked.requests).toHaveLength(1);
});

test('a parameter is spelled as the request spells it', async () => {
  const outcome = await extract(
    (request, response) => {
      const from = numberIn(request, 'page[offset]', 0);
      json(response, { data: ids(10).slice(from, from + 4), page: { offset: from, limit: 4 }, total: 10 });
    },
    { endpoint: { params: { 'page[offset]': 0 } } },
  );
  expect(outcome).toMatchObject({ code: 0, records: ids(10) });
});

test('a page that breaks once, or comes back blank once, is asked for again', async () => {
  for (const bad of ['{"products":[]}', '', '{"products":[{"id":1']) {
    let isDone = false;
    const good = skips(20, (body) => body);
    const outcome = await extract(
      (request, response) => {
        if (numberIn(request, 'skip', 0) !== 8 || isDone) return good(request, response);
        isDone = true;
        return json(response, bad);
      },
      { endpoint },
    );
    expect(outcome.code, outcome.stderr).toBe(0);
    expect(outcome.records).toEqual(ids(20));
  }
});

test('whatever answers come in between: every record once, or a failure', async () => {
  const again = '{"products":[{"id":0},{"id":1},{"id":2},{"id":3}],"total":4,"skip":0,"limit":4}';
  const nothing = '{"products":[],"total":0,"skip":0,"limit":4}';
  const wrong = fc.constantFrom(
    ...['', '{}', 'null', '[]', '{"products":[]}', '{"products":null}', '{"products":[{"id":0}]}'],
    '{"products":[{"id":0},{"id":1},{"id":2},{"id":3}],"total":20,"skip":0,"limit":4}',
    again,
    nothing,
  );
  await fc.assert(
    fc.asyncProperty(wrong, fc.integer({ min: 2, max: 7 }), fc.boolean(), async (body, at, isOnce) => {
      let count = 0;
      const good = skips(20, (one) => one);
      const outcome = await extract(
        (request, response) => {
          count += 1;
          return (isOnce ? count === at : count >= at) ? json(response, body) : good(request, response);
        },
        { endpoint, client: { retry: { initial_wait: 0.001, max_wait: 0.01 } } },
      );
      expect(outcome.code).not.toBe(1);
      if (outcome.code === 0) expect(outcome.records).toEqual(ids(20));
    }),
    {
      numRuns: 25,
      examples: [
        [again, 2, false],
        [nothing, 2, false],
      ],
    },
  );
});
