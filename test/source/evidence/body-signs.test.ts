// What a body says of further pages.
import { describe, expect, test } from 'vitest';
import { bodyStatement } from '../../../src/source/evidence/body-signs.ts';

const records = [{ id: 1 }, { id: 2 }];
const statementOf = (extra: object) => bodyStatement({ data: records, ...extra }, records);
const signsOf = (extra: object) =>
  statementOf(extra).signs.map(({ kind, place, value }) => [kind, place, value]);

describe('a sign of more', () => {
  test.each<[object, string, string, unknown]>([
    [{ next: '/things?page=2' }, 'link', 'next', '/things?page=2'],
    [{ next: 'abc' }, 'cursor', 'next', 'abc'],
    [{ next: 2 }, 'cursor', 'next', 2],
    [{ next_cursor: 12345678901234567890n }, 'cursor', 'next_cursor', 12345678901234567890n],
    [{ next_cursor: 'http://looks.like/one' }, 'cursor', 'next_cursor', 'http://looks.like/one'],
    [{ offset: 'itr/rec' }, 'cursor', 'offset', 'itr/rec'],
    [{ _links: { next: { href: '/x' } } }, 'link', '_links.next.href', '/x'],
    [{ paging: { next: { after: 'NTI' } } }, 'cursor', 'paging.next.after', 'NTI'],
    [{ resumptionToken: { '#text': 'a', '@cursor': '0' } }, 'cursor', 'resumptionToken.#text', 'a'],
    [{ LastEvaluatedKey: { id: 2 } }, 'cursor', 'LastEvaluatedKey', { id: 2 }],
    [
      {
        link: [
          { relation: 'self', url: '/a' },
          { relation: 'next', url: '/b' },
        ],
      },
      'link',
      "$.link[?@.relation == 'next'].url",
      '/b',
    ],
    [{ has_more: true }, 'flag', 'has_more', true],
    [{ has_more: 'True' }, 'flag', 'has_more', 'True'],
    [{ has_more: 1 }, 'flag', 'has_more', 1],
    [{ next: true }, 'flag', 'next', true],
    [{ done: false }, 'flag', 'done', false],
    [{ remaining: 7, cursor: 0, count: 2 }, 'flag', 'remaining', 7],
    [{ paging: { offset: 0, remaining: '7' } }, 'flag', 'paging.remaining', '7'],
    [{ metadata: { remainingItemCount: 7 } }, 'flag', 'metadata.remainingItemCount', 7],
    [{ records_left: 7 }, 'flag', 'records_left', 7],
  ])('%o', (extra, kind, place, value) => {
    expect(signsOf(extra)).toEqual([[kind, place, value]]);
  });

  test('says in words where it stands', () => {
    expect(statementOf({ meta: { has_more: true } }).signs[0]?.words).toBe(
      '"meta.has_more" says that there is more',
    );
  });
});

describe('no sign', () => {
  test.each<[object]>([
    ...[null, '', 0, -1, '0', '-1', 'null', ' None ', false, 'false', [], {}].map((next): [object] => [
      { next_cursor: next },
    ]),
    [{ offset: 20 }],
    [{ offset: '20' }],
    [{ page: 3, next_page: 3 }],
    [{ current_page: '3', next_page: 3 }],
    [{ next: { title: 'x' } }],
    [{ links: [{ rel: 'prev', href: '/a' }, null, 'next'] }],
    [{ last: true }],
    [{ resumptionToken: { '@cursor': '20' } }],
    [{ resumptionToken: { '#text': '', '@cursor': '20' } }],
    [{ remaining: 7 }],
    [{ remaining: 7, count: 2 }],
    [{ meta: { limit: 5000, remaining: 4999, reset: 1 } }],
    [{ meta: { page: 1, quota: 9, remaining: 4999 } }],
    [{ rate_limit: { offset: 0, remaining: 4999 } }],
    [{ remaining: 0, cursor: 5 }],
    [{ remainingItemCount: null }],
    [{ remaining_budget: 7, offset: 0 }],
    [{ user: { next: '/x' } }],
  ])('%o', (extra) => {
    expect(signsOf(extra)).toEqual([]);
  });

  test('the place of a next page that is empty is noted, its absence is not', () => {
    expect(statementOf({ next: null }).isNoNextNamed).toBe(true);
    expect(statementOf({ meta: { next_cursor: '' } }).isNoNextNamed).toBe(true);
    expect(statementOf({ total: 2 }).isNoNextNamed).toBe(false);
    expect(statementOf({ next: '/x' }).isNoNextNamed).toBe(false);
  });

  test.each([
    { has_more: false },
    { more: 0 },
    { truncated: 'false' },
    { last: true },
    { next: false },
    { meta: { done: 'true' } },
    { remaining: 0, cursor: 20 },
  ])('%o says that this is the end', (extra) => {
    expect(statementOf(extra).isEndSaid).toBe(true);
  });

  test.each([{ has_more: true }, { last: false }, { done: 1 }, {}])('%o does not', (extra) => {
    expect(statementOf(extra).isEndSaid).toBe(false);
  });
});

describe('totals', () => {
  test.each<[object, string, string, number]>([
    [{ total: 500 }, 'records', 'total', 500],
    [{ meta: { totalCount: '500' } }, 'records', 'meta.totalCount', 500],
    [{ hits: { total: { value: 500 } } }, 'records', 'hits.total', 500],
    [{ total: { count: 500 } }, 'records', 'total', 500],
    [{ total_pages: 5 }, 'pages', 'total_pages', 5],
    [{ pagination: { pages: 5 } }, 'pages', 'pagination.pages', 5],
  ])('%o', (extra, kind, place, count) => {
    expect(statementOf(extra).totals).toEqual([{ kind, place, count, isHeader: false }]);
  });

  test('pages at the top count only beside the number of a page', () => {
    expect(statementOf({ pages: 320 }).totals).toEqual([]);
    expect(statementOf({ pages: 320, page: 1 }).totals).toMatchObject([{ kind: 'pages', count: 320 }]);
  });

  test.each([{ total: 12.5 }, { total: 'many' }, { total: null }, { discount: 2 }, { price: { total: 5 } }])(
    '%o states none',
    (extra) => {
      expect(statementOf(extra).totals).toEqual([]);
    },
  );
});
