// What an answer means, over a socket: broken answers are not empty ones, and every kind of refusal is known.
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extract } from '../../helpers/extract.ts';
import { json, queryOf } from '../../helpers/serve.ts';

const page = { data: [{ id: 1 }] };
const FAST = { client: { retry: { initial_wait: 0.001, max_wait: 1 } } };

describe('an answer of 200 without JSON in it', () => {
  const nothing: [string, Buffer | string, Record<string, string>][] = [
    ['no byte', '', { 'content-length': '0' }],
    ['no byte, chunked', '', {}],
    ['blanks', ' \r\n\t ', {}],
    ['a lone byte order mark', '\uFEFF', {}],
    ['a byte order mark and blanks', '\uFEFF \n', {}],
    ['gzip of nothing', gzipSync(''), { 'content-encoding': 'gzip' }],
    ['gzip of blanks', gzipSync('  '), { 'content-encoding': 'gzip' }],
    ['gzip of nothing, undeclared', gzipSync(''), {}],
  ];

  test.each(nothing)('%s: retried, then exit 5', async (_name, body, headers) => {
    const always = await extract((_, response) => response.writeHead(200, headers).end(body), FAST);
    expect(always).toMatchObject({ code: 5, records: [] });
    expect(always.stderr).toMatch(/HTTP 200 without a body/);
    expect(always.requests).toHaveLength(4);
  });

  test.each(nothing)('%s, once in the middle of a chain: every record', async (_name, body, headers) => {
    let isBroken = true;
    const outcome = await extract(
      (request, response) => {
        const number = Number(queryOf(request).get('page'));
        if (number === 2 && isBroken) {
          isBroken = false;
          return response.writeHead(200, headers).end(body);
        }
        return json(response, { data: number < 4 ? [{ id: number }] : [] });
      },
      { ...FAST, endpoint: { paginator: { type: 'page_number', base_page: 1 } } },
    );
    expect(outcome).toMatchObject({ code: 0, records: [{ id: 1 }, { id: 2 }, { id: 3 }] });
  });
});

test('202 is not ready: asked again as Retry-After says, then exit 5', async () => {
  let asked = 0;
  const ready = await extract((_, response) => {
    asked += 1;
    if (asked < 3) response.writeHead(202, { 'retry-after': '0' }).end('{"status":"PENDING"}');
    else json(response, page);
  }, FAST);
  expect(ready).toMatchObject({ code: 0, records: [{ id: 1 }] });
  const never = await extract((_, response) => response.writeHead(202).end(), FAST);
  expect(never).toMatchObject({ code: 5, stderr: expect.stringMatching(/HTTP 202, not ready yet/) });
});

test.each([500, 502, 507, 520, 521, 522, 523, 524, 525, 527, 530, 598])('%i is retried', async (status) => {
  let asked = 0;
  const outcome = await extract((_, response) => {
    asked += 1;
    json(response, page, asked === 1 ? status : 200);
  }, FAST);
  expect(outcome).toMatchObject({ code: 0, records: [{ id: 1 }] });
});

test.each([501, 505, 511])('%i is not', async (status) => {
  const outcome = await extract((_, response) => json(response, { message: 'never' }, status), FAST);
  expect(outcome).toMatchObject({
    code: 4,
    stderr: expect.stringMatching(new RegExp(`HTTP ${status}.*never`)),
  });
  expect(outcome.requests).toHaveLength(1);
});

test('a list of statuses in the pipeline takes the place of the default', async () => {
  const only = { client: { retry: { initial_wait: 0.001, statuses: [404] } } };
  const outcome = await extract((_, response) => json(response, {}, 429), only);
  expect(outcome).toMatchObject({ code: 4 });
  expect(outcome.requests).toHaveLength(1);
});

