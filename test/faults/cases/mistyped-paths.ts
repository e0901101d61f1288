// A paginator looks where the API has nothing, while the API says elsewhere that there is more.
import { always, cursor, type FaultCase, ids, pages, type Shape } from './case.ts';

const fault = 'mistyped path of a paginator';
const link = (next: number | undefined) => (next === undefined ? null : `/things?page=${next}`);

interface Slip {
  readonly name: string;
  readonly paginator: object | string;
  readonly shape: (next: number | undefined) => Shape;
  /** The key that was meant, which the error must name. */
  readonly meant: RegExp;
}

const slips: readonly Slip[] = [
  {
    name: 'camel for snake case, and everything says more',
    paginator: { type: 'cursor', cursor_path: 'meta.nextCursor' },
    shape: () => ({ body: { meta: { next_cursor: 'abc' }, has_more: true, total: 500 } }),
    meant: /meta\.nextCursor[\s\S]*meta\.next_cursor/,
  },
  {
    name: 'only the other cursor says more',
    paginator: { type: 'cursor', cursor_path: 'next' },
    shape: (next) => ({ body: { meta: { next_cursor: next ?? null } } }),
    meant: /meta\.next_cursor/,
  },
  {
    name: 'the envelope forgotten',
    paginator: { type: 'cursor', cursor_path: 'next_page_token' },
    shape: (next) => ({
      body: { info: { next_page_token: next ?? null, more_records: next !== undefined } },
    }),
    meant: /info\.next_page_token/,
  },
  {
    name: 'an envelope too many',
    paginator: { type: 'cursor', cursor_path: 'paging.cursors.after' },
    shape: (next) => ({ body: { cursors: { after: `c${next}` }, has_more: next !== undefined } }),
    meant: /has_more|cursors\.after/,
  },
  {
    name: 'a link beside the one that is there',
    paginator: { type: 'json_link', next_url_path: 'links.nextt' },
    shape: (next) => ({ body: { links: { next: link(next) } } }),
    meant: /links\.nextt[\s\S]*links\.next\b/,
  },
  {
    name: 'the default path of a link',
    paginator: 'json_link',
    shape: (next) => ({ body: { paging: { next: link(next) } } }),
    meant: /paging\.next/,
  },
  {
    name: 'a key with dots, spelt otherwise',
    paginator: { type: 'json_link', next_url_path: '@odata.nextlink' },
    shape: (next) => ({ body: { '@odata.nextLink': link(next) } }),
    meant: /@odata\.nextLink/,
  },
  {
    name: 'a relation of the Link header',
    paginator: { type: 'header_link', links_next_key: 'nxt' },
    shape: (next) => (next === undefined ? {} : { headers: { link: `</things?page=${next}>; rel="next"` } }),
    meant: /"nxt"[\s\S]*next/,
  },
  {
    name: 'the Link header of an API that links in the body',
    paginator: 'header_link',
    shape: (next) => ({ body: { next_page_url: link(next) } }),
    meant: /next_page_url/,
  },
  {
    name: 'another header',
    paginator: { type: 'header_cursor', cursor_key: 'x-next' },
    shape: (next) => (next === undefined ? {} : { headers: { 'x-next-cursor': String(next) } }),
    meant: /x-next-cursor/i,
  },
  {
    name: 'a header, while the body says more',
    paginator: { type: 'header_cursor', cursor_key: 'x-next' },
    shape: (next) => ({ body: { hasMore: next !== undefined } }),
    meant: /hasMore/,
  },
  {
    name: 'only a total speaks against it',
    paginator: { type: 'cursor', cursor_path: 'next' },
    shape: () => ({ body: { page: { token: 'x' }, total: 6 } }),
    meant: /\b6\b/,
  },
  {
    name: 'only a number of pages speaks against it',
    paginator: { type: 'json_link', next_url_path: 'next' },
    shape: () => ({ body: { meta: { page: 1, total_pages: 3 } } }),
    meant: /total_pages/,
  },
];

const hiddenByNothing: FaultCase = {
  fault,
  name: '-q hides nothing of it',
  server: always(pages(3, (next) => ({ body: { meta: { next_cursor: next ?? null } } }))),
  options: { endpoint: cursor(), words: ['-q'] },
  code: 4,
  eventually: ids(6),
  says: /meta\.next_cursor/,
};

export const mistypedPaths: readonly FaultCase[] = [
  ...slips.map(
    ({ name, paginator, shape, meant }): FaultCase => ({
      fault,
      name,
      server: always(pages(3, shape)),
      options: { endpoint: { paginator } },
      code: 4,
      eventually: ids(6),
      says: meant,
    }),
  ),
  hiddenByNothing,
  {
    fault,
    name: 'no alarm: the key goes away on the last page',
    server: always(pages(3, (next) => ({ body: next === undefined ? {} : { next: String(next) } }))),
    options: { endpoint: cursor() },
    code: 0,
    records: ids(6),
  },
  {
    fault,
    name: 'no alarm: one page only, and nothing says more',
    server: always(pages(1, () => ({ body: { count: 2, limit: 500, took: 12, has_more: false } }))),
    options: { endpoint: cursor() },
    code: 0,
    records: ids(2),
    never: /error|warning/,
  },
];
