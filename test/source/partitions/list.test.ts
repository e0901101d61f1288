// list: where its values go, and as what.
import { expect, test } from 'vitest';
import { extract } from '../../helpers/extract.ts';
import { json } from '../../helpers/serve.ts';

const router = (values: unknown[], more: object = {}) => ({
  partition_router: { type: 'list', values, cursor_field: 'org', ...more },
});

async function sent(endpoint: object) {
  const bodies: unknown[] = [];
  const outcome = await extract(
    (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk) => chunks.push(chunk));
      request.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        bodies.push(text === '' ? undefined : JSON.parse(text));
        json(response, { data: [{ id: 1, org: 7 }] });
      });
    },
    { endpoint },
  );
  expect(outcome.code, outcome.stderr).toBe(0);
  return { bodies, ...outcome };
}

test('into the query, a value that stands there twice once', async () => {
  const { requests } = await sent(router([7, 8, 7, true]));
  expect(requests.map(({ target }) => target)).toEqual([
    '/things?org=7',
    '/things?org=8',
    '/things?org=true',
  ]);
});

test('into a JSON body as what it is', async () => {
  const option = { request_option: { inject_into: 'body', field_name: 'filter.org' } };
  const { bodies } = await sent({ method: 'POST', ...router([7, '7', false], option) });
  expect(bodies).toEqual([7, '7', false].map((org) => ({ filter: { org } })));
});

test('into a header and into the path as text', async () => {
  const header = await sent(router([7], { request_option: { inject_into: 'header', field_name: 'X-Org' } }));
  expect(header.requests[0]?.headers['x-org']).toBe('7');
  const path = await sent({
    path: '/orgs/{org}/things',
    ...router([7], { request_option: { inject_into: 'path', field_name: 'org' } }),
  });
  expect(path.requests[0]?.target).toBe('/orgs/7/things');
});

test('into the records as what it is, and beside the same value of the API', async () => {
  expect((await sent(router([7], { record_field: 'org' }))).records).toEqual([{ id: 1, org: 7 }]);
  expect((await sent(router(['7'], { record_field: 'org' }))).records).toEqual([{ id: 1, org: 7 }]);
  expect((await sent(router([9], { record_field: 'from' }))).records).toEqual([{ id: 1, org: 7, from: 9 }]);
});