test('403 with no request left is a rate limit, any other is not', async () => {
  let asked = 0;
  const limited = await extract((_, response) => {
    asked += 1;
    if (asked > 1) return json(response, page);
    const epoch = String(Math.ceil(Date.now() / 1000));
    return response.writeHead(403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': epoch }).end('{}');
  }, FAST);
  expect(limited).toMatchObject({ code: 0, records: [{ id: 1 }] });
  const refused = await extract(
    (_, response) => response.writeHead(403, { 'x-ratelimit-remaining': '12' }).end('{"message":"no scope"}'),
    FAST,
  );
  expect(refused).toMatchObject({ code: 4, stderr: expect.stringMatching(/HTTP 403.*no scope/) });
});

describe('errors that come with 200', () => {
  test.each([
    ['beside no data', { errors: [{ message: 'timeout of the shard' }], data: null }],
    ['beside some data', { errors: [{ message: 'timeout of the shard' }], data: [{ id: 1 }] }],
    ['in place of data', { errors: [{ message: 'timeout of the shard', locations: [] }, { message: 'b' }] }],
  ])('of GraphQL, %s: exit 4 with the words of the server', async (_name, body) => {
    const outcome = await extract((_, response) => json(response, body), FAST);
    expect(outcome).toMatchObject({ code: 4, records: [] });
    expect(outcome.stderr).toMatch(/timeout of the shard/);
  });

  test.each([
    { errors: [], data: [{ id: 1 }] },
    { errors: null, data: [{ id: 1 }] },
    { errors: 0, data: [{ id: 1 }] },
  ])('an empty list of them is fine: %j', async (body) => {
    expect(await extract((_, response) => json(response, body))).toMatchObject({
      code: 0,
      records: [{ id: 1 }],
    });
  });

  test('response_actions may say what they mean', async () => {
    const outcome = await extract(
      (_, response) => json(response, { errors: [{ message: 'none' }], data: [] }),
      {
        endpoint: { response_actions: [{ content: '"none"', action: 'ignore' }] },
      },
    );
    expect(outcome).toMatchObject({ code: 0, records: [] });
  });

  test.each([
    { success: false, error: 'quota used up', data: [] },
    { ok: false, error: { code: 7, message: 'quota used up' }, data: null },
  ])('%j: exit 4 with the words of the server', async (body) => {
    const outcome = await extract((_, response) => json(response, body), FAST);
    expect(outcome).toMatchObject({ code: 4, stderr: expect.stringMatching(/is false: quota used up/) });
  });

  test('beside records a false flag is only a field', async () => {
    const body = { success: false, data: [{ id: 1 }] };
    expect(await extract((_, response) => json(response, body))).toMatchObject({
      code: 0,
      records: [{ id: 1 }],
    });
  });

  test('what the selector does not find is told with the words of the server', async () => {
    const body = { fault: { faultstring: 'maintenance until noon' } };
    const outcome = await extract((_, response) => json(response, body));
    expect(outcome).toMatchObject({ code: 4, stderr: expect.stringMatching(/maintenance until noon/) });
  });
});

test('response_actions are asked in their order, whatever kind each is', async () => {
  // Each rule matches some of the answers by another means; the first that matches decides.
  const rules = [
    { rule: { status_code: 200, content: 'MAINTENANCE' }, of: (a: Facts) => a.note === 'MAINTENANCE' },
    { rule: { content: '"note":"GONE"' }, of: (a: Facts) => a.note === 'GONE' },
    { rule: { when: "response.status == 'X'" }, of: (a: Facts) => a.status === 'X' },
    { rule: { when: "response.note == 'GONE'" }, of: (a: Facts) => a.note === 'GONE' },
  ];
  interface Facts {
    note: string;
    status: string;
  }
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(rules, { minLength: 1 }),
      fc.record({ note: fc.constantFrom('MAINTENANCE', 'GONE', 'fine'), status: fc.constantFrom('X', 'Y') }),
      async (chosen, facts) => {
        const response_actions = chosen.map(({ rule }, i) => ({
          ...rule,
          action: 'fail',
          message: `rule ${i}`,
        }));
        const outcome = await extract((_, response) => json(response, { data: [], ...facts }), {
          endpoint: { response_actions },
        });
        const first = chosen.findIndex(({ of }) => of(facts));
        if (first < 0) expect(outcome.code).toBe(0);
        else
          expect(outcome).toMatchObject({
            code: 4,
            stderr: expect.stringContaining(`rule ${first} (HTTP 200)`),
          });
      },
    ),
    { numRuns: 60 },
  );
});
