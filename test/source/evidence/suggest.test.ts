// What is suggested can be pasted: the schema of its paginator takes it, and it names the place of the sign.
import { describe, expect, test } from 'vitest';
import type { Sign, Total } from '../../../src/source/evidence/sign.ts';
import { suggestPaginator } from '../../../src/source/evidence/suggest.ts';
import { paginators } from '../../../src/source/paginators/index.ts';

const signOf = (kind: Sign['kind'], place: string, value: unknown = 'x', isHeader = false): Sign => ({
  kind,
  place,
  value,
  isHeader,
  words: '',
});
const totalOf = (kind: Total['kind'], place: string, isHeader = false): Total => ({
  kind,
  place,
  isHeader,
  count: 5,
});

const cases: [string, Sign | undefined, Total | undefined, object][] = [
  ['a link', signOf('link', 'links.next'), undefined, { type: 'json_link', next_url_path: 'links.next' }],
  [
    'a scroll',
    signOf('cursor', '_scroll_id'),
    undefined,
    { type: 'cursor', cursor_path: 'hits.hits[-1].sort', cursor_body_path: 'search_after' },
  ],
  [
    'a total of hits',
    undefined,
    totalOf('records', 'hits.total'),
    { type: 'cursor', cursor_path: 'hits.hits[-1].sort', cursor_body_path: 'search_after' },
  ],
  [
    'sort values',
    signOf('cursor', 'meta.search_after', [1]),
    undefined,
    { type: 'cursor', cursor_path: 'meta.search_after', cursor_body_path: 'search_after' },
  ],
  [
    'what remains',
    signOf('flag', 'response.remaining', 7),
    undefined,
    { type: 'offset', limit: 100, has_more_path: 'response.remaining' },
  ],
  ['a Link header', signOf('link', 'link', 'x', true), undefined, { type: 'header_link' }],
  [
    'a cursor in a header',
    signOf('cursor', 'x-next', 'abc', true),
    undefined,
    { type: 'header_cursor', cursor_key: 'x-next', cursor_param: 'cursor' },
  ],
  [
    'a page in a header',
    signOf('cursor', 'x-next-page', '2', true),
    undefined,
    { type: 'header_cursor', cursor_key: 'x-next-page', cursor_param: 'page' },
  ],
  [
    'a cursor',
    signOf('cursor', 'meta.next_page_token'),
    undefined,
    { type: 'cursor', cursor_path: 'meta.next_page_token', cursor_param: 'page_token' },
  ],
  [
    'a cursor in camel case',
    signOf('cursor', 'nextCursor'),
    undefined,
    { type: 'cursor', cursor_path: 'nextCursor', cursor_param: 'cursor' },
  ],
  [
    'a cursor that is only "next"',
    signOf('cursor', 'next', 'abc'),
    undefined,
    { type: 'cursor', cursor_path: 'next', cursor_param: 'cursor' },
  ],
  [
    'the number of a page',
    signOf('cursor', 'next_page', 2),
    undefined,
    { type: 'page_number', page_param: 'page', base_page: 1 },
  ],
  [
    'a flag',
    signOf('flag', 'has_more', true),
    undefined,
    { type: 'page_number', page_param: 'page', base_page: 1, has_more_path: 'has_more' },
  ],
  [
    'a flag of the last page',
    signOf('flag', 'last', false),
    undefined,
    { type: 'page_number', page_param: 'page', base_page: 1 },
  ],
  [
    'a connection of GraphQL',
    signOf('flag', 'data.things.pageInfo.hasNextPage', true),
    undefined,
    {
      type: 'cursor',
      cursor_path: 'data.things.pageInfo.endCursor',
      cursor_body_path: 'variables.after',
      has_more_path: 'data.things.pageInfo.hasNextPage',
    },
  ],
  ['a full page', signOf('full', 'limit'), undefined, { type: 'offset', limit: 100 }],
  [
    'a part',
    signOf('partial', 'status', 206, true),
    undefined,
    { type: 'page_number', page_param: 'page', base_page: 1 },
  ],
  ['a total of records', undefined, totalOf('records', 'total'), { type: 'offset', limit: 100 }],
  [
    'a total of pages',
    undefined,
    totalOf('pages', 'meta.pages'),
    { type: 'page_number', page_param: 'page', base_page: 1, total_path: 'meta.pages' },
  ],
  [
    'a total of pages in a header',
    undefined,
    totalOf('pages', 'x-total-pages', true),
    { type: 'page_number', page_param: 'page', base_page: 1 },
  ],
];

describe('suggestPaginator', () => {
  test.each(cases)('for %s', (_name, sign, total, expected) => {
    const written = JSON.parse(suggestPaginator(sign, total));
    expect(written).toEqual(expected);
    const declaration = paginators.find(({ type }) => type === written.type);
    const { type: _, ...options } = written;
    expect(() => declaration?.options.strict().parse(options)).not.toThrow();
  });

  test('is JSON as people write it', () => {
    expect(suggestPaginator(signOf('link', 'next'))).toBe('{"type": "json_link", "next_url_path": "next"}');
  });
});
