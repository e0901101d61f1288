// endpoint: paths, params, bodies, headers, selectors, response actions.
import { all, numbered, routes, things } from '../apis.ts';
import type { Call, DltCase, Reply } from '../case.ts';

const items = things(4);
const single = { data_selector: 'data', paginator: 'single_page' };
const one = (endpoint: object) => [{ name: 'items', endpoint: { ...single, ...endpoint } }];

/** Answers what the call should look like, else says that it does not. */
const expecting =
  (isRight: (call: Call) => boolean, reply: (call: Call) => Reply = all(items)) =>
  (call: Call): Reply =>
    isRight(call) ? reply(call) : { status: 400, body: { error: `${call.path}?${call.query} ${call.text}` } };

export const endpoints: readonly DltCase[] = [
  {
    name: 'bare-names-and-paths',
    config: (base) => ({
      client: { base_url: `${base}/api/` },
      resources: ['posts', { name: 'people', endpoint: 'users' }, { name: 'tags' }],
    }),
    api: routes({ '/api/posts': all(items), '/api/users': all(items, 'items'), '/api/tags': all(items, '') }),
    records: { posts: items, people: items, tags: items },
  },
  {
    name: 'params-of-every-kind',
    config: (base) => ({
      client: { base_url: base },
      resources: one({
        params: { q: 'a b&c', limit: 10, ids: [1, 2], none: null, ratio: 0.5, curly: '{{x}}' },
      }),
    }),
    api: expecting(
      ({ query }) =>
        query.get('q') === 'a b&c' &&
        query.get('limit') === '10' &&
        query.getAll('ids').join() === '1,2' &&
        !query.has('none') &&
        query.get('ratio') === '0.5' &&
        query.get('curly') === '{x}',
    ),
    records: { items },
  },
  {
    name: 'headers-of-client-and-endpoint',
    config: (base) => ({
      client: { base_url: base, headers: { 'X-Client': 'shop', 'X-Both': 'client' } },
      resources: one({ headers: { 'X-Both': 'endpoint' } }),
    }),
    api: expecting(({ headers }) => headers['x-client'] === 'shop' && headers['x-both'] === 'endpoint'),
    records: { items },
  },
  {
    name: 'a-param-in-the-path',
    config: (base) => ({
      client: { base_url: base },
      resources: one({ path: 'orgs/{org}/items', params: { org: 'acme', state: 'open' } }),
    }),
    api: expecting(({ path, query }) => path === '/orgs/acme/items' && String(query) === 'state=open'),
    records: { items },
  },
  {
    name: 'a-whole-address-as-path',
    config: (base) => ({ client: { base_url: `${base}/v1` }, resources: one({ path: `${base}/v2/items` }) }),
    api: routes({ '/v2/items': all(items) }),
    records: { items },
  },
  {
    name: 'a-form',
    config: (base) => ({
      client: { base_url: base },
      resources: one({ method: 'POST', data: { kind: 'open', size: 3 } }),
    }),
    api: expecting(({ method, text, headers }) => {
      const isForm = String(headers['content-type']).startsWith('application/x-www-form-urlencoded');
      return method === 'POST' && isForm && text === 'kind=open&size=3';
    }),
    records: { items },
  },
  {
    name: 'raw-data',
    config: (base) => ({
      client: { base_url: base },
      resources: one({ method: 'POST', data: '<all/>', headers: { 'Content-Type': 'application/xml' } }),
    }),
    api: expecting(({ text, headers }) => text === '<all/>' && headers['content-type'] === 'application/xml'),
    records: { items },
  },
  {
    name: 'a-query-with-doubled-braces',
    config: (base) => ({
      client: { base_url: base },
      resources: one({
        path: 'graphql',
        method: 'POST',
        json: { query: 'query {{ items {{ id }} }}', variables: { first: 10 } },
        data_selector: 'data.items',
      }),
    }),
    api: expecting(
      ({ body }) => body.query === 'query { items { id } }',
      () => ({ body: { data: { items } } }),
    ),
    records: { items },
  },
  {
    name: 'selectors',
    config: (base) => ({
      client: { base_url: base, paginator: 'single_page' },
      resources: [
        { name: 'nested', endpoint: { path: 'x', data_selector: 'response.list' } },
        { name: 'wild', endpoint: { path: 'x', data_selector: 'groups[*].members[*]' } },
        { name: 'rooted', endpoint: { path: 'x', data_selector: '$.groups.[0].members' } },
        { name: 'filtered', endpoint: { path: 'x', data_selector: '$.response.list[?(@.id > 2)]' } },
        { name: 'whole', endpoint: { path: 'x', data_selector: '$' } },
      ],
    }),
    api: () => ({ body: SELECTED }),
    get records() {
      return {
        nested: items,
        wild: items,
        rooted: items.slice(0, 1),
        filtered: items.slice(2),
        whole: [SELECTED],
      };
    },
  },
  {
    name: 'ignored-answers',
    config: (base) => ({
      client: { base_url: base },
      resources: [
        {
          name: 'items',
          endpoint: {
            ...single,
            response_actions: [{ status_code: 500, content: 'other', action: 'ignore' }],
          },
        },
        {
          name: 'gone',
          endpoint: { ...single, path: 'gone', response_actions: [{ status_code: 404, action: 'ignore' }] },
        },
        {
          name: 'closed',
          endpoint: {
            ...single,
            path: 'closed',
            response_actions: [{ content: 'not today', action: 'ignore' }],
          },
        },
      ],
    }),
    api: routes({
      '/items': all(items),
      '/closed': () => ({ status: 403, body: { error: 'not today' } }),
    }),
    records: { items, gone: [], closed: [] },
  },
  {
    name: 'ignored-at-the-end',
    config: (base) => ({
      client: { base_url: base },
      resources: one({
        paginator: { type: 'page_number', base_page: 1, total_path: null },
        response_actions: [{ status_code: 404, action: 'ignore' }],
      }),
    }),
    api: (call) =>
      Number(call.query.get('page')) > 2
        ? { status: 404, body: { error: 'no such page' } }
        : numbered(items, { base: 1, size: 2 })(call),
    records: { items },
  },
];

const SELECTED = {
  id: 0,
  response: { list: items },
  groups: [{ members: items.slice(0, 1) }, { members: items.slice(1) }],
};
