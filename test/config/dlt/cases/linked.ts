// Paginators whose pages name the next one: cursors and links, in bodies and headers, and auto.
import { afterOf, chained, linkTo, numbered, things } from '../apis.ts';
import type { Call, DltCase } from '../case.ts';

const items = things(8);
const cursorOf = ({ query }: Call) => query.get('cursor');

interface Linked {
  readonly paginator: unknown;
  readonly endpoint?: object;
  readonly api: DltCase['api'];
}

const cases: Readonly<Record<string, Linked>> = {
  'cursor-with-dlts-defaults': {
    paginator: 'cursor',
    api: chained(items, cursorOf, (data, next) => ({ body: { data, cursors: { next: next ?? null } } })),
  },
  'cursor-in-another-param': {
    paginator: { type: 'cursor', cursor_path: 'meta.next_token', cursor_param: 'after' },
    api: chained(items, afterOf, (data, next) => ({ body: { data, meta: { next_token: next ?? '' } } })),
  },
  'cursor-in-the-body': {
    paginator: { type: 'cursor', cursor_path: 'next', cursor_body_path: 'page.token' },
    endpoint: { method: 'POST', json: { page: { size: 3 } } },
    api: chained(
      items,
      ({ body }) => (body.page as { token?: string })?.token,
      (data, next) => ({ body: { data, next: next ?? null } }),
    ),
  },
  'cursor-beside-a-flag': {
    paginator: { type: 'cursor', cursor_path: 'next', has_more_path: 'more' },
    api: chained(items, cursorOf, (data, next) => ({
      body: { data, next: next ?? 'after-99', more: next !== undefined },
    })),
  },
  'cursor-until-an-empty-page': {
    paginator: { type: 'cursor', cursor_path: 'next', stop_after_empty_page: true },
    api: chained(items, cursorOf, (data, _next, call) => ({
      body: { data, next: `after-${Number(String(cursorOf(call) ?? 'after-0').slice(6)) + 3}` },
    })),
  },
  'cursor-under-a-quoted-name': {
    paginator: { type: 'cursor', cursor_path: "'odata.next'" },
    api: chained(items, cursorOf, (data, next) => ({ body: { data, 'odata.next': next ?? null } })),
  },
  'json-link-with-dlts-defaults': {
    paginator: { type: 'json_link' },
    api: chained(items, afterOf, (data, next, call) => ({
      body: { data, next: next === undefined ? null : linkTo(call, next) },
    })),
  },
  'json-link-in-an-envelope': {
    paginator: { type: 'json_link', next_url_path: 'links.next' },
    api: chained(items, afterOf, (data, next) => ({
      body: { data, links: next === undefined ? {} : { next: `?after=${next}` } },
    })),
  },
  'json-response-of-old': {
    paginator: 'json_response',
    api: chained(items, afterOf, (data, next, call) => ({
      body: next === undefined ? { data } : { data, next: linkTo(call, next) },
    })),
  },
  'header-link': {
    paginator: 'header_link',
    api: chained(items, afterOf, (data, next, call) => ({
      headers: next === undefined ? {} : { link: `<${linkTo(call, next)}>; rel="next"` },
      body: data,
    })),
    endpoint: { data_selector: '$' },
  },
  'header-link-of-another-relation': {
    paginator: { type: 'header_link', links_next_key: 'older' },
    api: chained(items, afterOf, (data, next, call) => ({
      headers: next === undefined ? {} : { link: `<${linkTo(call, next)}>; rel="older"` },
      body: { data },
    })),
  },
  'header-cursor-with-dlts-defaults': {
    paginator: 'header_cursor',
    api: chained(items, cursorOf, (data, next) => ({
      headers: next === undefined ? {} : { next },
      body: { data },
    })),
  },
  'header-cursor': {
    paginator: { type: 'header_cursor', cursor_key: 'X-Next-Page', cursor_param: 'after' },
    api: chained(items, afterOf, (data, next) => ({
      headers: next === undefined ? {} : { 'x-next-page': next },
      body: { data },
    })),
  },
  'auto-by-a-link-header': {
    paginator: 'auto',
    api: chained(items, afterOf, (data, next, call) => ({
      headers: next === undefined ? {} : { link: `<${linkTo(call, next)}>; rel="next"` },
      body: { data },
    })),
  },
  'auto-by-a-link-in-the-body': {
    paginator: undefined,
    api: chained(items, afterOf, (data, next, call) => ({
      body: { data, paging: { next: next === undefined ? null : linkTo(call, next) } },
    })),
  },
};

export const linked: readonly DltCase[] = [
  ...Object.entries(cases).map(
    ([name, { paginator, endpoint, api }]): DltCase => ({
      name,
      config: (base) => ({
        client: { base_url: base },
        resources: [
          {
            name: 'items',
            endpoint: {
              data_selector: 'data',
              ...(paginator === undefined ? {} : { paginator }),
              ...endpoint,
            },
          },
        ],
      }),
      api,
      records: { items },
    }),
  ),
  {
    name: 'paginators-of-client-defaults-and-endpoint',
    config: (base) => ({
      client: { base_url: base, paginator: { type: 'page_number', base_page: 1, total_path: 'pages' } },
      resource_defaults: { endpoint: { data_selector: 'data' } },
      resources: [
        'numbered',
        { name: 'by_null', endpoint: { path: 'numbered', paginator: null } },
        {
          name: 'single',
          endpoint: { path: 'numbered', params: { page: 3 }, paginator: { type: 'single_page' } },
        },
      ],
    }),
    api: numbered(items, { base: 1, more: ({ pages }) => ({ pages }) }),
    records: { numbered: items, by_null: items, single: items.slice(6) },
  },
];
