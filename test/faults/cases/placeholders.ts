// What a pipeline file leaves open, and what HTTP cannot carry: found before the first request.
import { json } from '../../helpers/serve.ts';
import { always, type FaultCase, text } from './case.ts';

const good = always(text('{"data":[{"id":1}]}'));
const open = 'placeholder that nothing fills';

const unfilled: Record<string, object> = {
  'a resource in a body': { method: 'post', json: { ids: ['{resources.a.id}'] } },
  'a resource in a list deep inside': {
    method: 'POST',
    json: { a: [{ b: ['x', '{resources.nobody.id}'] }] },
  },
  'an increment in the query': { params: { since: '{incremental.start_value}' } },
  'an increment inside a text': { params: { q: 'updated >= {incremental.start_value} and x' } },
  'an increment in a header': { headers: { 'if-modified-since': '{incremental.last_value}' } },
  'an unknown namespace': { params: { a: '{unknown.x}' } },
  'a namespace misspelt': { params: { a: '{secret.token}' } },
  'a variable that is not there': { params: { a: '{env.PENSTOCK_NOT_THERE}' } },
  'a secret that is not there': { headers: { 'x-token': 'Token {secrets.not_there}' } },
  'a name in the path': { path: '/things/{id}' },
  'two names in the path': { path: '/{org}/things/{id}', params: { org: 'a' } },
};

const carried: Record<
  string,
  { readonly endpoint: object; readonly target?: string; readonly body?: unknown }
> = {
  'braces of GraphQL': {
    endpoint: { method: 'post', json: { query: 'query { a { id } }' } },
    body: { query: 'query { a { id } }' },
  },
  'doubled braces of dlt': {
    endpoint: { method: 'post', json: { query: 'query {{ a }}' } },
    body: { query: 'query { a }' },
  },
  'JSON in a text': {
    endpoint: { params: { filter: '{"a":{"$gt":1}}' } },
    target: '/things?filter=%7B%22a%22%3A%7B%22%24gt%22%3A1%7D%7D',
  },
  'braces alone': { endpoint: { params: { a: '{}' } }, target: '/things?a=%7B%7D' },
  'a name in the path that a parameter fills': {
    endpoint: { path: '/things/{id}', params: { id: 7 } },
    target: '/things/7',
  },
  'a value of a key that looks like a reference': {
    endpoint: { method: 'post', params: { env: 'production' }, json: { secret: 'abc' } },
    target: '/things?env=production',
    body: { secret: 'abc' },
  },
};

/** Answers with what it was sent. */
const mirror = always((request, response) => {
  let body = '';
  request.on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    json(response, { data: [{ target: request.url, ...(body === '' ? {} : { body: JSON.parse(body) }) }] });
  });
});

const impossible = 'header that HTTP cannot carry';
const headers: Record<string, object> = {
  'a line feed within': { 'x-a': 'one\ntwo' },
  'a carriage return': { 'x-a': 'one\rtwo' },
  'a NUL': { 'x-a': 'a\u0000b' },
  'a sign beyond Latin-1': { 'x-a': '10 €' },
  'a space in the name': { 'x a': '1' },
  'braces in the name': { 'X {a}': '1' },
  'a colon in the name': { 'x:a': '1' },
  'no name': { '': '1' },
};

export const placeholders: readonly FaultCase[] = [
  ...Object.entries(unfilled).map(
    ([name, endpoint]): FaultCase => ({
      fault: open,
      name,
      server: good,
      options: { endpoint },
      code: 2,
      requests: 0,
      says: /resources(\[0\]|\.things|\.0)/,
    }),
  ),
  ...Object.entries(carried).map(
    ([name, { endpoint, ...sent }]): FaultCase => ({
      fault: open,
      name: `no alarm: ${name}`,
      server: mirror,
      options: { endpoint },
      code: 0,
      records: [{ target: '/things', ...sent }],
    }),
  ),
  ...Object.entries(headers).flatMap(([name, all]): FaultCase[] => [
    {
      fault: impossible,
      name,
      server: good,
      options: { endpoint: { headers: all } },
      code: 2,
      requests: 0,
      says: /headers/,
    },
  ]),
  {
    fault: open,
    name: 'two resources: both are named',
    server: good,
    options: {
      resources: ['a', 'b'].map((name) => ({
        name,
        endpoint: { path: `${name}/{id}`, data_selector: 'data' },
      })),
    },
    code: 2,
    requests: 0,
    says: /resources\[0\][\s\S]*resources\[1\]/,
  },
  {
    fault: impossible,
    name: 'of the client',
    server: good,
    options: { client: { headers: { 'x-a': 'one\ntwo' } } },
    code: 2,
    requests: 0,
    says: /client\.headers/,
  },
  {
    fault: impossible,
    name: 'a secret with a line feed within',
    server: good,
    options: {
      client: { auth: { type: 'bearer', token: { secret: 'token' } } },
      environment: { TOKEN: 'c4n\nary' },
    },
    code: 2,
    requests: 0,
    says: /token/i,
    never: /c4n|ary/,
  },
  {
    fault: impossible,
    name: 'an API key with a line feed within',
    server: good,
    options: {
      client: { auth: { type: 'api_key', name: 'x-key', api_key: { secret: 'key' } } },
      environment: { KEY: 'c4n\nary' },
    },
    code: 2,
    requests: 0,
    never: /c4n|ary/,
  },
  {
    fault: impossible,
    name: 'no alarm: a secret with a line feed at its end is trimmed',
    server: always((request, response) =>
      json(response, { data: [{ sent: request.headers.authorization }] }),
    ),
    options: {
      client: { auth: { type: 'bearer', token: { secret: 'token' } } },
      environment: { TOKEN: 'abc\n' },
    },
    code: 0,
    records: [{ sent: 'Bearer abc' }],
  },
  {
    fault: impossible,
    name: 'no alarm: Latin-1',
    server: always((request, response) =>
      json(response, { data: [{ sent: String(request.headers['x-a']) }] }),
    ),
    options: { endpoint: { headers: { 'x-a': 'café' } } },
    code: 0,
    records: [{ sent: 'café' }],
  },
];
