import { describe, expect, test } from 'vitest';
import { convert } from '../../../src/language/convert/convert.ts';

const client = { base_url: 'https://api.example.com' };
const converted = (config: object) => convert({ client, resources: ['a'], ...config }, 'shop');
const python = (name: string, more: object = {}) => ({ '@python': name, '@source': `<${name}>`, ...more });

describe('secrets', () => {
  test('literal ones become names, wherever they stand, and are printed nowhere', () => {
    const { pipeline, secrets } = converted({
      client: {
        ...client,
        auth: { type: 'http_basic', username: 'reader', password: 'pa55-word' },
        headers: { Authorization: 'Bearer abc-def-1', Accept: 'application/json' },
      },
      resources: [
        {
          name: 'items',
          endpoint: {
            path: 'items?access_token=q-123456',
            auth: { token: 'another-1' },
            params: { api_key: 'k-123456', limit: 5 },
            json: { credentials: { password: 'other-1' }, secret: 'plain-but-named' },
          },
        },
      ],
    });
    const text = JSON.stringify(pipeline);
    expect(text).not.toMatch(/pa55-word|abc-def-1|q-123456|another-1|k-123456|other-1|plain-but-named/);
    expect(pipeline).toMatchObject({
      client: {
        auth: { username: 'reader', password: { secret: 'password' } },
        headers: { Authorization: 'Bearer {secrets.authorization}', Accept: 'application/json' },
      },
      resources: [
        {
          endpoint: {
            path: 'items?access_token={secrets.access_token}',
            auth: { token: { secret: 'token' } },
            params: { api_key: { secret: 'api_key' }, limit: 5 },
            json: { credentials: { password: '{secrets.items_password}' }, secret: '{secrets.secret}' },
          },
        },
      ],
    });
    expect(secrets).toContain('items_password');
  });

  test('those that Python names keep their names, without the sections of dlt', () => {
    const { pipeline, secrets } = converted({
      client: {
        base_url: '{env.sources.shop.base_url}',
        auth: { token: '{secrets.value}' },
        headers: { 'x-key': 'Key {secrets.sources.shop.header_key}' },
      },
    });
    expect(pipeline.client).toEqual({
      base_url: { env: 'SHOP_BASE_URL' },
      auth: { token: { secret: 'token' } },
      headers: { 'x-key': 'Key {secrets.shop_header_key}' },
    });
    expect(secrets).toEqual(['token', 'shop_header_key']);
  });
});

describe('objects of Python', () => {
  test.each([
    [
      'auth',
      python('BearerTokenAuth', { token: 't-123456' }),
      { type: 'bearer', token: { secret: 'token' } },
    ],
    [
      'auth',
      python('APIKeyAuth', { name: 'k', api_key: 'v-1234', location: 'param' }),
      { type: 'api_key', location: 'query' },
    ],
    [
      'auth',
      python('OAuth2ClientCredentials', {
        client_id: 'me',
        client_secret: 's-1234',
        access_token_url: 'https://a.b/c',
        access_token: null,
        default_token_expiration: 3600,
      }),
      { type: 'oauth2_client_credentials', client_id: 'me' },
    ],
    [
      'auth',
      python('OAuthJWTAuth', { client_id: 'me', private_key: '-----BEGIN', auth_endpoint: 'https://a.b/c' }),
      { type: 'oauth2_jwt', token_url: 'https://a.b/c' },
    ],
    [
      'paginator',
      python('PageNumberPaginator', {
        base_index: 1,
        initial_value: 1,
        param_name: 'p',
        maximum_value: 4,
        stop_after_empty_page: true,
      }),
      { type: 'page_number', base_page: 1, page_param: 'p', maximum_page: 3 },
    ],
    [
      'paginator',
      python('OffsetPaginator', { limit: 5, initial_value: 0, param_name: 'skip', total_path: 'meta.total' }),
      { type: 'offset', limit: 5, offset_param: 'skip', total_path: 'meta.total' },
    ],
    [
      'paginator',
      python('JSONResponseCursorPaginator', { cursor_path: 'next', cursor_param: 'after' }),
      { type: 'cursor', cursor_path: 'next', cursor_param: 'after' },
    ],
    [
      'paginator',
      python('HeaderLinkPaginator', { links_next_key: 'next' }),
      { type: 'header_link', links_next_key: 'next' },
    ],
    ['paginator', python('SinglePagePaginator'), { type: 'single_page' }],
  ])('%s %j', (key, written, expected) => {
    const { pipeline, missing } = converted({ client: { ...client, [key]: written } });
    expect((pipeline.client as Record<string, unknown>)[key]).toMatchObject(expected);
    expect(missing).toEqual([]);
  });

  test('an incremental, with what it says beyond dlt’s defaults', () => {
    const since = python('Incremental', {
      '@source': "<dlt.sources.incremental(cursor_path='at', last_value_func='min')>",
      cursor_path: 'at',
      initial_value: '2024-01-01T00:00:00+00:00',
      end_value: null,
      row_order: null,
      on_cursor_value_missing: 'raise',
      range_start: 'closed',
      range_end: 'open',
    });
    const { pipeline, missing } = converted({
      resources: [{ name: 'a', write_disposition: 'append', endpoint: { params: { since } } }],
    });
    expect(pipeline.resources).toEqual([
      {
        name: 'a',
        write_disposition: 'append',
        endpoint: {
          params: {},
          incremental: {
            cursor_path: 'at',
            initial_value: '2024-01-01T00:00:00+00:00',
            last_value_func: 'min',
            start_param: 'since',
          },
        },
      },
    ]);
    expect(missing).toEqual([]);
  });

  test('functions and classes are left out, each with its source', () => {
    const action = python('keep', { '@source': 'def keep(response):\n    return response' });
    const { pipeline, missing } = converted({
      client: { ...client, auth: python('MyAuth') },
      resources: [
        python('DltResource'),
        {
          name: 'a',
          columns: python('Item'),
          endpoint: {
            response_actions: [{ status_code: 200, action }, { status_code: 404, action: 'ignore' }, action],
          },
        },
        { name: 'b', endpoint: { response_actions: [action] } },
      ],
    });
    expect(pipeline).toMatchObject({
      client,
      resources: [
        { name: 'a', endpoint: { response_actions: [{ status_code: 404, action: 'ignore' }] } },
        { name: 'b', endpoint: {} },
      ],
    });
    expect(missing.map(({ path }) => path)).toEqual([
      'client.auth',
      'resources[0]',
      'resources[1].columns',
      'resources[1].endpoint.response_actions[0].action',
      'resources[1].endpoint.response_actions[2]',
      'resources[2].endpoint.response_actions[0]',
    ]);
    expect(missing[3]?.message).toContain('def keep(response): return response');
  });
});

