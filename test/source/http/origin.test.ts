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
