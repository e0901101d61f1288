// What one bad server shows: status and content.
import { json } from '../../helpers/serve.ts';
import { all, always, cursor, type FaultCase, first, page, text } from './case.ts';

export const status: readonly FaultCase[] = [
  {
    fault: '204 in a chain',
    name: 'where nothing promised more',
    server: always((_, response) => response.writeHead(204).end()),
    code: 0,
  },
  {
    fault: '204 in a chain',
    name: 'although the page before promised more',
    server: () =>
      first(1, text('{"data":[{"id":1}],"next":"b"}'), (_, response) => response.writeHead(204).end()),
    options: { endpoint: cursor() },
    code: 4,
    records: [{ id: 1 }],
    says: /page 2.*without a body/s,
  },
  {
    fault: 'HTML with 200',
    name: 'a login page',
    server: always(text('<html><body>Please log in</body></html>', { 'content-type': 'text/html' })),
    code: 4,
    says: /HTML.*Please log in/,
    requests: 1,
  },
  {
    fault: 'invalid JSON with 200',
    name: 'once',
    server: () => first(1, text('{"data": [')),
    code: 0,
    records: all,
    requests: 2,
  },
  {
    fault: 'invalid JSON with 200',
    name: 'every time',
    server: always(text('{"data": [')),
    code: 5,
    says: /not JSON/,
    requests: 4,
  },
  {
    fault: 'error body with 200',
    name: 'by when',
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
    fault: 'error body with 200',
    name: 'by the selector',
    server: always(text('{"error":"x"}')),
    code: 4,
    says: /"data" matches nothing.*error/,
  },
  {
    fault: 'selector matches nothing',
    name: 'another name',
    server: always(text('{"items":[]}')),
    code: 4,
    says: /things, page 1: data_selector "data"/,
  },
  {
    fault: 'selector matches nothing',
    name: 'an empty array is fine',
    server: always(text('{"data":[]}')),
    code: 0,
  },
  {
    fault: 'selector matches nothing',
    name: 'null is no records',
    server: always(text('{"data":null}')),
    code: 0,
  },
  {
    fault: 'odd bytes',
    name: 'byte order mark',
    server: always(text(`\uFEFF${page}`)),
    code: 0,
    records: all,
  },
  {
    fault: 'odd bytes',
    name: 'invalid UTF-8',
    server: always(text(Buffer.from('{"data":["\xff"]}', 'latin1'))),
    code: 4,
    says: /not valid UTF-8/,
    requests: 1,
  },
  ...[408, 425, 429, 500, 502, 503, 504].map(
    (status): FaultCase => ({
      fault: 'failing status',
      name: `${status} is retried`,
      server: () => first(1, (_, response) => json(response, {}, status)),
      code: 0,
      records: all,
      requests: 2,
    }),
  ),
  ...[400, 404, 409, 422, 501].map(
    (status): FaultCase => ({
      fault: 'failing status',
      name: `${status} is permanent`,
      server: always((_, response) => json(response, {}, status)),
      code: 4,
      says: new RegExp(`HTTP ${status}`),
      requests: 1,
    }),
  ),
  {
    fault: 'redirects',
    name: 'within the origin',
    server: () => (request, response) =>
      request.url === '/things'
        ? response.writeHead(302, { location: '/moved?a=1' }).end()
        : json(response, page),
    code: 0,
    records: all,
  },
  {
    fault: 'redirects',
    name: 'in a loop',
    server: () => (request, response) =>
      response.writeHead(302, { location: request.url === '/a' ? '/things' : '/a' }).end(),
    code: 4,
    says: /redirect loop/,
  },
  {
    fault: 'redirects',
    name: 'more than five',
    server: () => (request, response) => response.writeHead(302, { location: `${request.url}x` }).end(),
    code: 4,
    says: /more than 5 redirects/,
  },
];
