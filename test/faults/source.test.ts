// FAULTS.md, the rows about what an API does wrong. Case names carry the row's number.
import type { RequestListener, ServerResponse } from 'node:http';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { type Extraction, type ExtractOptions, extract } from '../helpers/extract.ts';
import { json, queryOf } from '../helpers/serve.ts';

const page = JSON.stringify({ data: [{ id: 1 }, { id: 2 }, { id: 3 }] });
const all = [{ id: 1 }, { id: 2 }, { id: 3 }];

/** Answers the first requests in one way, later ones in another. */
function first(
  times: number,
  bad: RequestListener,
  good: RequestListener = (_, response) => json(response, page),
) {
  let count = 0;
  const listener: RequestListener = (request, response) => {
    count += 1;
    return (count <= times ? bad : good)(request, response);
  };
  return listener;
}

const always = (listener: RequestListener): RequestListener => listener;
const text =
  (body: string | Buffer, headers: Record<string, string> = {}): RequestListener =>
  (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', ...headers });
    response.end(body);
  };

const cut =
  (bytes: Buffer | string, headers: Record<string, string> = {}): RequestListener =>
  (_, response) => {
    const buffer = Buffer.from(bytes);
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': String(buffer.length),
      ...headers,
    });
    response.write(buffer.subarray(0, buffer.length >> 1), () => response.socket?.destroy());
  };

interface Case {
  readonly name: string;
  readonly server: RequestListener | (() => RequestListener);
  readonly options?: ExtractOptions;
  readonly code: number;
  /** Default: nothing. */
  readonly records?: unknown[];
  readonly says?: RegExp;
  readonly requests?: number;
}

const offset = { paginator: { type: 'offset', limit: 2 } };
const cursor = (extra: object = {}) => ({
  paginator: { type: 'cursor', cursor_path: 'next', cursor_param: 'cursor', ...extra },
});

/** An offset API over a list. */
const offsets =
  (items: readonly unknown[], extra: object = {}, most = 100): RequestListener =>
  (request, response) => {
    const query = queryOf(request);
    const from = Number(query.get('offset'));
    json(response, { data: items.slice(from, from + Math.min(Number(query.get('limit')), most)), ...extra });
  };

const ids = (count: number) => Array.from({ length: count }, (_, i) => ({ id: i + 1 }));

