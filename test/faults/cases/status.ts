// FAULTS.md: status and content.
import { json } from '../../helpers/serve.ts';
import { all, always, cursor, type FaultCase, first, page, text } from './case.ts';

export const status: readonly FaultCase[] = [
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
    (status): FaultCase => ({
      name: `19 ${status} is retried`,
      server: () => first(1, (_, response) => json(response, {}, status)),
      code: 0,
      records: all,
      requests: 2,
    }),
  ),
  ...[400, 404, 409, 422, 501].map(
    (status): FaultCase => ({
      name: `19 ${status} is permanent`,
      server: always((_, response) => json(response, {}, status)),
      code: 4,
      says: new RegExp(`HTTP ${status}`),
      requests: 1,
    }),
  ),
  {
    name: '20 redirect within the origin',
    server: () => (request, response) =>
      request.url === '/things'
        ? response.writeHead(302, { location: '/moved?a=1' }).end()
        : json(response, page),
    code: 0,
    records: all,
  },
  {
    name: '20 redirect loop',
    server: () => (request, response) =>
      response.writeHead(302, { location: request.url === '/a' ? '/things' : '/a' }).end(),
    code: 4,
    says: /redirect loop/,
  },
  {
    name: '20 more than five redirects',
    server: () => (request, response) => response.writeHead(302, { location: `${request.url}x` }).end(),
    code: 4,
    says: /more than 5 redirects/,
  },
];
