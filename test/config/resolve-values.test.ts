import { describe, expect, test } from 'vitest';
import { resolvePipeline } from '../../src/config/resolve.ts';
import { env, secret, template } from '../../src/config/values.ts';
import { ConfigError } from '../../src/core/errors.ts';
import { ExactNumber } from '../../src/core/exact-number.ts';
import { exactStringify } from '../../src/core/json.ts';
import { builtIn, components } from '../../src/language/language.ts';
import { valueOfSecret } from '../helpers/secrets.ts';

const environment = {
  TOKEN: 'token-value',
  SINCE: '2024',
  LIMIT: '50',
  OFF: 'False',
  HOST: 'api.example.com',
};

function resolve(endpoint: object, client: object = {}, more: object = {}) {
  const pipeline = {
    client: { base_url: 'https://api.example.com', ...client },
    resources: [{ name: 'r', endpoint, ...more }],
  };
  return resolvePipeline(pipeline, builtIn.schema, { defaultName: 'crm', environment });
}

function problemsIn(...written: Parameters<typeof resolve>): string[] {
  try {
    resolve(...written);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map(({ path, message }) => `${path}: ${message}`);
  }
  return [];
}

const endpointOf = (...written: Parameters<typeof resolve>) => resolve(...written).resources[0]?.endpoint;

describe('a reference is known by where it stands', () => {
  test.each<[object, object]>([
    [{ params: { env: 'production' } }, { params: { env: 'production' } }],
    [{ params: { secret: 'abc' } }, { params: { secret: 'abc' } }],
    [{ params: { a: { env: 'SINCE' } } }, { params: { a: '2024' } }],
    [{ params: { a: [{ env: 'SINCE' }, 1] } }, { params: { a: ['2024', 1] } }],
    [{ json: { secret: 'abc' } }, { json: { secret: 'abc' } }],
    [{ json: { deep: [{ env: 'TOKEN' }] } }, { json: { deep: [{ env: 'TOKEN' }] } }],
    [{ json: { deep: [secret('token')] } }, { json: { deep: ['token-value'] } }],
    [{ headers: { env: 'production' } }, { headers: { env: 'production' } }],
    [{ headers: { 'x-a': { secret: 'token' } } }, { headers: { 'x-a': 'token-value' } }],
    [{ path: { env: 'SINCE' } }, { path: '2024' }],
    [{ paginator: { type: 'offset', limit: { env: 'LIMIT' } } }, { paginator: { limit: 50 } }],
    [
      { paginator: { type: 'page_number', stop_after_empty_page: { env: 'OFF' }, maximum_page: 3 } },
      { paginator: { stop_after_empty_page: false } },
    ],
  ])('%j', (written, expected) => expect(endpointOf(written)).toMatchObject(expected));

  test('in resource_defaults as in a resource', () => {
    const plan = resolvePipeline(
      {
        client: {
          base_url: { env: 'BASE', default: 'https://b.example' },
          auth: { token: { secret: 'token' } },
        },
        resource_defaults: { endpoint: { params: { env: 'production', since: { env: 'SINCE' } } } },
        resources: ['r'],
      },
      builtIn.schema,
      { defaultName: 'crm', environment },
    );
    expect(plan.resources[0]?.endpoint.params).toEqual({ env: 'production', since: '2024' });
    expect(plan.client).toMatchObject({
      base_url: 'https://b.example',
      auth: { type: 'bearer', token: 'token-value' },
    });
  });
});

describe('inside a text', () => {
  test.each<[object, object]>([
    [
      { headers: { authorization: 'Token {secrets.token}' } },
      { headers: { authorization: 'Token token-value' } },
    ],
    [
      { headers: { authorization: template`Token ${secret('token')} ${7}` } },
      { headers: { authorization: 'Token token-value 7' } },
    ],
    [{ headers: { 'x-{env.SINCE}': '1' } }, { headers: { 'x-2024': '1' } }],
    [{ params: { q: 'since:{env.SINCE}' } }, { params: { q: 'since:2024' } }],
    [{ params: { q: template`since:${env('NONE', 'never')}` } }, { params: { q: 'since:never' } }],
    [{ json: { a: ['{env.SINCE}'] } }, { json: { a: ['2024'] } }],
    [{ json: { query: 'query {{ a }}' } }, { json: { query: 'query { a }' } }],
    [
      { path: 'v{env.SINCE}/{id}', params: { id: 'a b', x: 1 } },
      { path: 'v2024/a%20b', params: { x: 1 } },
    ],
  ])('%j', (written, expected) => expect(endpointOf(written)).toMatchObject(expected));

  test('in the client too', () => {
    const { client } = resolve(
      {},
      { base_url: 'https://{env.HOST}/v1', headers: { 'x-a': '{secrets.token}' } },
    );
    expect(client).toMatchObject({
      base_url: 'https://api.example.com/v1',
      headers: { 'x-a': 'token-value' },
    });
  });

  test('an expression keeps its braces', () => {
    const paginator = { type: 'cursor', cursor_path: 'a', cursor_param: 'b' };
    expect(problemsIn({ paginator: { ...paginator, stop_condition: '{{ not response.a }}' } })).toEqual([]);
  });
});

