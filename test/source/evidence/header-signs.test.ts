// What headers and a status say of further pages.
import { expect, test } from 'vitest';
import { headerStatement } from '../../../src/source/evidence/header-signs.ts';
import { pageFacts } from '../../helpers/pages.ts';

const statementOf = (headers: Record<string, string>, status = 200, index = 1) =>
  headerStatement(pageFacts({ headers, status, index }));

test.each([
  ['x-next-page', '2', 'cursor'],
  ['next-cursor', 'abc', 'cursor'],
  ['x-ms-continuation', 'abc', 'cursor'],
  ['x-pagination-next-token', 'abc', 'cursor'],
  ['x-has-more', 'true', 'flag'],
])('%s: %s is a %s', (name, value, kind) => {
  expect(statementOf({ [name]: value }).signs).toMatchObject([{ kind, isHeader: true, value }]);
});

test.each([
  ['x-next-page', ''],
  ['x-next-page', '0'],
  ['next-cursor', 'null'],
  ['x-has-more', 'false'],
  ['x-request-id', 'abc'],
  ['content-type', 'application/json'],
])('%s: %j is no sign', (name, value) => {
  expect(statementOf({ [name]: value }).signs).toEqual([]);
});

test('a Link header names a next page, or names that there is none', () => {
  const link = '</things?page=2>; rel="next"';
  expect(statementOf({ link })).toMatchObject({
    signs: [{ kind: 'link', place: 'link', value: link }],
    isNoNextNamed: false,
  });
  expect(statementOf({ link: '</things?page=1>; rel="first"' })).toMatchObject({
    signs: [],
    isNoNextNamed: true,
  });
  expect(statementOf({}).isNoNextNamed).toBe(false);
});

test.each([
  ['x-total-count', '500', 'records', 500],
  ['x-total', '500', 'records', 500],
  ['x-wp-total', '500', 'records', 500],
  ['x-wp-totalpages', '5', 'pages', 5],
  ['x-total-pages', '5', 'pages', 5],
])('%s states %s', (name, value, kind, count) => {
  expect(statementOf({ [name]: value }).totals).toEqual([{ kind, count, isHeader: true, place: name }]);
});

test('X-Pagination holds JSON, where it can be read', () => {
  expect(statementOf({ 'x-pagination': '{"TotalCount":500,"HasNext":true}' })).toMatchObject({
    signs: [{ kind: 'flag', isHeader: true }],
    totals: [{ kind: 'records', count: 500 }],
  });
  for (const text of ['{broken', '[1]', 'null', '7'])
    expect(statementOf({ 'x-pagination': text }).signs).toEqual([]);
});

test('206 is a part of a whole, whose size Content-Range may say', () => {
  expect(statementOf({ 'content-range': 'items 0-1/250' }, 206)).toMatchObject({
    signs: [],
    totals: [{ kind: 'records', place: 'content-range', count: 250 }],
  });
  expect(statementOf({ 'content-range': 'items 0-1/*' }, 206).signs).toMatchObject([
    { kind: 'partial', words: 'the answer is HTTP 206, a part up to 1' },
  ]);
  expect(statementOf({}, 206).signs).toMatchObject([{ kind: 'partial' }]);
  expect(statementOf({}, 206, 2).signs).toEqual([]);
});
