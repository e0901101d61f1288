// offset: what it sends, and where it goes on.
import { describe, expect, test } from 'vitest';
import { offset } from '../../../src/source/paginators/offset.ts';
import { pageFacts } from '../../helpers/pages.ts';

const create = (options: object) => offset.create(offset.options.parse({ limit: 10, ...options }));
const pageAt = (at: number, count: number, body: object = {}) =>
  pageFacts({ position: { offset: at }, body, records: Array.from({ length: count }, () => ({})) });

describe('sent', () => {
  test.each<[object, object]>([
    [{}, { query: { limit: 10, offset: 0 }, body: {} }],
    [
      { limit_param: null, offset: 5 },
      { query: { offset: 5 }, body: {} },
    ],
    [
      { limit_param: 'count', offset_param: 'startIndex' },
      { query: { count: 10, startIndex: 0 }, body: {} },
    ],
    [
      { limit_body_path: 'page.size', offset_body_path: 'page.from' },
      { query: {}, body: { 'page.size': 10, 'page.from': 0 } },
    ],
  ])('%o', (options, request) => {
    const paginator = create(options);
    expect(paginator.request(paginator.start)).toEqual(request);
  });

  test.each([
    { offset_param: 'a', offset_body_path: 'a' },
    { limit_param: 'a', limit_body_path: 'a' },
    { stop_after_empty_page: false },
    { limit: 0 },
    { offset: -1 },
  ])('%o is refused', (options) => {
    expect(offset.options.safeParse({ limit: 10, ...options }).success).toBe(false);
  });
});

describe('goes on', () => {
  test('by the records that came, not by those that were asked for', () => {
    expect(create({}).next(pageAt(20, 7))).toEqual({ position: { offset: 27 }, isPromised: false });
    expect(create({}).next(pageAt(20, 12))).toMatchObject({ position: { offset: 32 } });
  });

  test('past an empty page that more is promised behind', () => {
    expect(create({ has_more_path: 'more' }).next(pageAt(20, 0, { more: true }))).toEqual({
      position: { offset: 30 },
      isPromised: true,
    });
  });

  test('to no page at or past maximum_offset', () => {
    const paginator = create({ maximum_offset: 30 });
    expect(paginator.next(pageAt(10, 10))).toMatchObject({ position: { offset: 20 } });
    expect(paginator.next(pageAt(20, 10))).toMatchObject({ done: true, isComplete: false });
    expect(paginator.ahead?.(pageAt(0, 10), 1)).toEqual({ offset: 20 });
    expect(paginator.ahead?.(pageAt(0, 10), 2)).toBeUndefined();
  });

  test('ahead in steps of what the page held', () => {
    expect(create({}).ahead?.(pageAt(20, 7), 2)).toEqual({ offset: 41 });
    expect(create({}).ahead?.(pageAt(20, 0), 0)).toEqual({ offset: 30 });
  });
});

test('a total is exact only where the chain begins at the beginning', () => {
  expect(create({}).ending?.isTotalHint).toBe(false);
  expect(create({ offset: 10 }).ending?.isTotalHint).toBe(true);
  expect(create({ total_path: 'all' }).total?.(pageAt(0, 1, { all: 5 }))).toEqual({ records: 5 });
  expect(create({}).total?.(pageAt(0, 1, { all: 5 }))).toBeUndefined();
});