describe('auth in short', () => {
  test('by its name alone it takes what it needs from secrets of those names', () => {
    expect(resolve({}, { auth: 'bearer' }).client.auth).toEqual({ type: 'bearer', token: 'token-value' });
    expect(problemsIn({}, { auth: 'http_basic' })).toEqual([
      expect.stringMatching(/^client\.auth\.username: secret "username" is not set/),
      expect.stringMatching(/^client\.auth\.password: secret "password" is not set/),
    ]);
  });

  test.each<[string, Record<string, string>, object]>([
    ['bearer', { TOKEN: 't-value' }, { token: 't-value' }],
    ['api_key', { API_KEY: 'k-value', PREFIX: '/usr', NAME: 'host' }, { api_key: 'k-value' }],
    ['http_basic', { USERNAME: 'me', CRM_PASSWORD: 'p-value' }, { username: 'me', password: 'p-value' }],
    ['digest', { USERNAME: 'me', PASSWORD: 'p-value' }, { username: 'me', password: 'p-value' }],
    [
      'oauth2_client_credentials',
      { ACCESS_TOKEN_URL: 'https://a.example/t', CLIENT_ID: 'c', CLIENT_SECRET: 's-value' },
      { access_token_url: 'https://a.example/t', client_id: 'c', client_secret: 's-value' },
    ],
    [
      'oauth2',
      {
        TOKEN_URL: 'https://a.example/t',
        CLIENT_ID: 'c',
        REFRESH_TOKEN: 'r-value',
        USERNAME: 'me',
        PASSWORD: 'p',
      },
      { token_url: 'https://a.example/t', client_id: 'c', refresh_token: 'r-value' },
    ],
    [
      'oauth2',
      { TOKEN_URL: 'https://a.example/t', CLIENT_ID: 'c', USERNAME: 'me', PASSWORD: 'p-value' },
      { token_url: 'https://a.example/t', client_id: 'c', username: 'me', password: 'p-value' },
    ],
    // Desktops set this variable for everybody.
    [
      'oauth2',
      { TOKEN_URL: 'https://a.example/t', CLIENT_ID: 'c', USERNAME: 'me' },
      { token_url: 'https://a.example/t', client_id: 'c' },
    ],
    [
      'oauth2_jwt',
      { TOKEN_URL: 'https://a.example/t', CLIENT_ID: 'c', PRIVATE_KEY: valueOfSecret('private_key') },
      { token_url: 'https://a.example/t', client_id: 'c', private_key: valueOfSecret('private_key').trim() },
    ],
  ])('%s by its name, with %j', (type, environment, taken) => {
    const { client } = resolvePipeline(
      { client: { base_url: 'https://api.example.com', auth: type }, resources: ['r'] },
      builtIn.schema,
      { defaultName: 'crm', environment },
    );
    const texts = Object.entries(client.auth ?? {}).filter(([key]) => Object.hasOwn(taken, key));
    expect(Object.fromEntries(texts)).toEqual(taken);
    const others = ['client_secret', 'refresh_token', 'username', 'password', 'prefix', 'key_id'];
    for (const key of others.filter((one) => !Object.hasOwn(taken, one)))
      expect(client.auth).not.toHaveProperty(key);
  });

  test.each(components.auth.map(({ type }) => type).filter((type) => type !== 'session'))(
    '%s by its name can be looked at without any secret',
    (type) => {
      const { client } = resolvePipeline(
        { client: { base_url: { secret: 'base_url' }, auth: type }, resources: ['r'] },
        builtIn.schema,
        { defaultName: 'crm', environment: {}, needsSecrets: false },
      );
      expect(client.auth).toMatchObject({ type });
    },
  );

  test('a file that cannot be read is a problem, also of a secret that need not be', () => {
    const auth = 'oauth2_client_credentials';
    const environment = {
      ACCESS_TOKEN_URL: 'https://a.example/t',
      CLIENT_ID: 'c',
      CLIENT_SECRET_FILE: '/no/such/file',
    };
    const pipeline = { client: { base_url: 'https://api.example.com', auth }, resources: ['r'] };
    expect(() => resolvePipeline(pipeline, builtIn.schema, { defaultName: 'crm', environment })).toThrow(
      expect.objectContaining({
        problems: [
          { path: 'client.auth.client_secret', message: expect.stringMatching(/CLIENT_SECRET_FILE/) },
        ],
      }),
    );
  });

  test('a session has no name alone: its login is asked for', () => {
    expect(problemsIn({}, { auth: 'session' })).toEqual([expect.stringMatching(/^client\.auth\.login: /)]);
  });

  test('a name that is none', () => {
    expect(problemsIn({ auth: 'bearr' })).toEqual([
      expect.stringMatching(
        /^resources\[0\]\.endpoint\.auth\.type: unknown kind "bearr" \(did you mean "bearer"/,
      ),
    ]);
  });
});

test('every placeholder that nothing fills is said before the first request, with its path', () => {
  const problems = problemsIn(
    {
      path: 'x/{id}/{secrets.nothing}',
      params: { since: '{incremental.start_value}', ids: ['{resources.a.id}', 1] },
      json: { a: { b: '{unknown.x}' } },
      headers: { 'x-{env.NONE}': '1', 'x-b': '{secrets.nothing}' },
    },
    { params: { t: '{env.NONE}' } },
  );
  expect(problems.map((one) => one.replace(/^(\S+: \S+ \S+ ?\S*).*/, '$1'))).toEqual([
    expect.stringMatching(/^client\.params\.t: environment variable NONE/),
    expect.stringMatching(/^resources\[0\]\.endpoint\.path: secret "nothing"/),
    expect.stringMatching(/^resources\[0\]\.endpoint\.json\.a\.b: nothing fills/),
    expect.stringMatching(/^resources\[0\]\.endpoint\.headers\.x-\{env\.NONE\}: environment variable/),
    expect.stringMatching(/^resources\[0\]\.endpoint\.headers\.x-b: secret "nothing"/),
    expect.stringMatching(
      /^resources\[0\]\.endpoint\.params\.since: \{incremental\.start_value\}: nothing fills/,
    ),
    expect.stringMatching(/^resources\[0\]\.endpoint\.params\.ids\[0\]: \{resources\.a\.id\}: no resource/),
  ]);
});

test('two resources with a path that nothing fills are both named', () => {
  const pipeline = {
    client: { base_url: 'https://api.example.com' },
    resources: [
      'a/{id}',
      { name: 'b', endpoint: { path: 'x/{id}' } },
      { name: 'c', endpoint: 'y/{org}/{id}' },
    ],
  };
  try {
    resolvePipeline(pipeline, builtIn.schema, { defaultName: 'crm', environment });
    expect.unreachable();
  } catch (error) {
    expect(
      (error as ConfigError).problems.map(({ path, message }) => `${path} ${message.slice(0, 20)}`),
    ).toEqual([
      'resources[0].endpoint.path nothing fills {id}: ',
      'resources[1].endpoint.path nothing fills {id}: ',
      'resources[2].endpoint.path nothing fills {org}:',
      'resources[2].endpoint.path nothing fills {id}: ',
    ]);
  }
});

test('headers that HTTP cannot carry', () => {
  const headers = {
    'X {a}': '1',
    'x:y': '1',
    '': '1',
    'x-a': 'a\nb',
    'x-b': 'ключ',
    'x-c': 'a\u0000',
    'content-length': '1',
    'x-good': 'caf\u00e9\t~',
  };
  expect(problemsIn({ headers }).map((one) => one.replace('resources[0].endpoint.headers.', ''))).toEqual([
    'X {a}: HTTP cannot carry a header of this name',
    'x:y: HTTP cannot carry a header of this name',
    ': HTTP cannot carry a header of this name',
    'x-a: a header cannot hold a line feed',
    'x-b: a header holds letters of Latin-1 alone, and no controls',
    'x-c: a header holds letters of Latin-1 alone, and no controls',
    'content-length: is set by the connection itself',
  ]);
});

test('credentials that no header can carry', () => {
  expect(problemsIn({}, { auth: { type: 'bearer', token: 'first-line\nsecond' } })).toEqual([
    'client.auth.token: a header cannot hold a line feed',
  ]);
  const key = { type: 'api_key', name: 'x y', api_key: 'ключ-от-двери' };
  expect(problemsIn({}, { auth: key })).toEqual([
    'client.auth.name: HTTP cannot carry a header of this name',
    'client.auth.api_key: a header holds letters of Latin-1 alone, and no controls',
  ]);
  expect(problemsIn({}, { auth: { ...key, location: 'query' } })).toEqual([]);
});

test('a value that holds itself, and one without end, are said', () => {
  const cycle: Record<string, unknown> = {};
  cycle.a = [cycle];
  expect(problemsIn({ json: cycle })).toEqual([expect.stringMatching(/is nested too deep, or holds itself/)]);
  let deep: object = {};
  for (let i = 0; i < 20_000; i += 1) deep = { a: deep };
  expect(problemsIn({ json: deep })).toEqual([expect.stringMatching(/is nested too deep, or holds itself/)]);
});

test('integers of any length reach the plan', () => {
  const id = 9007199254740993n;
  expect(endpointOf({ params: { id }, json: { a: [id] } })).toMatchObject({
    params: { id },
    json: { a: [id] },
  });
  const long = new ExactNumber('0.12345678901234567890');
  const { params, json } = endpointOf({ params: { long }, json: { a: [long] } }) ?? {};
  expect([String(params?.long), exactStringify(json)]).toEqual([String(long), `{"a":[${long}]}`]);
  expect(resolve({}, { timeout: { idle: long } }).client.timeout.idle).toBe(0.12345678901234568);
});

test('a key that would get lost is refused', () => {
  const json = JSON.parse('{"a": {"__proto__": 1, "constructor": 2}}');
  expect(problemsIn({ json })).toEqual([
    'resources[0].endpoint.json.a.__proto__: is a name that no key can have',
  ]);
});
