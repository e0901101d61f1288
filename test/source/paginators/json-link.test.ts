// json_link: where the link is found, what it is resolved against, and what ends the chain.
import { expect, test } from 'vitest';
import { extract } from '../../helpers/extract.ts';
import { json, queryOf } from '../../helpers/serve.ts';

/** Three pages, each naming the next in its own way. */
const pages =
  (named: (next: string, host: string) => object, last: object = {}): Parameters<typeof extract>[0] =>
  (request, response) => {
    const at = Number(queryOf(request).get('at') ?? 1);
    json(response, {
      data: [{ id: at }],
      ...(at < 3 ? named(`/things?at=${at + 1}`, request.headers.host ?? '') : last),
    });
  };
const all = [{ id: 1 }, { id: 2 }, { id: 3 }];

test.each([
  ['json_link', (next: string) => ({ next })],
  ['json_response', (next: string) => ({ next })],
  [{ type: 'json_link', next_url_path: '@odata.nextLink' }, (next: string) => ({ '@odata.nextLink': next })],
  [
    { type: 'json_link', next_url_path: "['@odata.nextLink']" },
    (next: string) => ({ '@odata.nextLink': next }),
  ],
  [{ type: 'json_link', next_url_path: 'paging.next' }, (next: string) => ({ paging: { next } })],
])('%j', async (paginator, named) => {
  const outcome = await extract(pages(named), { endpoint: { paginator } });
  expect(outcome).toMatchObject({ code: 0, records: all });
});

test.each([[{ next: false }], [{ next: null }], [{ next: '' }], [{}]])('%j ends', async (last) => {
  const outcome = await extract(
    pages((next) => ({ next }), last),
    { endpoint: { paginator: 'json_link' } },
  );
  expect(outcome).toMatchObject({ code: 0, records: all });
});

test('has_more_path may name the link: null is no more, anything else is more', async () => {
  const paginator = { type: 'json_link', next_url_path: 'next', has_more_path: 'next' };
  const outcome = await extract(
    pages((next) => ({ next }), { next: null }),
    { endpoint: { paginator } },
  );
  expect(outcome).toMatchObject({ code: 0, records: all });
});

test('origin: rebase takes path and query of a link on another host, and stays at home', async () => {
  const listener = pages((next) => ({ next: `http://public.example:81${next}` }));
  expect((await extract(listener, { endpoint: { paginator: 'json_link' } })).code).toBe(4);
  const paginator = { type: 'json_link', origin: 'rebase' };
  const outcome = await extract(listener, {
    client: { auth: { type: 'bearer', token: 'secret-token' } },
    endpoint: { paginator },
  });
  expect(outcome).toMatchObject({ code: 0, records: all });
  expect(outcome.requests.every(({ headers }) => headers.authorization === 'Bearer secret-token')).toBe(true);
});
