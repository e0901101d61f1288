// No secret of any kind goes to another origin.
import { describe, expect, test } from 'vitest';
import { extract } from '../../helpers/extract.ts';
import { json, serve } from '../../helpers/serve.ts';

const auths: [string, object][] = [
  ['bearer', { type: 'bearer', token: 'canary-bearer' }],
  ['http_basic', { type: 'http_basic', username: 'user', password: 'canary-basic' }],
  ['api_key header', { type: 'api_key', name: 'x-api-key', api_key: 'canary-header' }],
  ['api_key query', { type: 'api_key', name: 'key', api_key: 'canary-query', location: 'query' }],
  ['api_key cookie', { type: 'api_key', name: 'sid', api_key: 'canary-cookie', location: 'cookie' }],
];

const more = {
  headers: { 'x-auth-token': 'canary-fixed', cookie: 'a=canary-jar' },
  params: { access_key: 'canary-param' },
};

describe.each(auths)('%s', (_name, auth) => {
  for (const kind of ['redirect', 'link'] as const) {
    test(`a ${kind} to another origin is refused, and nothing goes there`, async () => {
      const foreign = await serve((_, response) => json(response, { data: [] }));
      const outcome = await extract(
        (_, response) =>
          kind === 'redirect'
            ? response.writeHead(302, { location: `${foreign.url}/x` }).end()
            : json(response, { data: [{ id: 1 }], next: `${foreign.url}/x` }),
        { client: { auth, ...more }, endpoint: { paginator: 'json_link' } },
      );
      expect(outcome.code).toBe(4);
      expect(outcome.stderr).toMatch(/refused to follow[\s\S]*allowed_origins/);
      expect(foreign.requests).toEqual([]);
    });

    test(`a ${kind} to an origin allowed by name goes without credentials`, async () => {
      const foreign = await serve((_, response) => json(response, { data: [{ id: 2 }] }));
      const outcome = await extract(
        (_, response) =>
          kind === 'redirect'
            ? response.writeHead(302, { location: `${foreign.url}/x` }).end()
            : json(response, { data: [{ id: 1 }], next: `${foreign.url}/x` }),
        { client: { auth, ...more, allowed_origins: [foreign.url] }, endpoint: { paginator: 'json_link' } },
      );
      expect(outcome.code, outcome.stderr).toBe(0);
      expect(foreign.requests).toHaveLength(1);
      expect(JSON.stringify(foreign.requests)).not.toContain('canary');
      expect(JSON.stringify(outcome.requests)).toContain('canary');
    });
  }
});