describe('filters of Python', () => {
  const filterOf = (source: string) => {
    const steps = [{ filter: python('<lambda>', { '@source': source }) }];
    const { pipeline, missing } = converted({ resources: [{ name: 'a', processing_steps: steps }] });
    const [resource] = pipeline.resources as { processing_steps?: unknown[] }[];
    return { step: resource?.processing_steps?.[0], missing: missing.length };
  };

  test.each([
    ['    {"filter": lambda r: r["id"] > 3},\n', 'record["id"] > 3'],
    ["{'filter': lambda x: x['kind'] in ['a', 'b']}, {'map': lambda y: y}", "record['kind'] in ['a', 'b']"],
    ['keep = lambda post: post.get("a, b") == 1', 'record.get("a, b") == 1'],
  ])('%s', (source, filter) => expect(filterOf(source)).toEqual({ step: { filter }, missing: 0 }));

  test.each(['{"filter": keep}', 'lambda a: a, lambda b: b', '{"filter": lambda r: re.match("x", r["a"])}'])(
    '%s is left to be written',
    (source) => expect(filterOf(source)).toEqual({ step: undefined, missing: 1 }),
  );
});

test('what dlt has and penstock has not is told, and what nobody has too', () => {
  const { missing, notices } = converted({
    resources: [{ name: 'a', write_disposition: 'skip', table_format: 'delta', endpoint: { bogus: 1 } }],
  });
  expect(missing.map(({ path }) => path)).toEqual([
    'resources[0].write_disposition',
    'resources[0].endpoint.bogus',
  ]);
  expect(notices).toEqual(['resources[0].table_format: left out, a hint for a destination']);
});

test('paths are those of the config, also behind a resource that is left out', () => {
  const { missing } = converted({ resources: [python('DltResource'), { name: 'a', bogus: 1 }] });
  expect(missing.map(({ path }) => path)).toEqual(['resources[0]', 'resources[1].bogus']);
});

test('of a lambda that is left out its own text is shown, and nothing beside it', () => {
  const source = '{"auth": "unregistered", "map": lambda r: {**r, "x": f(r)}, "more": 1}';
  const steps = [{ map: python('<lambda>', { '@source': source }) }];
  const { missing } = converted({ resources: [{ name: 'a', processing_steps: steps }] });
  expect(missing[0]?.message).toBe('Python, to be written anew: lambda r: {**r, "x": f(r)}');
});

test('what is no config is refused', () => {
  expect(() => convert([1], 'x')).toThrow(/no config of dlt/);
  expect(() => convert({ client: {} }, 'x')).toThrow(/no config of dlt/);
});
