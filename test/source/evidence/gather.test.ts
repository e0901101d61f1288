// The end of a chain against the evidence: what says that there is more, what only looks like it, and the ways out.
import { describe, expect, test } from 'vitest';
import { extract } from '../../helpers/extract.ts';
import { json, queryOf } from '../../helpers/serve.ts';

const two = [{ id: 1 }, { id: 2 }];

/** One page, whatever is asked for. */
const answering =
  (body: unknown, headers: Record<string, string> = {}, status = 200): Parameters<typeof extract>[0] =>
  (_, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    json(response, body, status);
  };

describe('no paginator is named', () => {
  const signs: [string, object, RegExp][] = [
    [
      'a cursor',
      { next_cursor: 'abc' },
      /"type": "cursor", "cursor_path": "next_cursor", "cursor_param": "cursor"/,
    ],
    ['a cursor in camel case', { nextCursor: 'abc' }, /"cursor_path": "nextCursor"/],
    ['a token', { nextPageToken: 'abc' }, /"cursor_param": "pageToken"/],
    ['a token under meta', { meta: { next_token: 'abc' } }, /"cursor_path": "meta.next_token"/],
    ['a batch', { next_batch: 's72594' }, /"cursor_path": "next_batch"/],
    [
      'parameters to continue with',
      { continue: { sroffset: 10, continue: '-||' } },
      /"cursor_path": "continue"/,
    ],
    ['an opaque offset', { offset: 'itr1/rec2' }, /"cursor_path": "offset"/],
    ['a key to start from', { LastEvaluatedKey: { id: '2' } }, /"cursor_path": "LastEvaluatedKey"/],
    [
      'a marker within the envelope of responses',
      { response_metadata: { next_cursor: 'x' } },
      /response_metadata/,
    ],
    ['the number of the next page', { next_page: 2, count: 500 }, /"type": "page_number"/],
    [
      'an object that names the next',
      { paging: { next: { after: '2' } } },
      /"cursor_path": "paging.next.after"/,
    ],
    ['a flag', { has_more: true }, /"has_more_path": "has_more"/],
    ['a flag in an envelope', { info: { more_records: true } }, /"has_more_path": "info.more_records"/],
    ['not the last', { last: false }, /"page_number"/],
    ['not done', { done: false }, /"page_number"/],
    ['a connection of GraphQL', { pageInfo: { hasNextPage: true, endCursor: 'x' } }, /"pageInfo.endCursor"/],
    ['a total', { total: 5 }, /total of 5, and 2 records came/],
    ['a total as text', { meta: { total_count: '5' } }, /total of 5/],
    ['a total of objects', { hits: { total: { value: 5 } } }, /total of 5/],
    ['a count of all', { '@odata.count': 5 }, /total of 5/],
    ['a number of pages', { total_pages: 5 }, /states 5 pages/],
    ['pages in an envelope', { pagination: { page: 1, pages: 3 } }, /states 3 pages/],
  ];
  test.each(signs)('%s: exit 4 with what to paste, under -q too', async (_name, extra, says) => {
    const outcome = await extract(answering({ data: two, ...extra }), { words: ['-q'] });
    expect(outcome.code, outcome.stderr).toBe(4);
    expect(outcome.stderr).toMatch(/no paginator is named, and [\s\S]*hint: name it: "paginator": \{/);
    expect(outcome.stderr).toMatch(says);
  });

  const headers: [string, Record<string, string>, number][] = [
    ['X-Total-Count', { 'X-Total-Count': '5' }, 200],
    ['X-WP-Total', { 'X-WP-Total': '5' }, 200],
    ['X-WP-TotalPages', { 'X-WP-TotalPages': '3' }, 200],
    ['X-Next-Page', { 'X-Next-Page': '2' }, 200],
    ['Next-Page', { 'Next-Page': '2' }, 200],
    ['X-Continuation-Token', { 'X-Continuation-Token': 'abc' }, 200],
    ['X-Has-More', { 'X-Has-More': 'true' }, 200],
    ['X-Pagination', { 'X-Pagination': '{"TotalCount":5,"HasNext":true}' }, 200],
    ['206 and Content-Range', { 'Content-Range': 'items 0-1/250' }, 206],
    ['206 of an unknown whole', { 'Content-Range': 'items 0-1/*' }, 206],
  ];
  test.each(headers)('the header %s: exit 4', async (_name, names, status) => {
    const outcome = await extract(answering({ data: two }, names, status));
    expect(outcome.code, outcome.stderr).toBe(4);
  });

  test('as many records as were asked for', async () => {
    const outcome = await extract(answering({ data: two }), { endpoint: { params: { per_page: 2 } } });
    expect(outcome.code).toBe(4);
    expect(outcome.stderr).toMatch(/as many records came as were asked for by per_page=2/);
  });

  test.each([
    ['a total that has come', { total: 2 }],
    ['no next page', { next: null }],
    ['an empty cursor', { meta: { next_cursor: '' } }],
    ['no more', { has_more: false }],
  ])('a full page beside %s is complete', async (_name, extra) => {
    const outcome = await extract(answering({ data: two, ...extra }), { endpoint: { params: { limit: 2 } } });
    expect(outcome.code, outcome.stderr).toBe(0);
  });

  test.each([{ total: { toString: 1 } }, { next: { toString: 1 } }, { next_page: 2, page: { toString: 1 } }])(
    'values of the wrong kind are no crash: %j',
    async (extra) => {
      const outcome = await extract(answering({ data: two, ...extra }), {});
      expect([0, 4]).toContain(outcome.code);
    },
  );

  test('a Link header that cannot be read is nothing that was asked for', async () => {
    expect((await extract(answering({ data: two }, { link: 'what <is this' }))).code).toBe(0);
  });

  const harmless: [string, object, Record<string, string>][] = [
    ['what may come, and a count of this page', { info: { count: 2, allowed_count: 500 } }, {}],
    ['a limit', { limit: 500, offset: 0, per_page: 100, page: 1 }, {}],
    ['links that are null', { next: null, links: { next: null }, meta: { next_cursor: '' } }, {}],
    ['no more', { has_more: false, next_cursor: 'to come back with' }, {}],
    ['the last page', { last: true, done: true, is_last_page: true }, {}],
    ['a total that has come', { total: 2, total_pages: 1, page: 1, next_page: 1 }, {}],
    ['a total that is none', { total: 12.5, meta: { total: null, count: 'many' } }, {}],
    ['a token to sync later', { nextSyncToken: 'abc', '@odata.deltaLink': 'https://x/delta' }, {}],
    ['objects beside the records', { user: { next: '/u/2', total: 9 }, included: [{ next: '/x' }] }, {}],
    ['pages of a book', { pages: 320, title: 'x' }, {}],
    [
      'headers that say no more',
      {},
      { 'X-Next-Page': '', 'X-Total-Count': '2', link: '</x?page=1>; rel="first"' },
    ],
  ];
  test.each(harmless)('%s: a complete page', async (_name, extra, names) => {
    const outcome = await extract(answering({ data: two, ...extra }, names));
    expect(outcome.code, outcome.stderr).toBe(0);
    expect(outcome.requests).toHaveLength(1);
  });

  test('what stands in the records is no sign', async () => {
    const records = [{ id: 1, next: '/things/2', total: 99, has_more: true, info: { next_cursor: 'x' } }];
    expect((await extract(answering({ data: records }))).code).toBe(0);
    expect((await extract(answering({ data: records[0] }))).code).toBe(0);
    expect((await extract(answering(records[0]), { endpoint: { data_selector: '$' } })).code).toBe(0);
    expect(
      (await extract(answering({ a: { info: records[0] } }), { endpoint: { data_selector: 'a.info' } })).code,
    ).toBe(0);
  });

  test('a total of all beside a selector that picks some', async () => {
    const endpoint = { data_selector: '$.data[?@.id == 1]' };
    const outcome = await extract(answering({ data: two, total: 2 }), { endpoint });
    expect(outcome).toMatchObject({ code: 0, records: [{ id: 1 }] });
    const slice = await extract(answering({ data: two, total: 2 }), {
      endpoint: { data_selector: '$.data[0:1]' },
    });
    expect(slice.code, slice.stderr).toBe(0);
  });

  test('single_page and total: hint are how a user says: I know', async () => {
    const body = { data: two, has_more: true, total: 9 };
    expect((await extract(answering(body), { endpoint: { paginator: 'single_page' } })).code).toBe(0);
    const paginator = { type: 'auto', total: 'hint' };
    expect((await extract(answering({ data: two, total: 9 }), { endpoint: { paginator } })).code).toBe(0);
  });

  const links: [string, (next: string) => object][] = [
    ['next', (next) => ({ next })],
    ['links.next', (next) => ({ links: { next } })],
    ['links.next.href', (next) => ({ _links: { next: { href: next } } })],
    ['next_page_url', (next) => ({ next_page_url: next })],
    ['@odata.nextLink', (next) => ({ '@odata.nextLink': next })],
    ['paging.next', (next) => ({ paging: { next } })],
    [
      'a list of links',
      (next) => ({
        links: [
          { rel: 'self', href: '/' },
          { rel: 'next', href: next },
        ],
      }),
    ],
  ];
  test.each(links)('a link is followed: %s', async (_name, named) => {
    const outcome = await extract((request, response) => {
      const at = Number(queryOf(request).get('at') ?? 0);
      json(response, { data: [{ id: at }], ...(at < 4 ? named(`/things?at=${at + 1}`) : {}) });
    });
    expect(outcome.code, outcome.stderr).toBe(0);
    expect(outcome.records).toEqual([0, 1, 2, 3, 4].map((id) => ({ id })));
  });

  test('a Link header is followed', async () => {
    const outcome = await extract((request, response) => {
      const at = Number(queryOf(request).get('at') ?? 0);
      if (at < 4) response.setHeader('link', `</things?at=${at + 1}>; rel="next"`);
      json(response, { data: [{ id: at }] });
    });
    expect(outcome).toMatchObject({ code: 0, records: [0, 1, 2, 3, 4].map((id) => ({ id })) });
  });
});

describe('slips', () => {
  const page = { data: [{ id: 1 }], meta: { next_cursor: 'abc' }, has_more: true, total: 500 };
  const slips: [string, object, RegExp][] = [
    [
      'cursor_path',
      { type: 'cursor', cursor_path: 'meta.nextCursor' },
      /"meta.nextCursor" is on no page[\s\S]*"meta.next_cursor"/,
    ],
    [
      'next_url_path',
      { type: 'json_link', next_url_path: 'paging.next' },
      /next_url_path "paging.next" is on no page/,
    ],
    ['links_next_key', { type: 'header_link', links_next_key: 'nxt' }, /links_next_key "nxt" is on no page/],
    ['cursor_key', { type: 'header_cursor', cursor_key: 'x-nxt' }, /cursor_key "x-nxt" is on no page/],
    [
      'stop_condition',
      {
        type: 'cursor',
        cursor_path: 'meta.next_cursor',
        stop_condition: "not response.get('inf', {}).get('more')",
      },
      /ended, although/,
    ],
  ];
  test.each(slips)('%s is mistyped: exit 4, and what looks like it', async (_name, paginator, says) => {
    const outcome = await extract(answering(page), { endpoint: { paginator } });
    expect(outcome.code, outcome.stderr).toBe(4);
    expect(outcome.stderr).toMatch(says);
  });

  test('a name that no API has, nearly as it is written', async () => {
    const body = { data: two, paging_info: { resume_from: 'abc' } };
    const paginator = { type: 'cursor', cursor_path: 'paging_info.resumeFrom' };
    const outcome = await extract(answering(body), { endpoint: { paginator } });
    expect(outcome.code).toBe(4);
    expect(outcome.stderr).toMatch(/did you mean "paging_info.resume_from"/);
  });

  test('the right path, null on the only page: complete', async () => {
    const paginator = { type: 'cursor', cursor_path: 'meta.next' };
    const outcome = await extract(answering({ data: two, meta: { next: null } }), {
      endpoint: { paginator },
    });
    expect(outcome).toMatchObject({ code: 0 });
    expect(outcome.requests).toHaveLength(1);
  });
});
