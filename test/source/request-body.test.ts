// Request bodies as they arrive: forms and texts, with what partitions and paginators put into them.
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { penstock } from '../helpers/cli.ts';
import { extract } from '../helpers/extract.ts';
import { json, serve } from '../helpers/serve.ts';
import { pipelineFile } from '../helpers/temporary.ts';

interface Arrived {
  readonly method: string | undefined;
  readonly type: string | undefined;
  readonly body: string;
}

/** Reads a resource from a server that answers by the body it gets, and tells what arrived. */
async function send(endpoint: object, answer: (body: string) => unknown = () => ({ data: [{ id: 1 }] })) {
  const arrived: Arrived[] = [];
  const outcome = await extract(
    async (request: IncomingMessage, response) => {
      const body = await text(request);
      arrived.push({ method: request.method, type: request.headers['content-type'], body });
      json(response, answer(body));
    },
    { endpoint: { method: 'POST', ...endpoint } },
  );
  return { ...outcome, arrived };
}

const FORM = 'application/x-www-form-urlencoded';

test('an object is a form: every kind of value, lists repeated, null left out', async () => {
  const data = { a: 'é &=', b: 1, c: true, d: ['x', 'y'], e: null, 'f[g]': '' };
  const { code, arrived } = await send({ data });
  expect(code).toBe(0);
  expect(arrived).toEqual([
    { method: 'POST', type: FORM, body: 'a=%C3%A9+%26%3D&b=1&c=true&d=x&d=y&f%5Bg%5D=' },
  ]);
});

test('a text is sent as it stands, under the content-type of the headers or none', async () => {
  const data = '{"q": "é",\n1}';
  expect((await send({ data, headers: { 'Content-Type': 'text/plain' } })).arrived).toEqual([
    { method: 'POST', type: 'text/plain', body: data },
  ]);
  expect((await send({ data })).arrived).toEqual([{ method: 'POST', type: undefined, body: data }]);
});

test('the content-type of the headers goes before that of the form', async () => {
  const type = `${FORM}; charset=utf-8`;
  const { arrived } = await send({ data: { a: 'b' }, headers: { 'content-type': type } });
  expect(arrived).toEqual([{ method: 'POST', type, body: 'a=b' }]);
});

test('SEARCH in any case is a method, with a body and without', async () => {
  expect((await send({ method: 'search', json: { q: 1 } })).arrived).toEqual([
    { method: 'SEARCH', type: 'application/json', body: '{"q":1}' },
  ]);
  expect((await send({ method: 'Search' })).arrived).toEqual([
    { method: 'SEARCH', type: undefined, body: '' },
  ]);
});

test('a cursor goes into the form', async () => {
  const { arrived, records } = await send(
    {
      data: { limit: 1, 'page[after]': 'first' },
      paginator: { type: 'cursor', cursor_path: 'next', cursor_body_path: "['page[after]']" },
    },
    (body) =>
      body.includes('first') ? { data: [{ id: 1 }], next: 'b&c' } : { data: [{ id: 2 }], next: null },
  );
  expect(records).toEqual([{ id: 1 }, { id: 2 }]);
  expect(arrived.map(({ body }) => body)).toEqual([
    'limit=1&page%5Bafter%5D=first',
    'limit=1&page%5Bafter%5D=b%26c',
  ]);
});

test('values of partitions go into the form', async () => {
  const { arrived } = await send({
    data: { kind: 'none', size: 5 },
    partition_router: {
      type: 'list',
      values: ['a', 2],
      cursor_field: 'kind',
      request_option: { inject_into: 'body', field_name: 'kind' },
    },
  });
  expect(arrived.map(({ body }) => body).sort()).toEqual(['kind=2&size=5', 'kind=a&size=5']);
});

test('a form of resource_defaults is merged field by field', async () => {
  const arrived: string[] = [];
  const api = await serve(async (request, response) => {
    arrived.push(await text(request));
    json(response, { data: [] });
  });
  const file = await pipelineFile({
    client: { base_url: api.url },
    resource_defaults: { endpoint: { method: 'POST', data: { a: 1, b: 1 }, data_selector: 'data' } },
    resources: [{ name: 'things', endpoint: { data: { b: 2 } } }],
  });
  expect((await penstock(['run', file])).code).toBe(0);
  expect(arrived).toEqual(['a=1&b=2']);
});

test.each([
  ['json beside data', { json: {}, data: {} }, /endpoint\.data: is given beside json/],
  [
    'a text that a cursor should go into',
    { data: 'x', paginator: { type: 'cursor', cursor_path: 'next', cursor_body_path: 'after' } },
    /endpoint\.data: is a text without \{after\}, where the value of cursor_body_path would go/,
  ],
  [
    'a text that partitions should go into',
    {
      data: 'x',
      partition_router: {
        type: 'list',
        values: ['a'],
        cursor_field: 'k',
        request_option: { inject_into: 'body', field_name: 'k' },
      },
    },
    /endpoint\.data: is a text without \{k\}, where the value of the partition_router would go/,
  ],
  ['objects in a form', { data: { a: { b: 1 } } }, /endpoint\.data\.a: expected/],
  ['a list as data', { data: ['a'] }, /endpoint\.data: expected/],
])('%s: exit 2 before any request', async (_name, endpoint, says) => {
  const { code, stderr, requests } = await send(endpoint);
  expect(code, stderr).toBe(2);
  expect(stderr).toMatch(says);
  expect(requests).toEqual([]);
});

const XML = { 'content-type': 'text/xml; charset=utf-8' };
const JSON_TYPE = { 'content-type': 'application/json' };

test('the number of a page goes into a text, other braces stay', async () => {
  const { code, stderr, arrived } = await send(
    {
      data: '<q><page>{page}</page><note>{other} {}</note></q>',
      headers: XML,
      paginator: { type: 'page_number', base_page: 1, page_body_path: 'page' },
    },
    (body) => ({ data: Number(/>(\d+)</.exec(body)?.[1]) > 2 ? [] : [{ id: body }] }),
  );
  expect(code, stderr).toBe(0);
  expect(arrived[1]?.body).toBe('<q><page>2</page><note>{other} {}</note></q>');
});

test.each([
  ['XML', XML, '<c>{c}</c>', `a<&"'`, '<c>a&lt;&amp;&quot;&apos;</c>'],
  ['JSON', JSON_TYPE, '{"c":"{c}"}', 'a"\\\n', '{"c":"a\\"\\\\\\n"}'],
  ['a form', { 'content-type': FORM }, 'c={c}&d=1', 'a&b=c d', 'c=a%26b%3Dc%20d&d=1'],
  ['SQL', { 'content-type': 'text/plain' }, "SELECT '{c}'", "a<'", "SELECT 'a<''"],
])('a value of a partition and of a cursor in %s', async (_name, headers, data, value, sent) => {
  const into = { inject_into: 'body', field_name: 'c' };
  const router = { type: 'list', values: [value], cursor_field: 'c', request_option: into };
  expect((await send({ data, headers, partition_router: router })).arrived[0]?.body).toBe(sent);
  const paginator = { type: 'cursor', cursor_path: 'next', cursor_body_path: 'c' };
  const { arrived } = await send({ data, headers, paginator }, (body) =>
    body === sent ? { data: [{ id: 2 }], next: null } : { data: [{ id: 1 }], next: value },
  );
  // Nothing on the first page.
  expect(arrived.map(({ body }) => body)).toEqual([data.replace('{c}', ''), sent]);
});
