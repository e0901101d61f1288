// header_cursor: a header that holds a cursor, or an address.
import { expect, test } from 'vitest';
import { extract } from '../../helpers/extract.ts';
import { json, queryOf } from '../../helpers/serve.ts';

test.each([
  ['a cursor', (at: number) => String(at)],
  ['an address', (at: number, host: string) => `http://${host}/things?cursor=${at}`],
  ['a path', (at: number) => `/things?cursor=${at}`],
  ['a query', (at: number) => `?cursor=${at}`],
])('%s', async (_name, named) => {
  const outcome = await extract(
    (request, response) => {
      const at = Number(queryOf(request).get('cursor') ?? 1);
      if (at < 3) response.setHeader('X-Next', named(at + 1, request.headers.host ?? ''));
      json(response, { data: [{ id: at }] });
    },
    { endpoint: { paginator: { type: 'header_cursor', cursor_key: 'X-Next' } } },
  );
  expect(outcome).toMatchObject({ code: 0, records: [{ id: 1 }, { id: 2 }, { id: 3 }] });
});

test('a cursor that begins with a slash is sent', async () => {
  const outcome = await extract(
    (request, response) => {
      const at = queryOf(request).get('cursor');
      if (at === null) response.setHeader('X-Next', '/w+a=?b==');
      json(response, { data: [{ id: at ?? 'first' }] });
    },
    { endpoint: { paginator: { type: 'header_cursor', cursor_key: 'X-Next' } } },
  );
  expect(outcome).toMatchObject({ code: 0, records: [{ id: 'first' }, { id: '/w+a=?b==' }] });
});
