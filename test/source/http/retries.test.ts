// When another attempt is made, and when no longer.
import { describe, expect, test } from 'vitest';
import { penstock } from '../../helpers/cli.ts';
import { extract } from '../../helpers/extract.ts';
import { json, queryOf, serve } from '../../helpers/serve.ts';
import { pipelineFile } from '../../helpers/temporary.ts';

const page = { data: [{ id: 1 }] };

describe('a rate limit that gives no time', () => {
  test('counts like any failure, and the error names the key that waits it out', async () => {
    const outcome = await extract((_, response) => json(response, {}, 429), {
      client: { retry: { initial_wait: 0.001 } },
    });
    expect(outcome).toMatchObject({ code: 5, stderr: expect.stringMatching(/retry\.rate_limit_budget/) });
    expect(outcome.requests).toHaveLength(4);
  });

  test('is waited out by rate_limit_budget, and is not one of the retries', async () => {
    let asked = 0;
    const outcome = await extract(
      (_, response) => {
        asked += 1;
        // Ten refusals, with other failures between them.
        if (asked > 12) json(response, page);
        else json(response, {}, asked % 6 === 0 ? 503 : 429);
      },
      { client: { retry: { initial_wait: 0.001, max_wait: 0.01, max_retries: 2, rate_limit_budget: 20 } } },
    );
    expect(outcome.code, outcome.stderr).toBe(0);
    expect(outcome.requests).toHaveLength(13);
  });

  test('beyond the budget it is exit 5 that names it', async () => {
    const outcome = await extract((_, response) => json(response, {}, 429), {
      client: { retry: { initial_wait: 0.02, max_wait: 0.02, rate_limit_budget: 0.3 } },
    });
    expect(outcome).toMatchObject({ code: 5, stderr: expect.stringMatching(/rate_limit_budget \(0\.3 s\)/) });
    expect(outcome.requests.length).toBeGreaterThan(4);
  });
});

test('a limit that is used up on a good answer: the next request waits for its reset', async () => {
  const outcome = await extract(
    (request, response) => {
      const number = Number(queryOf(request).get('cursor') ?? 1);
      if (number === 1)
        for (const [name, value] of [
          ['x-ratelimit-remaining', '0'],
          ['x-ratelimit-reset', '0.3'],
        ] as const)
          response.setHeader(name, value);
      json(response, { data: [{ id: number }], ...(number < 2 ? { next: 2 } : {}) });
    },
    { endpoint: { paginator: { type: 'cursor', cursor_path: 'next', cursor_param: 'cursor' } } },
  );
  expect(outcome).toMatchObject({ code: 0, records: [{ id: 1 }, { id: 2 }] });
  const [first, second] = outcome.requests;
  expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(290);
});

test('a wait of a month that is allowed is waited, not taken for none', async () => {
  const served = await serve((_, response) => response.writeHead(503, { 'retry-after': '2592000' }).end());
  const file = await pipelineFile({
    client: { base_url: served.url, retry: { max_wait: 3e6, total_budget: 3e6 } },
    resources: [{ name: 'things', endpoint: { data_selector: 'data' } }],
  });
  const run = penstock(['run', file], { environment: {} });
  const outcome = await Promise.race([
    run,
    new Promise((resolve) => setTimeout(() => resolve('waits'), 400)),
  ]);
  expect(outcome).toBe('waits');
  expect(served.requests).toHaveLength(1);
});

test('token shorter-lived than a wait: a request is signed when it is sent, a token does not grow old in a queue or a wait', async () => {
  let issued = 0;
  let validUntil = 0;
  let asked = 0;
  const api = await serve((request, response) => {
    if (request.url === '/token') {
      issued += 1;
      validUntil = performance.now() + 1000;
      return json(response, { access_token: `token-${issued}`, expires_in: 1 });
    }
    asked += 1;
    const isFresh =
      request.headers.authorization === `Bearer token-${issued}` && performance.now() < validUntil;
    if (!isFresh) return json(response, { error: 'expired' }, 401);
    if (asked === 2) return response.writeHead(429, { 'retry-after': '1.2' }).end();
    const offset = Number(queryOf(request).get('offset'));
    return json(response, { data: offset < 6 ? [{ id: offset }, { id: offset + 1 }] : [] });
  });
  const file = await pipelineFile({
    client: {
      base_url: api.url,
      rate_limit: { requests_per_second: 2 },
      auth: { type: 'oauth2', token_url: `${api.url}/token`, client_id: 'a-client-id' },
    },
    resources: [
      { name: 'things', endpoint: { data_selector: 'data', paginator: { type: 'offset', limit: 2 } } },
    ],
  });
  const { code, stdout, stderr } = await penstock(['run', file]);
  expect(code, stderr).toBe(0);
  expect(stdout.trim().split('\n')).toHaveLength(6);
  expect(api.requests.filter(({ headers }) => headers.authorization === undefined)).toHaveLength(issued);
});
