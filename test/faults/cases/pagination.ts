// What one bad server shows: pagination.
import type { ServerResponse } from 'node:http';
import { json, queryOf } from '../../helpers/serve.ts';
import { always, cursor, type FaultCase, ids, offset, offsets, text } from './case.ts';

export const pagination: readonly FaultCase[] = [
  {
    fault: 'the same cursor again',
    name: 'at once',
    server: always(text('{"data":[{"id":1}],"next":"a"}')),
    options: { endpoint: cursor() },
    code: 4,
    records: [{ id: 1 }, { id: 1 }],
    says: /no progress/,
  },
  {
    fault: 'the same cursor again',
    name: 'after a cycle',
    server: () => (request, response) =>
      json(response, { data: [{ id: 1 }], next: queryOf(request).get('cursor') === 'a' ? 'b' : 'a' }),
    options: { endpoint: cursor() },
    code: 4,
    says: /no progress/,
  },
  {
    fault: 'the same cursor again',
    name: 'a next link to itself',
    server: () => (request, response) => json(response, { data: [{ id: 1 }], next: request.url }),
    options: { endpoint: { paginator: 'json_link' } },
    code: 4,
    says: /no progress/,
  },
  {
    fault: 'new cursors, the same page',
    name: 'for ever',
    server: () => {
      let count = 0;
      return (_: unknown, response: ServerResponse) =>
        json(response, { data: [{ id: 1 }, { id: 2 }], next: `c${count++}` });
    },
    options: { endpoint: cursor() },
    code: 4,
    says: /a page came whose records an earlier page held/,
  },
  {
    fault: 'always more, always empty',
    name: 'new cursors',
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
    (value): FaultCase => ({
      fault: 'odd cursor',
      name: `${value} ends`,
      server: always(text(`{"data":[{"id":1}],"next":${value}}`)),
      options: { endpoint: cursor() },
      code: 0,
      records: [{ id: 1 }],
      requests: 1,
      ...(value === '0' || value === 'false' ? { says: /was taken as the end/ } : {}),
    }),
  ),
  {
    fault: 'short page in the middle',
    name: 'by offset',
    server: () => (request, response) => {
      const from = Number(queryOf(request).get('offset'));
      json(response, { data: ids(9).slice(from, from + (from === 2 ? 1 : 2)) });
    },
    options: { endpoint: offset },
    code: 0,
    records: ids(9),
  },
  {
    fault: 'server caps the page size',
    name: '100 of 200',
    server: always(offsets(ids(450), {}, 100)),
    options: { endpoint: { paginator: { type: 'offset', limit: 200 } } },
    code: 0,
    records: ids(450),
  },
  ...['3', '99', 'null', '"7"', '"many"', '-1'].map(
    (total): FaultCase => ({
      fault: 'odd total',
      name: `${total}`,
      server: always(offsets(ids(7), { total: JSON.parse(total) })),
      options: { endpoint: { paginator: { type: 'offset', limit: 2, total_path: 'total' } }, words: ['-v'] },
      code: total === '99' ? 4 : 0,
      records: ids(7),
      ...(total === '99' || total === '3' ? { says: /stated a total of \d+, and 7 records came/ } : {}),
    }),
  ),
  {
    fault: 'records come and go while paging',
    name: 'inserted',
    server: () => (request, response) => {
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
    fault: 'last page served for ever',
    name: 'a page number that is clamped',
    server: () => (request, response) => {
      const number = Math.min(Number(queryOf(request).get('page')), 3);
      json(response, { data: [{ id: number }] });
    },
    options: { endpoint: { paginator: 'page_number' } },
    code: 4,
    says: /the same page came/,
  },
  {
    fault: 'more, but no cursor',
    name: 'by has_more_path',
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
    (link): FaultCase => ({
      fault: 'next link to another host',
      name: `${link}`,
      server: always(text(JSON.stringify({ data: [{ id: 1 }], next: link }))),
      options: { endpoint: { paginator: 'json_link' } },
      code: 4,
      says: /refused to follow/,
      requests: 1,
    }),
  ),
  {
    fault: 'relative next link',
    name: 'beside the current path',
    server: () => (request, response) => {
      const isAtHome = request.url?.startsWith('/v2/things?');
      if (queryOf(request).has('page') && isAtHome) return json(response, { data: [{ id: 2 }] });
      json(response, { data: [{ id: 1 }], next: 'things?page=2' });
    },
    options: { endpoint: { path: '/v2/things', paginator: 'json_link' } },
    code: 0,
    records: [{ id: 1 }, { id: 2 }],
  },
  {
    fault: 'maximum_page while there is more',
    name: 'says limited',
    server: () => (request, response) =>
      json(response, { data: [{ id: Number(queryOf(request).get('page')) }] }),
    options: {
      endpoint: { paginator: { type: 'page_number', base_page: 1, maximum_page: 2 } },
      words: ['-v'],
    },
    code: 0,
    records: [{ id: 1 }, { id: 2 }],
    says: /maximum_page 2[\s\S]*limited/,
  },
];
