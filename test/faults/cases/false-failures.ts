// Answers that are a little odd and perfectly good: they must be read.
import type { RequestListener } from 'node:http';
import { gzipSync } from 'node:zlib';
import { json, queryOf } from '../../helpers/serve.ts';
import { all, always, cursor, type FaultCase, first, ids, page, text } from './case.ts';

const wildcard = 'nothing under a wildcard';
const selected = (data_selector: string, body: string, extra: object = {}): Partial<FaultCase> => ({
  server: always(text(body)),
  options: { endpoint: { data_selector, ...extra } },
  code: 0,
  records: [],
});
const wildcards: readonly FaultCase[] = Object.entries({
  'data[*].attributes': '{"data":[]}',
  'groups[*].items[*]': '{"groups":[]}',
  'groups[*].items': '{"groups":[{"items":[]},{"items":[]}]}',
  '$.data[*].attributes': '{"data":[]}',
  '$[*].id.x': '[]',
  'a[*].b[*].c': '{"a":[{"b":[]}]}',
}).map(([selector, body]) => ({
  fault: wildcard,
  name: `${selector} over ${body}`,
  ...(selected(selector, body) as Omit<FaultCase, 'fault' | 'name'>),
}));

const raw =
  (head: string, body: Buffer | string): RequestListener =>
  (_, response) => {
    response.socket?.end(
      Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\n${head}\r\n\r\n`), Buffer.from(body)]),
    );
  };
const length = Buffer.byteLength(page);
const latin = (content: string, type: string) =>
  text(Buffer.from(content, 'latin1'), { 'content-type': type });

const odd = 'odd but harmless answers';
const cafe = [{ id: 1, name: 'café' }];
const harmless: readonly FaultCase[] = [
  {
    fault: odd,
    name: 'the same Content-Length twice',
    server: always(
      raw(`Content-Type: application/json\r\nContent-Length: ${length}\r\nContent-Length: ${length}`, page),
    ),
    code: 0,
    records: all,
  },
  {
    fault: odd,
    name: 'the same Content-Length twice in one header',
    server: always(raw(`Content-Type: application/json\r\nContent-Length: ${length}, ${length}`, page)),
    code: 0,
    records: all,
  },
  ...[20, 100, 200].map(
    (kilobytes): FaultCase => ({
      fault: odd,
      name: `${kilobytes} KB of headers`,
      server: always(text(page, { 'x-large': 'x'.repeat(kilobytes * 1000) })),
      code: 0,
      records: all,
    }),
  ),
  {
    fault: odd,
    name: 'gzip bytes without Content-Encoding',
    server: always(text(gzipSync(page))),
    code: 0,
    records: all,
  },
  {
    fault: odd,
    name: 'gzip bytes named application/gzip',
    server: always(text(gzipSync(page), { 'content-type': 'application/gzip' })),
    code: 0,
    records: all,
  },
  ...[
    'application/json; charset=iso-8859-1',
    'application/json;charset=ISO-8859-1',
    'application/json; charset="latin1"',
    'text/json; charset=windows-1252',
  ].map(
    (type): FaultCase => ({
      fault: odd,
      name: type,
      server: always(latin('{"data":[{"id":1,"name":"caf\xe9"}]}', type)),
      code: 0,
      records: cafe,
    }),
  ),
  {
    fault: odd,
    name: 'a euro sign in windows-1252',
    server: always(latin('{"data":[{"p":"\x80"}]}', 'application/json; charset=windows-1252')),
    code: 0,
    records: [{ p: '€' }],
  },
  {
    fault: odd,
    name: 'charset=utf8',
    server: always(
      text('{"data":[{"id":1,"name":"café"}]}', { 'content-type': 'application/json; charset=utf8' }),
    ),
    code: 0,
    records: cafe,
  },
  {
    fault: odd,
    name: 'UTF-16',
    server: always(
      text(Buffer.from('{"data":[{"id":1,"name":"café"}]}', 'utf16le'), {
        'content-type': 'application/json; charset=utf-16le',
      }),
    ),
    code: 0,
    records: cafe,
  },
  {
    fault: odd,
    name: 'UTF-16, all of it ASCII',
    server: always(
      text(Buffer.from('{"data":[{"id":1,"name":"cafe"}]}', 'utf16le'), {
        'content-type': 'application/json; charset=utf-16le',
      }),
    ),
    code: 0,
    records: [{ id: 1, name: 'cafe' }],
  },
  {
    fault: odd,
    name: 'the charset that the pipeline names',
    server: always(latin('{"data":[{"id":1,"name":"caf\xe9"}]}', 'application/json')),
    options: { client: { encoding: 'iso-8859-1' } },
    code: 0,
    records: cafe,
  },
  {
    fault: odd,
    name: 'a charset that nobody knows is named',
    server: always(latin('{"data":[{"id":1,"name":"caf\xe9"}]}', 'application/json; charset=x-klingon')),
    code: 4,
    says: /x-klingon/,
  },
  ...[
    'text/html',
    'text/plain',
    'application/vnd.api+json',
    'application/octet-stream',
    'text/javascript',
  ].map(
    (type): FaultCase => ({
      fault: odd,
      name: `JSON that is called ${type}`,
      server: always(text(page, { 'content-type': type })),
      code: 0,
      records: all,
    }),
  ),
];

/** Pages by a cursor in the body of a POST; a cursor of another type is not known. */
const posted =
  (cursors: readonly unknown[]): RequestListener =>
  (request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const sent = JSON.parse(body === '' ? '{}' : body).page;
      const at =
        sent === undefined ? 0 : cursors.findIndex((one) => JSON.stringify(one) === JSON.stringify(sent)) + 1;
      if (at === 0 && sent !== undefined)
        return json(response, { message: `no such page ${JSON.stringify(sent)}` }, 400);
      json(response, { data: [{ id: at + 1 }], next: cursors[at] ?? null });
    });
  };

const numeric = 'numeric cursor or partition';
const numbers: readonly FaultCase[] = [
  ...[
    ['a number', [2, 3]],
    ['a fraction', [2.5, 3.5]],
    ['a text of digits', ['2', '3']],
    ['a long integer as text', ['9007199254740993', '9007199254740995']],
    ['a list', [[1, 2], [3]]],
  ].map(
    ([name, cursors]): FaultCase => ({
      fault: numeric,
      name: name as string,
      server: always(posted(cursors as unknown[])),
      options: {
        endpoint: { method: 'post', ...cursor({ cursor_param: undefined, cursor_body_path: 'page' }) },
      },
      code: 0,
      records: ids(3),
    }),
  ),
  ...[
    ['a number', 7, 7],
    ['a text of digits', '7', '7'],
    ['a number as text in the records', 7, '7'],
    ['true', true, true],
  ].map(
    ([name, value, inRecord]): FaultCase => ({
      fault: numeric,
      name: `a partition, ${name}`,
      server: always((request, response) =>
        json(response, {
          data: [{ id: 1, org: queryOf(request).get('org') === String(value) ? inRecord : 'other' }],
        }),
      ),
      options: {
        endpoint: {
          partition_router: { type: 'list', values: [value], cursor_field: 'org', record_field: 'org' },
        },
      },
      code: 0,
      records: [{ id: 1, org: inRecord }],
    }),
  ),
];

const gateways = 'gateway errors, 429 without a time';
const statuses: readonly FaultCase[] = [
  ...[507, 509, 520, 521, 522, 524, 527, 529, 530, 598].map(
    (status): FaultCase => ({
      fault: gateways,
      name: `${status} once`,
      server: () => first(1, (_, response) => json(response, {}, status)),
      code: 0,
      records: all,
      requests: 2,
    }),
  ),
  {
    fault: gateways,
    name: '429 six times, waited out',
    server: () => first(6, (_, response) => json(response, {}, 429)),
    options: { client: { retry: { initial_wait: 0.01, rate_limit_budget: 30 } } },
    code: 0,
    records: all,
    requests: 7,
  },
  {
    fault: gateways,
    name: '429 for ever names the key that would wait',
    server: always((_, response) => json(response, {}, 429)),
    code: 5,
    says: /rate_limit_budget/,
    requests: 4,
  },
  {
    fault: gateways,
    name: '403 with nothing remaining is a rate limit',
    server: () =>
      first(1, (_, response) => {
        response.writeHead(403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '0.1' }).end('{}');
      }),
    code: 0,
    records: all,
    requests: 2,
  },
  {
    fault: gateways,
    name: '403 with something remaining is none',
    server: always((_, response) => {
      response.writeHead(403, { 'x-ratelimit-remaining': '7' }).end('{}');
    }),
    code: 4,
    requests: 1,
  },
];

const left = 'nothing under a wildcard';
const ends: readonly FaultCase[] = [
  {
    fault: left,
    name: 'a list that is left out, where the pipeline says so',
    server: always(text('{}')),
    options: { endpoint: { response_actions: [{ when: "not response.get('data')", action: 'end' }] } },
    code: 0,
    records: [],
  },
  {
    fault: left,
    name: 'a list that is left out, unsaid, is a failure',
    server: always(text('{}')),
    code: 4,
    says: /data_selector/,
  },
  {
    fault: left,
    name: 'a missing name before a wildcard is a failure',
    server: always(text('{"items":[]}')),
    options: { endpoint: { data_selector: 'data[*].attributes' } },
    code: 4,
    says: /data_selector/,
  },
];

export const falseFailures: readonly FaultCase[] = [
  ...wildcards,
  ...ends,
  ...harmless,
  ...numbers,
  ...statuses,
];
