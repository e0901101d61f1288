// single_page: one request as the resource has it, and no question about others.
import { expect, test } from 'vitest';
import { singlePage } from '../../../src/source/paginators/single-page.ts';
import { pageFacts } from '../../helpers/pages.ts';

test('ends after the first page, whatever it says', () => {
  const paginator = singlePage.create({});
  expect(paginator.request(paginator.start)).toEqual({});
  const page = pageFacts({ body: { next: '/b', has_more: true }, headers: { link: '</b>; rel="next"' } });
  expect(paginator.next(page)).toEqual({ done: true, isComplete: true });
  expect(paginator.ending).toEqual({ isUnquestioned: true });
  expect(paginator.before ?? paginator.ahead).toBeUndefined();
});
