// response_actions over real answers: ignore, fail, retry, refresh_token, by status, content and expression.
import { expect, test } from 'vitest';
import { penstock } from '../../helpers/cli.ts';
import { extract } from '../../helpers/extract.ts';
import { json, queryOf, serve } from '../../helpers/serve.ts';
import { pipelineFile } from '../../helpers/temporary.ts';

const missing = [{ status_code: 404, action: 'ignore', message: 'no such list' }];

test('ignore on the first page: no records, counted, complete', async () => {
  const outcome = await extract((_, response) => json(response, {}, 404), {
    endpoint: { response_actions: missing },
    words: ['-v'],
  });
  expect(outcome).toMatchObject({ code: 0, stdout: '' });
  expect(outcome.stderr).toMatch(/things: 1 answer ignored/);
});

test('ignore on the first page is said under -q, too', async () => {
  const outcome = await extract((_, response) => json(response, {}, 404), {
    endpoint: { response_actions: missing },
    words: ['-q'],
  });
  expect(outcome.stderr).toMatch(/notice: things: page 1: no such list/);
});

test('ignore after the last page of a counted chain: the end, said and counted', async () => {
  const outcome = await extract(
    (request, response) =>
      Number(queryOf(request).get('page')) >= 3
        ? json(response, {}, 404)
        : json(response, { data: [{ id: queryOf(request).get('page') }] }),
    { endpoint: { paginator: { type: 'page_number', base_page: 1 }, response_actions: missing } },
  );
  expect(outcome).toMatchObject({ code: 0, records: [{ id: '1' }, { id: '2' }] });
  expect(outcome.stderr).toMatch(/warning: things: page 3: no such list; the chain ended there/);
});

test('ignore in the middle of a counted chain: the page is left out, said and counted, and the chain goes on', async () => {
  const outcome = await extract(
    (request, response) => {
      const page = Number(queryOf(request).get('page'));
      return page === 2 || page > 4
        ? json(response, {}, 404)
        : json(response, { data: [{ id: page }, { id: page * 10 }] });
    },
    {
      endpoint: { paginator: { type: 'page_number', base_page: 1 }, response_actions: missing },
      words: ['-v'],
    },
  );
  expect(outcome.code, outcome.stderr).toBe(0);
  expect(outcome.records.map(({ id }) => id)).toEqual([1, 10, 3, 30, 4, 40]);
  expect(outcome.stderr).toMatch(/page 2 was ignored, and the one behind it holds records/);
  expect(outcome.stderr).toMatch(/things: 2 answers ignored/);
});

test('ignore of a page that only could name the next: an error, not a silent end', async () => {
  const outcome = await extract(
    (request, response) =>
      queryOf(request).get('cursor') === 'b'
        ? json(response, {}, 404)
        : json(response, { data: [{ id: 1 }], next: 'b' }),
    {
      endpoint: {
        paginator: { type: 'cursor', cursor_path: 'next', cursor_param: 'cursor' },
        response_actions: missing,
      },
    },
  );
  expect(outcome.code).toBe(4);
  expect(outcome.stderr).toMatch(/page 2: no such list, but the page before said that there is more/);
});

test('retry by an expression over a body of 200', async () => {
  let count = 0;
  const outcome = await extract(
    (_, response) => {
      count += 1;
      json(response, count < 3 ? { state: 'PENDING' } : { data: [{ id: 1 }] });
    },
    { endpoint: { response_actions: [{ when: "response.get('state') == 'PENDING'", action: 'retry' }] } },
  );
  expect(outcome).toMatchObject({ code: 0, records: [{ id: 1 }] });
  expect(count).toBe(3);
});

test('fail by content, with its message; 429 can be ignored', async () => {
  const failed = await extract((_, response) => json(response, { data: [], note: 'licence expired' }), {
    endpoint: {
      response_actions: [{ content: 'licence expired', action: 'fail', message: 'renew the licence' }],
    },
  });
  expect(failed).toMatchObject({ code: 4, stderr: expect.stringMatching(/renew the licence \(HTTP 200\)/) });
  const ignored = await extract((_, response) => json(response, {}, 429), {
    endpoint: { response_actions: [{ status_code: 429, action: 'ignore' }] },
  });
  expect(ignored).toMatchObject({ code: 0 });
  expect(ignored.requests).toHaveLength(1);
});

test('refresh_token for an API that says 403 when a token has ended', async () => {
  let issued = 0;
  const api = await serve((request, response) => {
    if (request.url === '/token') {
      issued += 1;
      return json(response, { access_token: `token-number-${issued}` });
    }
    const isNew = request.headers.authorization === 'Bearer token-number-2';
    return isNew ? json(response, { data: [{ id: 1 }] }) : json(response, { code: 'TOKEN_ENDED' }, 403);
  });
  const file = await pipelineFile({
    client: {
      base_url: api.url,
      auth: { type: 'oauth2', token_url: `${api.url}/token`, client_id: 'a-client-id' },
    },
    resources: [
      {
        name: 'things',
        endpoint: {
          data_selector: 'data',
          response_actions: [{ status_code: 403, content: 'TOKEN_ENDED', action: 'refresh_token' }],
        },
      },
    ],
  });
  expect(await penstock(['run', file])).toMatchObject({ code: 0, stdout: '{"id":1}\n' });
  expect(issued).toBe(2);
});
