// Where a chain of pages ends: what speaks for more, what speaks for the end, what is only noise.
import type { RequestListener } from 'node:http';
import { json, queryOf } from '../../helpers/serve.ts';
import { always, cursor, type FaultCase, ids, offset, offsets, pages } from './case.ts';

const numbered = (extra: object = {}) => ({
  paginator: { type: 'page_number', base_page: 1, limit: 2, limit_param: 'limit', ...extra },
});

/** Pages of two by number; one of them is empty. */
const withHole =
  (hole: number, count: number, extra: object = {}): RequestListener =>
  (request, response) => {
    const page = Number(queryOf(request).get('page'));
    const data = page === hole || page > count ? [] : [{ id: page * 2 - 1 }, { id: page * 2 }];
    json(response, { data, ...extra });
  };

const without = (hole: number, count: number) =>
  ids(count * 2).filter(({ id }) => Math.ceil(id / 2) !== hole);

const holes: readonly FaultCase[] = [
  ['a total of records', numbered({ total_records_path: 'total' }), { total: 8 }],
  ['a total that the body states', numbered(), { total: 8 }],
  ['a number of pages', numbered({ total_path: 'pages' }), { pages: 5 }],
].map(
  ([name, endpoint, extra]): FaultCase => ({
    fault: 'empty page before the end',
    name: name as string,
    server: always(withHole(3, 5, extra as object)),
    options: { endpoint: endpoint as object },
    code: 0,
    records: without(3, 5),
  }),
);

const short = 'fewer records than stated';
/** A chain that ends after 6 records. */
const sixByCursor = (body: object, headers: Record<string, string> = {}) =>
  always(pages(3, (next) => ({ body: { next: next ?? null, ...body }, headers })));

const stated: readonly FaultCase[] = [
  ['offset', offset, always(offsets(ids(6), { total: 1000 }))],
  ['offset, its total in an envelope', offset, always(offsets(ids(6), { meta: { total_count: 1000 } }))],
  [
    'offset, by total_path',
    { paginator: { type: 'offset', limit: 2, total_path: 'all' } },
    always(offsets(ids(6), { all: 7 })),
  ],
  ['page_number', numbered(), always(withHole(4, 3, { totalElements: 8 }))],
  ['page_number, a number of pages', numbered(), always(withHole(4, 3, { total_pages: 99 }))],
  ['cursor', cursor(), sixByCursor({ total: 1000 })],
  ['cursor, a header', cursor(), sixByCursor({}, { 'x-total-count': '1000' })],
  ['cursor, more_records stays true', cursor(), sixByCursor({ info: { more_records: true } })],
].map(
  ([name, endpoint, server]): FaultCase => ({
    fault: short,
    name: name as string,
    server: server as () => RequestListener,
    options: { endpoint: endpoint as object, words: ['-q'] },
    code: 4,
    eventually: ids(1000),
    says: /1000|\b[789]\b|\b99\b|more_records/,
  }),
);

const fine: readonly FaultCase[] = [
  ['a total that came', offset, always(offsets(ids(6), { total: 6 }))],
  ['a total as a text', offset, always(offsets(ids(6), { total: '6' }))],
  ['a total that is lower', offset, always(offsets(ids(6), { total: 3 }))],
  ['the count of each page', cursor(), sixByCursor({ count: 2, total: 2, limit: 100 })],
  ['a cap beside a count', cursor(), sixByCursor({ info: { count: 2, allowed_count: 500 } })],
  [
    'one empty last page with a total',
    numbered({ total_records_path: 'total' }),
    always(withHole(4, 3, { total: 6 })),
  ],
].map(
  ([name, endpoint, server]): FaultCase => ({
    fault: short,
    name: `no alarm: ${name}`,
    server: server as () => RequestListener,
    options: { endpoint: endpoint as object },
    code: 0,
    records: ids(6),
    never: /error/,
  }),
);

/** Three pages by number; one status behind the last, or on one of them. */
const statusAt =
  (at: number, status: number, extra: object = {}): RequestListener =>
  (request, response) => {
    const query = queryOf(request);
    const page = query.has('offset') ? Number(query.get('offset')) / 2 + 1 : Number(query.get('page'));
    if (page >= at) return json(response, { message: 'no such page' }, status);
    json(response, { data: [{ id: page * 2 - 1 }, { id: page * 2 }], ...extra });
  };