describe('an origin that is allowed by name', () => {
  const elsewhere = () => serve((_, response) => json(response, { data: [{ id: 2 }] }));
  const bearing = {
    auth: { type: 'bearer', token: 'canary-bearer' },
    params: { access_key: 'canary-param' },
    headers: { 'x-auth-token': 'canary-fixed' },
  };

  test('by the path of an endpoint: its own query goes along, nothing of the client', async () => {
    const foreign = await elsewhere();
    const outcome = await extract((_, response) => json(response, {}), {
      client: { ...bearing, allowed_origins: [foreign.url] },
      endpoint: { path: `${foreign.url}/x`, params: { year: 2026 } },
    });
    expect(outcome).toMatchObject({ code: 0, records: [{ id: 2 }] });
    expect(foreign.requests.map(({ target }) => target)).toEqual(['/x?year=2026']);
    expect(JSON.stringify(foreign.requests)).not.toContain('canary');
  });

  test('a secret in the query of an endpoint is kept back', async () => {
    const foreign = await elsewhere();
    const outcome = await extract((_, response) => json(response, {}), {
      client: { allowed_origins: [foreign.url] },
      endpoint: { path: `${foreign.url}/x`, params: { api_key: 'canary-literal' } },
    });
    expect(outcome).toMatchObject({
      code: 4,
      stderr: expect.stringMatching(/refused to send a secret in the query/),
    });
    expect(foreign.requests).toEqual([]);
  });

  test.each([
    ['a redirect of 307', 307],
    ['a redirect of 308', 308],
  ])('%s: the body is kept back', async (_name, status) => {
    const foreign = await elsewhere();
    const outcome = await extract(
      (_, response) => response.writeHead(status, { location: `${foreign.url}/x` }).end(),
      {
        client: { ...bearing, allowed_origins: [foreign.url] },
        endpoint: { method: 'POST', json: { query: 'canary-body' } },
      },
    );
    expect(outcome).toMatchObject({
      code: 4,
      stderr: expect.stringMatching(/refused to send the request body/),
    });
    expect(outcome.stderr).toMatch(/credentials: true/);
    expect(foreign.requests).toEqual([]);
  });

  test('a link or a path with a body: kept back as well', async () => {
    const foreign = await elsewhere();
    const client = { ...bearing, allowed_origins: [foreign.url] };
    const post = { method: 'POST', json: { query: 'canary-body' } };
    const linked = await extract(
      (_, response) => json(response, { data: [{ id: 1 }], paging: { next: `${foreign.url}/x` } }),
      { client, endpoint: { ...post, paginator: { type: 'json_link', next_url_path: 'paging.next' } } },
    );
    const direct = await extract((_, response) => json(response, {}), {
      client,
      endpoint: { ...post, path: `${foreign.url}/x` },
    });
    expect([linked.code, direct.code]).toEqual([4, 4]);
    expect(foreign.requests).toEqual([]);
  });

  test('with credentials: true it gets what the own origin gets', async () => {
    const foreign = await elsewhere();
    const outcome = await extract(
      (_, response) => json(response, { data: [{ id: 1 }], paging: { next: `${foreign.url}/x?page=2` } }),
      {
        client: { ...bearing, allowed_origins: [{ origin: foreign.url, credentials: true }] },
        endpoint: { paginator: { type: 'json_link', next_url_path: 'paging.next' } },
      },
    );
    expect(outcome).toMatchObject({ code: 0, records: [{ id: 1 }, { id: 2 }] });
    expect(foreign.requests[0]).toMatchObject({
      target: '/x?page=2&access_key=canary-param',
      headers: { authorization: 'Bearer canary-bearer', 'x-auth-token': 'canary-fixed' },
    });
  });
});

test('a path on another origin is refused as a path, not as a link', async () => {
  const outcome = await extract((_, response) => json(response, {}), {
    endpoint: { path: 'http://other.example.test/x' },
  });
  expect(outcome.code).toBe(4);
  expect(outcome.stderr).toMatch(/refused to follow the path of the endpoint to another origin/);
  expect(outcome.stderr).not.toMatch(/link to the next page/);
});

test.each(['http://127.0.0.1:99999/x', 'http://127.0.0.1:-1', 'http://[::1', 'https://exa mple/'])(
  'the path %s is no address: a config error',
  async (path) => {
    const outcome = await extract((_, response) => json(response, {}), { endpoint: { path } });
    expect(outcome).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/makes no address|expected a path or an address/),
    });
  },
);

test('odd percent signs and lone surrogates in an address are sent, shown and never a fault of ours', async () => {
  const outcome = await extract((_, response) => json(response, { data: [] }), {
    endpoint: { params: { a: '%FF', b: 'x\ud800y', c: '100%' } },
    words: ['-v'],
  });
  expect(outcome.code, outcome.stderr).toBe(0);
  const linked = await extract(
    (request, response) =>
      json(response, {
        data: [{ id: 1 }],
        ...(request.url === '/things' ? { paging: { next: '/p?q=%FF%zz' } } : {}),
      }),
    { endpoint: { paginator: { type: 'json_link', next_url_path: 'paging.next' } }, words: ['-v'] },
  );
  expect(linked.code, linked.stderr).toBe(0);
});

test('the query key goes along on every page of a link chain at home', async () => {
  const outcome = await extract(
    (request, response) =>
      json(
        response,
        request.url?.includes('page=2') ? { data: [] } : { data: [{ id: 1 }], next: '/things?page=2' },
      ),
    { client: { auth: auths[3]?.[1], ...more }, endpoint: { paginator: 'json_link' } },
  );
  expect(outcome.code).toBe(0);
  expect(outcome.requests[1]?.target).toBe('/things?page=2&access_key=canary-param&key=canary-query');
});
