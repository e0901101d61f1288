// What is done with each verdict: redirects, a renewal and its one replay, refusals; and what the credentials go with.
import { describe, expect, test } from 'vitest';
import type { ClientPlan } from '../../../src/config/pipeline.ts';
import type { PenstockEvent } from '../../../src/core/events.ts';
import { planOf } from '../../../src/language/load-plan.ts';
import type { Auth } from '../../../src/source/auth/contract.ts';
import { createClient } from '../../../src/source/http/client.ts';
import { withHeader } from '../../../src/source/http/request.ts';
import { json, serve } from '../../helpers/serve.ts';

const signal = new AbortController().signal;

async function fetchOf(
  listener: Parameters<typeof serve>[0],
  {
    auth,
    client = {},
    actions = [],
    isTry,
  }: { auth?: Auth; client?: object; actions?: object[]; isTry?: boolean } = {},
) {
  const served = await serve(listener);
  const events: PenstockEvent[] = [];
  const emit = (event: PenstockEvent) => void events.push(event);
  const written = {
    client: { base_url: served.url, retry: { initial_wait: 0.001, max_retries: 2 }, ...client },
    resources: [{ name: 'things', endpoint: { paginator: 'single_page', response_actions: actions } }],
  };
  const plan = planOf(written, { environment: {} });
  const { endpoint } = plan.resources[0] as (typeof plan.resources)[0];
  const opened = createClient(plan.client as ClientPlan, { emit, signal, environment: {} });
  const requester = opened.requester('things', auth, endpoint, emit);
  const request = {
    method: 'GET',
    url: new URL(`${served.url}/a`),
    headers: { 'x-own': '1' },
    body: undefined,
  };
  const answer = await requester.fetch(request, { signal, isTry }).catch((error: unknown) => error);
  await opened.close();
  return { answer, events, targets: served.requests.map(({ target }) => target), requests: served.requests };
}

/** Signs by a number that each renewal counts up. */
function counting(renews = true): Auth & { count: number } {
  const auth = {
    count: 1,
    apply: (request: Parameters<Auth['apply']>[0]) =>
      withHeader(request, 'authorization', `key ${auth.count}`),
    answer: () => {
      auth.count += 1;
      return renews;
    },
  };
  return auth;
}

test('a page: parsed, with its headers and where it came from', async () => {
  const { answer } = await fetchOf((_, response) => json(response.setHeader('x-next', '2'), { a: 1 }));
  expect(answer).toMatchObject({ status: 200, body: { a: 1 }, size: 7, headers: { 'x-next': '2' } });
});

test('a redirect is followed, and the page knows where it is', async () => {
  const { answer, targets } = await fetchOf((request, response) =>
    request.url === '/a' ? response.writeHead(302, { location: '/b?x=1' }).end() : json(response, { a: 1 }),
  );
  expect(targets).toEqual(['/a', '/b?x=1']);
  expect((answer as { url: URL }).url.pathname).toBe('/b');
});

test('a redirect to another origin is refused, and nothing goes there', async () => {
  const other = await serve((_, response) => json(response, {}));
  const { answer } = await fetchOf((_, response) => response.writeHead(302, { location: other.url }).end());
  expect(String(answer)).toMatch(/refused to follow a redirect from .* to another origin/);
  expect(other.requests).toEqual([]);
});

describe('a refusal', () => {
  const accepting =
    (key: string): Parameters<typeof serve>[0] =>
    (request, response) =>
      request.headers.authorization === key
        ? json(response, { a: 1 })
        : json(response, { message: 'who?' }, 401);

  test('is answered by other credentials, once', async () => {
    const { answer, targets } = await fetchOf(accepting('key 2'), { auth: counting() });
    expect(answer).toMatchObject({ body: { a: 1 } });
    expect(targets).toHaveLength(2);
  });

  test('of the second ones is an error that says so', async () => {
    const { answer, targets } = await fetchOf(accepting('key 3'), { auth: counting() });
    expect(answer).toMatchObject({
      name: 'AuthError',
      message: expect.stringMatching(/HTTP 401 again after the token was renewed: .*who\?/),
    });
    expect(targets).toHaveLength(2);
  });

  test('that the auth does not answer is an error at once', async () => {
    for (const auth of [counting(false), undefined]) {
      const { answer, targets } = await fetchOf(accepting('key 2'), auth === undefined ? {} : { auth });
      expect(answer).toMatchObject({ name: 'AuthError', hint: 'check the credentials of client.auth' });
      expect(targets).toHaveLength(1);
    }
  });

  test('after a redirect begins anew from the first address', async () => {
    const { targets } = await fetchOf(
      (request, response) => {
        if (request.url === '/a') response.writeHead(307, { location: '/b' }).end();
        else accepting('key 2')(request, response);
      },
      { auth: counting() },
    );
    expect(targets).toEqual(['/a', '/b', '/a', '/b']);
  });
});

test('each attempt is signed anew', async () => {
  let asked = 0;
  const auth: Auth = { apply: (request) => withHeader(request, 'authorization', `key ${++asked}`) };
  const { requests } = await fetchOf((_, response) => json(response, {}, asked < 3 ? 503 : 200), { auth });
  expect(requests.map(({ headers }) => headers.authorization)).toEqual(['key 1', 'key 2', 'key 3']);
  expect(requests.every(({ headers }) => headers['x-own'] === '1')).toBe(true);
});

test.each([
  [404, { name: 'HttpStatusError', status: 404 }],
  [503, { name: 'TransientError' }],
])('HTTP %i at the end is its own kind of error', async (status, error) => {
  expect((await fetchOf((_, response) => json(response, {}, status))).answer).toMatchObject(error);
});

test('a try is one attempt', async () => {
  const { answer, targets } = await fetchOf((_, response) => json(response, {}, 503), { isTry: true });
  expect(answer).toMatchObject({ name: 'TransientError' });
  expect(targets).toHaveLength(1);
});

test('response_actions: an answer that is ignored, with its message', async () => {
  const actions = [{ status_code: 404, action: 'ignore', message: 'no list' }];
  const { answer } = await fetchOf((_, response) => json(response, {}, 404), { actions });
  expect(answer).toMatchObject({ status: 404, body: undefined, ignored: { message: 'no list' } });
});
