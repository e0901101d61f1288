// cursor: where the cursor is found, how it is sent, and what ends the chain.
import { expect, test } from 'vitest';
import { extract } from '../../helpers/extract.ts';
import { json, queryOf } from '../../helpers/serve.ts';

type Listener = Parameters<typeof extract>[0];

/** A page behind each cursor, and the bodies and queries that were sent. */
function chain(next: (index: number) => object) {
  const bodies: string[] = [];
  const listener: Listener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const index = bodies.push(Buffer.concat(chunks).toString());
      const body = JSON.stringify({ data: [{ id: index }], ...next(index) });
      // A long integer, which JavaScript would round.
      json(response, body.replace(/"long:(\d+)"/, '$1'));
    });
  };
  return { bodies, listener };
}

test('the defaults are those of dlt: cursors.next, sent as cursor', async () => {
  const { listener } = chain((index) => ({ cursors: { next: index < 3 ? `c${index}` : null } }));
  const outcome = await extract(listener, { endpoint: { paginator: 'cursor' } });
  expect(outcome).toMatchObject({ code: 0, records: [{ id: 1 }, { id: 2 }, { id: 3 }] });
  expect(outcome.requests.map(({ target }) => target)).toEqual([
    '/things',
    '/things?cursor=c1',
    '/things?cursor=c2',
  ]);
});

test.each([
  ['a number', 7, '{"page":{"after":7}}'],
  ['a text of digits', '7', '{"page":{"after":"7"}}'],
  ['a long integer', 'long:9007199254740993', '{"page":{"after":9007199254740993}}'],
])('%s goes into a JSON body as what it is', async (_name, cursor, sent) => {
  const { listener, bodies } = chain((index) => ({ next: index === 1 ? cursor : null }));
  const paginator = { type: 'cursor', cursor_path: 'next', cursor_body_path: 'page.after' };
  const outcome = await extract(listener, { endpoint: { method: 'POST', paginator } });
  expect(outcome.code, outcome.stderr).toBe(0);
  expect(bodies[1]).toBe(sent);
});

test('an object of parameters is merged into the query', async () => {
  const { listener } = chain((index) =>
    index < 3 ? { continue: { sroffset: index, continue: '-||' } } : {},
  );
  const paginator = { type: 'cursor', cursor_path: 'continue' };
  const outcome = await extract(listener, { endpoint: { params: { action: 'query' }, paginator } });
  expect(outcome.code, outcome.stderr).toBe(0);
  expect(outcome.requests[1]?.target).toBe('/things?action=query&sroffset=1&continue=-%7C%7C');
});

test('the key of the last record', async () => {
  const listener: Listener = (request, response) => {
    const after = Number(queryOf(request).get('after') ?? 0);
    const ids = after < 6 ? [after + 1, after + 2] : [];
    json(response, { data: ids.map((id) => ({ id })) });
  };
  const paginator = { type: 'cursor', cursor_path: 'data[-1].id', cursor_param: 'after' };
  const outcome = await extract(listener, { endpoint: { paginator } });
  expect(outcome.code, outcome.stderr).toBe(0);
  expect(outcome.records.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6]);
});

test('in two places at once is a config error', async () => {
  const paginator = { type: 'cursor', cursor_path: 'next', cursor_param: 'a', cursor_body_path: 'b' };
  const outcome = await extract((_, response) => json(response, {}), { endpoint: { paginator } });
  expect(outcome).toMatchObject({ code: 2, requests: [] });
  expect(outcome.stderr).toMatch(/cursor_body_path: excludes cursor_param/);
});

test('empty pages with a cursor are read as far as maximum_empty_pages says', async () => {
  const { listener } = chain((index) => ({
    ...(index <= 12 ? { data: [] } : {}),
    next: index < 15 ? `c${index}` : '',
  }));
  const paginator = { type: 'cursor', cursor_path: 'next' };
  expect((await extract(listener, { endpoint: { paginator } })).code).toBe(4);
  const again = chain((index) => ({
    ...(index <= 12 ? { data: [] } : {}),
    next: index < 15 ? `c${index}` : '',
  }));
  const patient = await extract(again.listener, {
    endpoint: { paginator: { ...paginator, maximum_empty_pages: 20 } },
  });
  expect(patient).toMatchObject({ code: 0, records: [{ id: 13 }, { id: 14 }, { id: 15 }] });
});

test('stop_after_empty_page ends a chain whose every page names another', async () => {
  let index = 0;
  const listener: Listener = (_request, response) => {
    index += 1;
    json(response, { data: index < 3 ? [{ id: index }] : [], cursors: { next: `c${index}` } });
  };
  const paginator = { type: 'cursor', stop_after_empty_page: true };
  const outcome = await extract(listener, { endpoint: { paginator } });
  expect(outcome).toMatchObject({ code: 0, records: [{ id: 1 }, { id: 2 }] });
});

test.each([
  [{ path: '/a/{id}' }, /next_request\.path: must hold no placeholder/],
  [{ path: '/a/../b' }, /next_request\.path: must not hold/],
  [{ jsn: {} }, /next_request\.jsn: unknown key \(did you mean "json"/],
])('next_request %o: exit 2 before any request', async (next_request, says) => {
  const paginator = { type: 'cursor', cursor_path: 'next', next_request };
  const outcome = await extract((_, response) => json(response, {}), { endpoint: { paginator } });
  expect(outcome).toMatchObject({ code: 2, requests: [] });
  expect(outcome.stderr).toMatch(says);
});
