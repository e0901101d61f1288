// An API that pages, and a pipeline that names no paginator.
import type { RequestListener } from 'node:http';
import { json, queryOf } from '../../helpers/serve.ts';
import { always, type FaultCase, ids, pages, type Shape, text } from './case.ts';

const fault = 'no paginator on an API that pages';
type Say = (next: number | undefined, page: number) => Shape;
const link = (next: number | undefined) => (next === undefined ? null : `/things?page=${next}`);

const followed: Record<string, Say> = {
  'Link header': (next) =>
    next === undefined
      ? {}
      : { headers: { link: `</things?page=1>; rel="first", </things?page=${next}>; rel="next"` } },
  'Link header with the relation unquoted': (next) =>
    next === undefined ? {} : { headers: { link: `</things?page=${next}>; rel=next; title="more"` } },
  next: (next) => ({ body: { next: link(next) } }),
  'links.next': (next) => ({ body: { links: { next: link(next), prev: null } } }),
  'links.next.href': (next) => ({
    body: { links: next === undefined ? {} : { next: { href: link(next) } } },
  }),
  '_links.next.href': (next) => ({
    body: { _links: next === undefined ? {} : { next: { href: link(next) } } },
  }),
  next_page_url: (next) => ({ body: { next_page_url: link(next), last_page: 3 } }),
  '@odata.nextLink': (next) => ({ body: next === undefined ? {} : { '@odata.nextLink': link(next) } }),
  'paging.next': (next) => ({ body: { paging: next === undefined ? {} : { next: link(next) } } }),
  'next beside a total of records': (next) => ({ body: { count: 6, next: link(next), previous: null } }),
};

/** What an answer repeats of where it stands, by the number of its first record. */
const repeated: Record<string, readonly [param: string, say: (from: number) => object]> = {
  'skip, limit and total': ['skip', (from) => ({ skip: from, limit: 2, total: 6 })],
  'meta.offset beside meta.total': ['offset', (from) => ({ meta: { offset: from, limit: 2, total: 6 } })],
  'page and total_pages': ['page', (from) => ({ page: from / 2 + 1, total_pages: 3 })],
  'number and totalPages from 0': [
    'page',
    (from) => ({ page: { number: from / 2, size: 2, totalElements: 6, totalPages: 3 } }),
  ],
};

/** An API that begins each page where the named parameter says. */
const counting =
  (param: string, say: (from: number) => object): RequestListener =>
  (request, response) => {
    const asked = queryOf(request).get(param);
    const base = 'page' in say(0) && typeof Object(say(0)).page === 'number' ? 1 : 0;
    const from = asked === null ? 0 : param === 'page' ? (Number(asked) - base) * 2 : Number(asked);
    json(response, { ...say(from), data: ids(6).slice(from, from + 2) });
  };