const cases: Case[] = [
  {
    name: '1 body shorter than Content-Length',
    server: () => first(1, cut(page)),
    code: 0,
    records: all,
    requests: 2,
  },
  {
    name: '2 chunked body without its last chunk',
    server: () =>
      first(1, (_, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.write(page, () => response.socket?.destroy());
      }),
    code: 0,
    records: all,
    requests: 2,
  },
  {
    name: '3 connection-delimited body cut short',
    server: () =>
      first(1, (_, response) => {
        response.socket?.end(`HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n${page.slice(0, 20)}`);
      }),
    code: 0,
    records: all,
    requests: 2,
  },
  ...(
    [
      ['gzip', gzipSync],
      ['deflate', deflateSync],
      ['br', brotliCompressSync],
    ] as const
  ).flatMap(([encoding, compress]): Case[] => {
    const whole = compress(page);
    const half = whole.subarray(0, whole.length >> 1);
    const headers = { 'content-encoding': encoding, 'content-length': String(half.length) };
    return [
      {
        name: `4 ${encoding} body cut in half, Content-Length right`,
        server: () => first(1, text(half, headers)),
        code: 0,
        records: all,
        requests: 2,
      },
      {
        name: `4 ${encoding} body that is whole`,
        server: always(text(whole, { 'content-encoding': encoding })),
        code: 0,
        records: all,
      },
      {
        name: `4 ${encoding} body cut every time`,
        server: always(text(half, headers)),
        code: 5,
        says: /cut short or damaged/,
        requests: 4,
      },
    ];
  }),
  {
    name: '5 compression bomb',
    server: always(text(gzipSync(Buffer.alloc(5_000_000, 32)), { 'content-encoding': 'gzip' })),
    options: { client: { max_response_bytes: 100_000 } },
    code: 4,
    says: /max_response_bytes/,
    requests: 1,
  },
  {
    name: '6 reset before the headers',
    server: () => first(1, (request) => request.socket.resetAndDestroy()),
    code: 0,
    records: all,
    requests: 2,
  },
  {
    name: '6 reset in mid-body',
    server: () =>
      first(1, (request, response) => {
        response.writeHead(200, { 'content-length': '500' });
        response.write('{"data": [', () => setTimeout(() => request.socket.resetAndDestroy(), 20));
      }),
    code: 0,
    records: all,
    requests: 2,
  },
  {
    name: '7 one byte now and then: the total deadline',
    server: () =>
      first(1, (_, response) => {
        response.writeHead(200, { 'content-length': '500' });
        const timer = setInterval(() => response.write(' '), 50);
        response.on('close', () => clearInterval(timer));
      }),
    options: { client: { retry: { initial_wait: 0.01 }, timeout: { total: 0.5 } } },
    code: 0,
    records: all,
  },
  {
    name: '8 accepted, never answered',
    server: () => first(1, () => {}),
    options: { client: { retry: { initial_wait: 0.01 }, timeout: { headers: 0.3 } } },
    code: 0,
    records: all,
  },
  {
    name: '12 204 where nothing promised more',
    server: always((_, response) => response.writeHead(204).end()),
    code: 0,
  },
  {
    name: '12 204 although the page before promised more',
    server: () =>
      first(1, text('{"data":[{"id":1}],"next":"b"}'), (_, response) => response.writeHead(204).end()),
    options: { endpoint: cursor() },
    code: 4,
    records: [{ id: 1 }],
    says: /page 2.*without a body/s,
  },
  {
    name: '13 HTML with 200',
    server: always(text('<html><body>Please log in</body></html>', { 'content-type': 'text/html' })),
    code: 4,
    says: /HTML.*Please log in/,
    requests: 1,
  },
  {
    name: '14 invalid JSON once',
    server: () => first(1, text('{"data": [')),
    code: 0,
    records: all,
    requests: 2,
  },
  {
    name: '14 invalid JSON every time',
    server: always(text('{"data": [')),
    code: 5,
    says: /not JSON/,
    requests: 4,
  },
  {
    name: '15 an error body with 200, by when',
    server: always(text('{"status":"FAILURE","reason":"quota"}')),
    options: {
      endpoint: {
        response_actions: [
          { when: "response.status == 'FAILURE'", action: 'fail', message: 'quota used up' },
        ],
      },
    },
    code: 4,
    says: /quota used up/,
  },
  {
    name: '15 an error body with 200, by the selector',
    server: always(text('{"error":"x"}')),
    code: 4,
    says: /"data" matches nothing.*error/,
  },
  {
    name: '16 selector that matches nothing',
    server: always(text('{"items":[]}')),
    code: 4,
    says: /things, page 1: data_selector "data"/,
  },
  { name: '16 an empty array is fine', server: always(text('{"data":[]}')), code: 0 },
  { name: '16 null is no records', server: always(text('{"data":null}')), code: 0 },
  { name: '17 byte order mark', server: always(text(`\uFEFF${page}`)), code: 0, records: all },
  {
    name: '17 invalid UTF-8',
    server: always(text(Buffer.from('{"data":["\xff"]}', 'latin1'))),
    code: 4,
    says: /not valid UTF-8/,
    requests: 1,
  },
  ...[408, 425, 429, 500, 502, 503, 504].map(
    (status): Case => ({
      name: `19 ${status} is retried`,
      server: () => first(1, (_, response) => json(response, {}, status)),
      code: 0,
      records: all,
      requests: 2,
    }),
  ),
  ...[400, 404, 409, 422, 501].map(
    (status): Case => ({
      name: `19 ${status} is permanent`,
      server: always((_, response) => json(response, {}, status)),
      code: 4,
      says: new RegExp(`HTTP ${status}`),
      requests: 1,
    }),
  ),
  {
    name: '20 redirect within the origin',
    server: (request, response) =>
      request.url === '/things'
        ? response.writeHead(302, { location: '/moved?a=1' }).end()
        : json(response, page),
    code: 0,
    records: all,
  },
  {
    name: '20 redirect loop',
    server: (request, response) =>
      response.writeHead(302, { location: request.url === '/a' ? '/things' : '/a' }).end(),
    code: 4,
    says: /redirect loop/,
  },
  {
    name: '20 more than five redirects',
    server: (request, response) => response.writeHead(302, { location: `${request.url}x` }).end(),
    code: 4,
    says: /more than 5 redirects/,
  },
  ...(
    [
      ['0', 0],
      ['0.02', 0],
      ['-5', 0],
      ['garbage', 0],
      [new Date(Date.now() - 60_000).toUTCString(), 0],
      ['3600', 5],
      [String(30 * 86_400), 5],
      ['Fri, 31 Dec 9999 23:59:59 GMT', 5],
      ['9'.repeat(400), 5],
    ] as const
  ).map(
    ([header, code]): Case => ({
      name: `21 Retry-After: ${header.slice(0, 40)}`,
      server: () => first(1, (_, response) => response.writeHead(429, { 'retry-after': header }).end()),
      code,
      ...(code === 0
        ? { records: all, requests: 2 }
        : { says: /asks to wait until .*run again after/s, requests: 1 }),
    }),
  ),
  {
    name: '22 endless 429 ends by the total budget',
    server: always((_, response) => response.writeHead(429, { 'retry-after': '0.2' }).end()),
    options: { client: { retry: { max_retries: 1000, total_budget: 0.7 } } },
    code: 5,
    says: /total_budget/,
  },
  {
    name: '24 the final error lists attempts, statuses and waits',
    server: always((_, response) => json(response, {}, 503)),
    code: 5,
    says: /4 attempts.*HTTP 503, waited 0\.0 s, HTTP 503/,
    requests: 4,
  },
  {
    name: '31 the same cursor again',
    server: always(text('{"data":[{"id":1}],"next":"a"}')),
    options: { endpoint: cursor() },
    code: 4,
    records: [{ id: 1 }, { id: 1 }],
    says: /no progress/,
  },
  {
    name: '31 a cycle of cursors',
    server: (request, response) =>
      json(response, { data: [{ id: 1 }], next: queryOf(request).get('cursor') === 'a' ? 'b' : 'a' }),
    options: { endpoint: cursor() },
    code: 4,
    says: /no progress/,
  },
  {
    name: '31 a next link to itself',
    server: (request, response) => json(response, { data: [{ id: 1 }], paging: { next: request.url } }),
    options: { endpoint: { paginator: 'json_link' } },
    code: 4,
    says: /no progress/,
  },
  {
    name: '32 new cursors, the same page',
    server: () => {
      let count = 0;
      return (_: unknown, response: ServerResponse) =>
        json(response, { data: [{ id: 1 }, { id: 2 }], next: `c${count++}` });
    },
    options: { endpoint: cursor() },
    code: 4,
    says: /the same page came 4 times/,
  },
  {
    name: '33 always more, always empty',
    server: () => {
      let count = 0;
      return (_: unknown, response: ServerResponse) =>
        json(response, { data: [], more: true, next: `c${count++}` });
    },
    options: { endpoint: cursor({ has_more_path: 'more' }) },
    code: 4,
    says: /empty pages in a row/,
  },
  ...['""', 'null', '0', 'false'].map(
    (value): Case => ({
      name: `34 cursor ${value} ends`,
      server: always(text(`{"data":[{"id":1}],"next":${value}}`)),
      options: { endpoint: cursor() },
      code: 0,
      records: [{ id: 1 }],
      requests: 1,
      ...(value === '0' || value === 'false' ? { says: /was taken as the end/ } : {}),
    }),
  ),
  {
    name: '35 a short page in the middle',
    server: (request, response) => {
      const from = Number(queryOf(request).get('offset'));
      json(response, { data: ids(9).slice(from, from + (from === 2 ? 1 : 2)) });
    },
    options: { endpoint: offset },
    code: 0,
    records: ids(9),
  },
  {
    name: '36 the server caps the page at 100 of 200',
    server: always(offsets(ids(450), {}, 100)),
    options: { endpoint: { paginator: { type: 'offset', limit: 200 } } },
    code: 0,
    records: ids(450),
  },
  ...['3', '99', 'null', '"7"', '"many"', '-1'].map(
    (total): Case => ({
      name: `37 total ${total}`,
      server: always(offsets(ids(7), { total: JSON.parse(total) })),
      options: { endpoint: { paginator: { type: 'offset', limit: 2, total_path: 'total' } }, words: ['-v'] },
      code: 0,
      records: ids(7),
      ...(total === '99' || total === '3' ? { says: /stated a total of \d+, and 7 records came/ } : {}),
    }),
  ),
  {
    name: '38 records inserted while paging',
    server: (request, response) => {
      const from = Number(queryOf(request).get('offset'));
      const list = from === 0 ? ids(6) : [{ id: 0 }, ...ids(6)];
      json(response, { data: list.slice(from, from + 2) });
    },
    options: { endpoint: offset, resource: { primary_key: 'id' }, words: ['-v'] },
    code: 0,
    records: ids(6),
    says: /things +complete +\d+ +6 +1 /,
  },
  {
    name: '39 a page number that is clamped',
    server: (request, response) => {
      const number = Math.min(Number(queryOf(request).get('page')), 3);
      json(response, { data: [{ id: number }] });
    },
    options: { endpoint: { paginator: 'page_number' } },
    code: 4,
    says: /the same page came/,
  },
  {
    name: '40 more, but no cursor',
    server: always(text('{"data":[{"id":1}],"more":true}')),
    options: { endpoint: cursor({ has_more_path: 'more' }) },
    code: 4,
    says: /there is more, but "next" holds nothing/,
  },
  ...[
    'https://127.0.0.1:1/x',
    '//evil.example/x',
    'http://api@127.0.0.1:1/x',
    'ftp://127.0.0.1/x',
    'http://localhost:1/x',
  ].map(
    (link): Case => ({
      name: `41 next link ${link}`,
      server: always(text(JSON.stringify({ data: [{ id: 1 }], paging: { next: link } }))),
      options: { endpoint: { paginator: 'json_link' } },
      code: 4,
      says: /refused to follow/,
      requests: 1,
    }),
  ),
  {
    name: '42 relative next link',
    server: (request, response) =>
      json(
        response,
        request.url === '/v2/things'
          ? { data: [{ id: 1 }], paging: { next: 'things?page=2' } }
          : { data: [{ id: request.url }] },
      ),
    options: { endpoint: { path: '/v2/things', paginator: 'json_link' } },
    code: 0,
    records: [{ id: 1 }, { id: '/v2/things?page=2' }],
  },
  {
    name: '43 maximum_page while there is more',
    server: (request, response) => json(response, { data: [{ id: Number(queryOf(request).get('page')) }] }),
    options: { endpoint: { paginator: { type: 'page_number', maximum_page: 2 } }, words: ['-v'] },
    code: 0,
    records: [{ id: 1 }, { id: 2 }],
    says: /maximum_page 2[\s\S]*limited/,
  },
  {
    name: '44 integers beyond 2^53',
    server: always(
      text('{"data":[{"id":9007199254740993,"n":{"deep":[-9223372036854775808]}},{"id":9007199254740992}]}'),
    ),
    options: { resource: { primary_key: 'id' } },
    code: 0,
    says: /^$/,
  },
  { name: '45 1e400', server: always(text('{"data":[{"id":1e400}]}')), code: 5, says: /beyond the range/ },
  { name: '45 NaN', server: always(text('{"data":[{"id":NaN}]}')), code: 5, says: /not JSON/ },
  {
    name: '47 nesting 100,000 deep',
    server: always(text(`{"data":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)),
    code: 5,
    says: /nested deeper/,
  },
  {
    name: '48 keys that collide after renaming',
    server: always(text('{"data":[{"fooBar":1,"foo_bar":2}]}')),
    options: { resource: { naming: 'snake_case' } },
    code: 4,
    says: /collides/,
  },
  ...['{"a":1}', '{"id":null}', '{"id":{"x":1}}', '{"id":""}'].map(
    (record): Case => ({
      name: `50 key of ${record}`,
      server: always(text(`{"data":[${record}]}`)),
      options: { resource: { primary_key: 'id' } },
      code: 4,
      says: /rejected.*no key/,
    }),
  ),
  {
    name: '63 escape sequences in server text',
    server: always((_, response) => json(response, '"\u001b[31mred\u001b]0;title\u0007"', 400)),
    code: 4,
    says: /HTTP 400/,
  },
];

function expectations(one: Case, outcome: Extraction): void {
  expect(outcome.code, outcome.stderr).toBe(one.code);
  if (one.says !== undefined) expect(outcome.stderr).toMatch(one.says);
  if (one.records !== undefined) expect(outcome.records).toEqual(one.records);
  else if (one.code !== 0 && one.says === undefined) expect(outcome.records).toEqual([]);
  if (one.requests !== undefined) expect(outcome.requests).toHaveLength(one.requests);
  expect(outcome.stderr).not.toMatch(/\u001b/);
}

describe('FAULTS', () => {
  test.each(cases)('$name', async (one) => {
    const server =
      one.server.length === 0 ? (one.server as () => RequestListener)() : (one.server as RequestListener);
    expectations(one, await extract(server, one.options));
  });

  test('44 integers beyond 2^53 keep every digit on stdout, and differ as keys', async () => {
    const body =
      '{"data":[{"id":9007199254740993,"n":{"deep":[-9223372036854775808]}},{"id":9007199254740992}]}';
    const { stdout } = await extract(text(body), { resource: { primary_key: 'id' } });
    expect(stdout).toBe(
      '{"id":9007199254740993,"n":{"deep":[-9223372036854775808]}}\n{"id":9007199254740992}\n',
    );
  });

  test('46 keys __proto__, constructor, toString are data', async () => {
    const body = '{"data":[{"id":1,"__proto__":{"polluted":1},"constructor":2,"toString":3}]}';
    const { stdout, code } = await extract(text(body), { resource: { primary_key: 'id' } });
    expect(code).toBe(0);
    expect(stdout).toBe('{"id":1,"__proto__":{"polluted":1},"constructor":2,"toString":3}\n');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test('18 403 on one of three resources: the others complete, exit 6', async () => {
    const resources = ['a', 'b', 'c'].map((name) => ({
      name,
      endpoint: { path: name, data_selector: 'data' },
    }));
    const outcome = await extract(
      (request, response) =>
        request.url === '/b' ? json(response, { error: 'no' }, 403) : json(response, page),
      { resources },
    );
    expect(outcome.code).toBe(6);
    expect(outcome.records).toHaveLength(6);
    expect(outcome.stderr).toMatch(/error: b, page 1: GET .*HTTP 403/);
    expect(outcome.stderr).toMatch(/2 of 3 resources complete/);
  });

  test('23 many requests get 429 at once: one shared pause', async () => {
    let refused = 0;
    const started = performance.now();
    const resources = ['a', 'b', 'c', 'd'].map((name) => ({
      name,
      endpoint: { path: name, data_selector: 'data' },
    }));
    const outcome = await extract(
      (_, response) => {
        refused += 1;
        if (refused <= 4) response.writeHead(429, { 'retry-after': '0.5' }).end();
        else json(response, page);
      },
      { resources },
    );
    expect(outcome.code).toBe(0);
    const late = outcome.requests.slice(4);
    expect(late).toHaveLength(4);
    expect(Math.min(...late.map((request) => request.at)) - started).toBeGreaterThan(500);
  });
});
