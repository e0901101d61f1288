// Signs that count only where nothing better is known.
import { describe, expect, test } from 'vitest';
import { fullPage, lookalike, openSearch } from '../../../src/source/evidence/weak-signs.ts';
import { pageFacts } from '../../helpers/pages.ts';

const records = [{ id: 1 }, { id: 2 }];

describe('a full page', () => {
  const fullOf = (query: string, count = 2) =>
    fullPage(pageFacts({ url: `http://api.test/things?${query}`, records: records.slice(0, count) }));

  test.each(['limit=2', 'page=1&per_page=2', '$top=2'])('%s, and two came', (query) => {
    expect(fullOf(query)).toMatchObject({ kind: 'full', value: '2' });
  });

  test.each(['limit=3', 'limit=', 'limit=02', 'page=2', ''])('%s, and two came: none', (query) => {
    expect(fullOf(query)).toBeUndefined();
  });

  test('one record that was asked for is no page', () => {
    expect(fullOf('limit=1', 1)).toBeUndefined();
  });
});

test.each<[object, string | undefined]>([
  [{ _scroll_id: 'abc' }, '_scroll_id'],
  [{ meta: { search_after: [1, 'a'] } }, 'meta.search_after'],
  [{ searchAfter: 'abc' }, 'searchAfter'],
  [{ _scroll_id: '' }, undefined],
  [{ search_after: [] }, undefined],
  [{ search_after: null }, undefined],
  [{ scroll: 'abc' }, undefined],
])('a search in %o', (extra, place) => {
  const hits = { hits: records };
  expect(openSearch(pageFacts({ body: { hits, ...extra }, records }))?.place).toBe(place);
  expect(openSearch(pageFacts({ body: { hits: { hits: [] }, ...extra }, records: [] }))).toBeUndefined();
});

describe('a lookalike', () => {
  const near = (value: string, body: object, headers: Record<string, string> = {}) => {
    const policy = { looksFor: { key: 'cursor_path', value, isOn: () => false } };
    return lookalike(policy, pageFacts({ body: { data: records, ...body }, headers, records }))?.place;
  };

  test.each<[string, object, string]>([
    ['meta.nextCursor', { meta: { next_cursor: 'a' } }, 'meta.next_cursor'],
    ['resume_fron', { resume_from: 'a' }, 'resume_from'],
    ['token.text', { token: { '@texts': 'b', '#texz': 'c', '#text': 'a' } }, 'token.#text'],
    ['where.resume', { where: { resume: 7 } }, 'where.resume'],
  ])('of %s in %o', (wanted, body, place) => {
    expect(near(wanted, body)).toBe(place);
  });

  test.each<[string, object]>([
    ['next_cursor', { next_cursor: null }],
    ['next_cursor', { next_cursor: '' }],
    ['next_cursor', { next_cursor: ['a'] }],
    ['next_cursor', { prev_cursor: 'a' }],
  ])('of %s none in %o', (wanted, body) => {
    expect(near(wanted, body)).toBeUndefined();
  });

  test('among the headers', () => {
    expect(near('x-next', {}, { 'x-nxt': 'a' })).toBe('x-nxt');
    expect(near('x-next', {}, { 'x-nxt': '' })).toBeUndefined();
  });

  test('where no place is named there is none', () => {
    expect(lookalike({}, pageFacts({ body: { next_cursor: 'a' } }))).toBeUndefined();
  });

  test('within the only record nothing is looked for', () => {
    const record = { next_cursor: 'a' };
    const policy = { looksFor: { key: 'cursor_path', value: 'next_cursor', isOn: () => false } };
    expect(lookalike(policy, pageFacts({ body: { thing: record }, records: [record] }))).toBeUndefined();
  });
});
