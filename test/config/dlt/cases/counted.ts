// Paginators that count: page_number and offset.
import { numbered, skipping, things } from '../apis.ts';
import type { DltCase } from '../case.ts';

const items = things(8);

interface Counted extends Pick<DltCase, 'api' | 'dltDiffers'> {
  readonly paginator: unknown;
  readonly endpoint?: object;
  readonly records?: DltCase['records'];
}

const post = { method: 'POST', json: { filter: { kind: 'open' } } };

const cases: Readonly<Record<string, Counted>> = {
  'page-number-with-dlts-defaults': {
    paginator: 'page_number',
    api: numbered(items, { more: ({ pages }) => ({ total: pages }) }),
  },
  'page-number-from-one': {
    paginator: { type: 'page_number', base_page: 1, total_path: 'meta.pages' },
    api: numbered(items, { base: 1, more: ({ pages }) => ({ meta: { pages } }) }),
  },
  'page-number-in-another-param': {
    paginator: { type: 'page_number', base_page: 1, page_param: 'p', total_path: null },
    api: numbered(items, { base: 1, numberOf: ({ query }) => query.get('p') }),
  },
  'page-number-until-no-more': {
    paginator: {
      type: 'page_number',
      base_page: 1,
      total_path: null,
      has_more_path: 'info.more',
      stop_after_empty_page: false,
    },
    api: numbered(items, { base: 1, more: ({ hasMore }) => ({ info: { more: hasMore } }) }),
  },
  'page-number-at-most': {
    paginator: { type: 'page_number', base_page: 0, page: 0, maximum_page: 2, total_path: null },
    api: numbered(items),
    records: { items: items.slice(0, 6) },
  },
  'page-number-at-most-from-one': {
    paginator: { type: 'page_number', base_page: 1, maximum_page: 2, total_path: null },
    api: numbered(items, { base: 1 }),
    records: { items: items.slice(0, 6) },
    dltDiffers: 'maximum_page is the first page it does not read; penstock counts pages',
  },
  'page-number-begun-later': {
    paginator: { type: 'page_number', base_page: 1, page: 2, total_path: 'total_pages' },
    api: numbered(items, { base: 1, more: ({ pages }) => ({ total_pages: pages }) }),
    records: { items: items.slice(3) },
  },
  'page-number-in-the-body': {
    paginator: { type: 'page_number', base_page: 1, page_body_path: 'paging.page', total_path: null },
    endpoint: post,
    api: numbered(items, { base: 1, numberOf: ({ body }) => (body.paging as { page?: number })?.page }),
  },
  'offset-with-dlts-defaults': {
    paginator: { type: 'offset', limit: 3 },
    api: skipping(items, { more: ({ count }) => ({ total: count }) }),
  },
  'offset-in-other-params': {
    paginator: {
      type: 'offset',
      limit: 3,
      offset: 0,
      offset_param: 'skip',
      limit_param: 'take',
      total_path: 'page.count',
    },
    api: skipping(items, {
      at: ({ query }) => query.get('skip'),
      limit: ({ query }) => query.get('take'),
      more: ({ count }) => ({ page: { count } }),
    }),
  },
  'offset-until-an-empty-page': {
    paginator: { type: 'offset', limit: 4, total_path: null, stop_after_empty_page: true },
    api: skipping(items),
  },
  'offset-in-the-body': {
    paginator: {
      type: 'offset',
      limit: 3,
      offset_body_path: 'at.from',
      limit_body_path: 'at.size',
      total_path: null,
    },
    endpoint: post,
    api: skipping(items, {
      at: ({ body }) => (body.at as { from?: number })?.from,
      limit: ({ body }) => (body.at as { size?: number })?.size,
    }),
  },
  'offset-at-most': {
    paginator: { type: 'offset', limit: 2, maximum_offset: 4, total_path: null },
    api: skipping(items),
    records: { items: items.slice(0, 4) },
  },
  'offset-until-no-more': {
    paginator: {
      type: 'offset',
      limit: 3,
      total_path: null,
      has_more_path: 'has_more',
      stop_after_empty_page: false,
    },
    api: skipping(items, { more: ({ hasMore }) => ({ has_more: hasMore }) }),
  },
  'offset-of-a-server-that-caps-its-pages': {
    paginator: { type: 'offset', limit: 5, total_path: 'total' },
    api: skipping(items, { limit: () => 3, more: ({ count }) => ({ total: count }) }),
    dltDiffers: 'it adds the limit it asked for, and skips what a capped page left out',
  },
};

export const counted: readonly DltCase[] = Object.entries(cases).map(
  ([name, { paginator, endpoint, api, records = { items }, dltDiffers }]): DltCase => ({
    name,
    config: (base) => ({
      client: { base_url: base },
      resources: [{ name: 'items', endpoint: { data_selector: 'data', paginator, ...endpoint } }],
    }),
    api,
    records,
    ...(dltDiffers === undefined ? {} : { dltDiffers }),
  }),
);