const behind = '404 behind the last page';
const statuses: readonly FaultCase[] = [
  ...[400, 404, 416, 422].flatMap((status): FaultCase[] => [
    {
      fault: behind,
      name: `${status}, by number`,
      server: always(statusAt(4, status)),
      options: { endpoint: numbered() },
      code: 0,
      records: ids(6),
    },
    {
      fault: behind,
      name: `${status}, by offset`,
      server: always(statusAt(4, status)),
      options: { endpoint: offset },
      code: 0,
      records: ids(6),
    },
  ]),
  {
    fault: behind,
    name: 'a number of pages that was reached',
    server: always(statusAt(4, 404, { total_pages: 3 })),
    options: { endpoint: numbered({ total_path: 'total_pages' }) },
    code: 0,
    records: ids(6),
  },
  ...(
    [
      ['404 on the first page', 1, 404, {}, 4],
      ['404 before the number of pages', 3, 404, { total_pages: 3 }, 4],
      ['404 before the total', 3, 404, { total: 6 }, 4],
      ['404 after a page that said more', 3, 404, { has_more: true }, 4],
      ['403 behind the last page', 4, 403, {}, 4],
      ['401 behind the last page', 4, 401, {}, 3],
      ['500 behind the last page', 4, 500, {}, 5],
    ] as const
  ).map(
    ([name, at, status, extra, code]): FaultCase => ({
      fault: behind,
      name: `${name} is no end`,
      server: always(statusAt(at, status, extra)),
      options: { endpoint: numbered() },
      code,
      eventually: ids(6),
      says: new RegExp(`HTTP ${status}|no such page`),
    }),
  ),
  {
    fault: behind,
    name: '410, where response_actions says so',
    server: always(statusAt(4, 410)),
    options: { endpoint: { ...numbered(), response_actions: [{ status_code: 410, action: 'end' }] } },
    code: 0,
    records: ids(6),
    never: /warning|error/,
  },
  {
    fault: behind,
    name: 'a total speaks against an end that response_actions says',
    server: always(statusAt(3, 410, { total: 6 })),
    options: { endpoint: { ...numbered(), response_actions: [{ status_code: 410, action: 'end' }] } },
    code: 4,
    eventually: ids(6),
    says: /\b6\b/,
  },
  {
    fault: behind,
    name: '404 for a cursor that was promised is no end',
    server: always((request, response) =>
      queryOf(request).has('cursor')
        ? json(response, {}, 404)
        : json(response, { data: [{ id: 1 }], next: 'b' }),
    ),
    options: { endpoint: cursor() },
    code: 4,
    eventually: ids(2),
    says: /HTTP 404/,
  },
];

/** Empty pages with a new token each, then one with records. */
const emptiesByCursor =
  (count: number): RequestListener =>
  (request, response) => {
    const at = Number(queryOf(request).get('cursor') ?? 0);
    json(response, { data: at < count ? [] : ids(2), next: at < count ? at + 1 : null });
  };
/** A link to the next page, or what stands in its place on the last. */
const linked =
  (last: unknown): RequestListener =>
  (request, response) => {
    const page = Number(queryOf(request).get('page') ?? 1);
    const data = page > 3 ? [] : [{ id: page * 2 - 1 }, { id: page * 2 }];
    json(response, { data, next: page < 3 ? `/things?page=${page + 1}` : last });
  };

const tokens: readonly FaultCase[] = [
  {
    fault: 'empty page before the end',
    name: 'nine of them with new cursors',
    server: always(emptiesByCursor(9)),
    options: { endpoint: cursor() },
    code: 0,
    records: ids(2),
  },
  {
    fault: 'empty page before the end',
    name: 'twelve of them, as the pipeline allows',
    server: always(emptiesByCursor(12)),
    options: { endpoint: cursor({ maximum_empty_pages: 20 }) },
    code: 0,
    records: ids(2),
  },
  {
    fault: 'empty page before the end',
    name: 'too many of them: the error names the key',
    server: always(emptiesByCursor(12)),
    options: { endpoint: cursor() },
    code: 4,
    eventually: ids(2),
    says: /maximum_empty_pages/,
  },
  ...[false, null, '', undefined].map(
    (last): FaultCase => ({
      fault: 'odd cursor',
      name: `a link that is ${JSON.stringify(last)} on the last page`,
      server: always(linked(last)),
      options: { endpoint: { paginator: 'json_link' } },
      code: 0,
      records: ids(6),
    }),
  ),
  ...[false, null, '', undefined].map(
    (last): FaultCase => ({
      fault: 'odd cursor',
      name: `has_more_path at a link that is ${JSON.stringify(last)} on the last page`,
      server: always(linked(last)),
      options: {
        endpoint: { paginator: { type: 'page_number', base_page: 1, has_more_path: 'next' } },
      },
      code: 0,
      records: ids(6),
    }),
  ),
];

export const chainEnds: readonly FaultCase[] = [...holes, ...stated, ...fine, ...statuses, ...tokens];