/** Followed, or refused with a paginator to paste: as the words of the API go. */
const refused: Record<string, Say> = {
  nextCursor: (next) => ({ body: { nextCursor: next === undefined ? null : `c${next}` } }),
  next_cursor: (next) => ({ body: { response_metadata: { next_cursor: `c${next}` } } }),
  'meta.next_cursor': (next) => ({ body: { meta: { next_cursor: `c${next}` } } }),
  next_token: (next) => ({ body: { next_token: `c${next}` } }),
  nextPageToken: (next) => ({ body: { nextPageToken: `c${next}` } }),
  next_batch: (next) => ({ body: { next_batch: `s${next}` } }),
  'continue of MediaWiki': (next) => ({ body: { continue: { cmcontinue: `c${next}`, continue: '-||' } } }),
  'next_page beside a count': (next) => ({ body: { next_page: next ?? null, count: 500 } }),
  total_pages: () => ({ body: { page: 1, total_pages: 5 } }),
  'meta.pagination.total_pages': () => ({
    body: { meta: { pagination: { current_page: 1, total_pages: 3 } } },
  }),
  'page.totalPages': () => ({ body: { page: { size: 2, number: 0, totalElements: 6, totalPages: 3 } } }),
  totalElements: () => ({ body: { totalElements: 6 } }),
  total: () => ({ body: { total: 500 } }),
  'total as a text': () => ({ body: { total: '500' } }),
  'meta.total_count': () => ({ body: { meta: { total_count: 6 } } }),
  has_more: () => ({ body: { has_more: true } }),
  hasMore: () => ({ body: { hasMore: true } }),
  'pagination.has_next': () => ({ body: { pagination: { has_next: true } } }),
  'info.more_records': () => ({ body: { info: { more_records: true, count: 2 } } }),
  'pageInfo.hasNextPage': () => ({ body: { pageInfo: { hasNextPage: true, endCursor: 'x' } } }),
  'pages.next with its cursor': () => ({
    body: { pages: { next: { page: 2, starting_after: 'abc' }, page: 1, total_pages: 3 } },
  }),
  'cursor.next': () => ({ body: { cursor: { next: 'abc' } } }),
  'page and pages': () => ({ body: { page: 1, pages: 10 } }),
  'current_page and last_page': () => ({ body: { current_page: 1, last_page: 5 } }),
  'openSearch:totalResults': () => ({ body: { 'openSearch:totalResults': 500 } }),
  'count beside limit and offset': () => ({ body: { count: 500, limit: 2, offset: 0 } }),
  'truncated: true': () => ({ body: { truncated: true } }),
  'done: false': () => ({ body: { totalSize: 500, done: false } }),
  'X-Pagination of JSON': () => ({ headers: { 'x-pagination': '{"TotalCount":500,"CurrentPage":1}' } }),
  'X-Pagination-Page-Count': () => ({
    headers: { 'x-pagination-page-count': '5', 'x-pagination-current-page': '1' },
  }),
  'X-Has-More': () => ({ headers: { 'x-has-more': 'true' } }),
  'X-Next-Cursor': () => ({ headers: { 'x-next-cursor': 'abc' } }),
  '206 of nobody knows how many': () => ({ status: 206, headers: { 'content-range': 'items 0-1/*' } }),
  'isLast: false': () => ({ body: { startAt: 0, maxResults: 2, isLast: false } }),
  'X-Total-Count': () => ({ headers: { 'x-total-count': '250' } }),
  'X-WP-Total': () => ({ headers: { 'x-wp-total': '250', 'x-wp-totalpages': '125' } }),
  'X-Total-Pages': () => ({ headers: { 'x-total-pages': '3' } }),
  'Next-Page': () => ({ headers: { 'next-page': '2' } }),
  'X-Next-Page': () => ({ headers: { 'x-next-page': '2' } }),
  '206 with Content-Range': () => ({ status: 206, headers: { 'content-range': '0-1/250' } }),
  '206 with the unit': () => ({ status: 206, headers: { 'content-range': 'items 0-1/250' } }),
};

/** Bodies that are whole, though they hold words that say more elsewhere. */
const whole: Record<string, Shape> = {
  'counts and limits': { body: { info: { count: 2, allowed_count: 500 } } },
  'a limit': { body: { limit: 500, per_page: 100, offset: 0 } },
  'totals that came': {
    body: { total: 2, count: 2, totalElements: 2, total_pages: 1, meta: { total: '2' } },
  },
  'links that are null': { body: { next: null, links: { next: null, prev: null }, next_page_url: null } },
  'links that are empty': { body: { next: '', links: {}, _links: { next: {} }, paging: {} } },
  'next: false': { body: { next: false } },
  'no more, beside a cursor': { body: { has_more: false, next_cursor: 'abc' } },
  'hasNextPage: false beside its end cursor': {
    body: { pageInfo: { hasNextPage: false, endCursor: 'abc' } },
  },
  'the last of its pages': { body: { page: { number: 0, totalPages: 1, totalElements: 2 }, isLast: true } },
  'totals that are null or odd': { body: { total: null, total_count: -1, count: 'many' } },
  'other totals': { body: { total_amount: 5000, unread_count: 50, total_size_bytes: 9000 } },
  'words that begin like others': { body: { next_update: '2030-01-01T00:00:00Z', nextBilling: 'May' } },
  'a link to itself alone': {
    body: { links: { self: '/things', first: '/things?page=1', last: '/things?page=1' } },
  },
  'Link with prev, first and last': {
    headers: { link: '</things?page=0>; rel="prev", </things>; rel="first", </things>; rel="last"' },
  },
  'other pages, totals and versions': { body: { version: 5, api: { pages: 9 }, total_time: 500 } },
  'a quota': { body: { quota: { total: 10_000, remaining: 9000 } } },
  'other lists beside the records': { body: { included: [{ id: 9, total: 500 }, { id: 10 }, { id: 11 }] } },
  facets: { body: { facets: { count: 900, total: 500 } } },
  'a token for later changes': { body: { nextSyncToken: 'abc', '@odata.deltaLink': '/things?delta=1' } },
  'results that may be incomplete': { body: { total_count: 2, incomplete_results: false } },
  'pages that are one': { body: { pages: { next: null, page: 1, total_pages: 1 } } },
  'headers of other counts': { headers: { 'x-request-count': '500', 'x-total-time': '700' } },
  'headers of a rate': { headers: { 'x-ratelimit-limit': '5000', 'x-ratelimit-remaining': '4999' } },
  'a header of a total that came': { headers: { 'x-total-count': '2', 'x-total-pages': '1' } },
  '206 that is whole': { status: 206, headers: { 'content-range': 'items 0-1/2' } },
};

