// page_number: what it sends, where it begins, and where it goes on.
import { describe, expect, test } from 'vitest';
import { pageNumber } from '../../../src/source/paginators/page-number.ts';
import { pageFacts } from '../../helpers/pages.ts';

const create = (options: object) => pageNumber.create(pageNumber.options.parse(options));
const pageAt = (page: number, count = 1, body: object = {}) =>
  pageFacts({ position: { page }, body, records: Array.from({ length: count }, () => ({})) });

test.each<[object, object]>([
  [{}, { query: { page: 1 } }],
  [{ base_page: 0, page_param: 'p' }, { query: { p: 0 } }],
  [{ base_page: 0, page: 3 }, { query: { page: 3 } }],
  [{ limit: 50 }, { query: { page: 1 } }],
  [{ limit: 50, limit_param: 'per_page' }, { query: { page: 1, per_page: 50 } }],
  [
    { page_body_path: 'p.n', limit: 50, limit_param: 'size' },
    { query: { size: 50 }, body: { 'p.n': 1 } },
  ],
])('%o sends %o', (options, request) => {
  const paginator = create(options);
  expect(paginator.request(paginator.start)).toEqual(request);
});

test.each([
  { page_param: 'a', page_body_path: 'a' },
  { limit_param: 'size' },
  { stop_after_empty_page: false },
  { base_page: -1 },
])('%o is refused', (options) => {
  expect(pageNumber.options.safeParse(options).success).toBe(false);
});

test('page 0 is looked at only where the pipeline names no page', () => {
  expect(create({}).before).toEqual({ page: 0 });
  expect(create({ base_page: 1 }).before).toBeUndefined();
  expect(create({ page: 1 }).before).toBeUndefined();
});

describe('goes on', () => {
  test('by one, as long as pages hold records', () => {
    expect(create({}).next(pageAt(4))).toEqual({ position: { page: 5 }, isPromised: false });
    expect(create({}).next(pageAt(5, 0))).toMatchObject({ done: true, isComplete: true });
  });

  test('for maximum_page pages, wherever it began', () => {
    const paginator = create({ page: 3, maximum_page: 2 });
    expect(paginator.next(pageAt(3))).toMatchObject({ position: { page: 4 } });
    expect(paginator.next(pageAt(4))).toMatchObject({ done: true, isComplete: false });
    expect(paginator.ahead?.(pageAt(3), 0)).toEqual({ page: 4 });
    expect(paginator.ahead?.(pageAt(3), 1)).toBeUndefined();
  });
});

test('totals of records and of pages; exact only where the chain begins at the beginning', () => {
  const paginator = create({ total_path: 'pages', total_records_path: 'meta.all' });
  expect(paginator.total?.(pageAt(1, 1, { pages: 5, meta: { all: 500 } }))).toEqual({
    pages: 5,
    records: 500,
  });
  expect(create({ page: 2 }).ending?.isTotalHint).toBe(true);
  expect(create({ base_page: 2, page: 2 }).ending?.isTotalHint).toBe(false);
});