/** Bodies whose records hold the words. */
const inside: Record<
  string,
  { readonly body: unknown; readonly records: unknown[]; readonly endpoint?: object }
> = {
  'next and total in a record': {
    body: { data: [{ id: 1, next: '/x', total: 500, has_more: true, next_cursor: 'c' }] },
    records: [{ id: 1, next: '/x', total: 500, has_more: true, next_cursor: 'c' }],
  },
  'the body is the record': {
    body: { id: 1, total: 500, next: '/things/2', count: 9 },
    records: [{ id: 1, total: 500, next: '/things/2', count: 9 }],
    endpoint: { data_selector: '$' },
  },
  'the body is the list': {
    body: [{ id: 1, total: 500, next: '/x' }],
    records: [{ id: 1, total: 500, next: '/x' }],
    endpoint: { data_selector: '$' },
  },
  'one entity in an envelope': {
    body: { data: { id: 1, links: { next: '/x' }, meta: { total: 500 } } },
    records: [{ id: 1, links: { next: '/x' }, meta: { total: 500 } }],
  },
  'nothing at all': { body: { data: [], total: 0, next: null }, records: [] },
};

export const noPaginator: readonly FaultCase[] = [
  ...Object.entries(followed).map(
    ([name, say]): FaultCase => ({
      fault,
      name: `${name} is followed`,
      server: always(pages(3, say)),
      code: 0,
      records: ids(6),
    }),
  ),
  ...Object.entries(repeated).flatMap(([name, [param, say]]): FaultCase[] => [
    { fault, name: `${name} are followed`, server: always(counting(param, say)), code: 0, records: ids(6) },
    {
      fault,
      name: `${name}, by a parameter of another name: not passed over`,
      server: always(counting('other', say)),
      options: { words: ['-q'] },
      code: 4,
      eventually: ids(6),
      records: ids(2),
      says: /name it: "paginator"/,
    },
  ]),
  ...Object.entries(refused).map(
    ([name, say]): FaultCase => ({
      fault,
      name: `${name} is not passed over`,
      server: always(pages(3, say)),
      options: { words: ['-q'] },
      code: 4,
      eventually: ids(6),
      says: /paginator/,
    }),
  ),
  ...Object.entries(whole).map(
    ([name, shape]): FaultCase => ({
      fault,
      name: `no alarm: ${name}`,
      server: always(pages(1, () => shape)),
      code: 0,
      records: ids(2),
      requests: 1,
      never: /error|warning/,
    }),
  ),
  ...Object.entries(inside).map(
    ([name, { body, records, endpoint = {} }]): FaultCase => ({
      fault,
      name: `no alarm: ${name}`,
      server: always((_, response) => json(response, body)),
      options: { endpoint },
      code: 0,
      records,
      requests: 1,
      never: /error|warning/,
    }),
  ),
  {
    fault,
    name: 'single_page is chosen: no question asked',
    server: always(text('{"data":[{"id":1}],"total":500,"next":"/x","has_more":true}')),
    options: { endpoint: { paginator: 'single_page' } },
    code: 0,
    records: [{ id: 1 }],
    requests: 1,
    never: /error|warning/,
  },
];
