// The names of signs, however they are spelled; and the names that only look like them.
import { expect, test } from 'vitest';
import {
  CURSOR,
  ENVELOPE,
  LAST,
  MORE,
  NEXT,
  PAGES,
  plainName,
  SIZE,
  TOTAL,
} from '../../../src/source/evidence/names.ts';

const KINDS = { NEXT, CURSOR, MORE, LAST, TOTAL, PAGES, SIZE, ENVELOPE };

test.each([
  [
    'NEXT',
    ['next', 'nextPage', 'next_page_url', '@odata.nextLink', 'next-link', 'nextRecordsUrl', 'next_batch'],
  ],
  [
    'CURSOR',
    [
      'next_cursor',
      'nextPageToken',
      'NextToken',
      'continuation-token',
      'LastEvaluatedKey',
      'continue',
      'resumptionToken',
    ],
  ],
  ['MORE', ['has_more', 'hasNextPage', 'moreRecords', 'IsTruncated', 'more', 'has_additional_pages']],
  ['LAST', ['last', 'is_last_page', 'done', 'EOF', 'endOfRecords']],
  [
    'TOTAL',
    ['total', 'totalCount', 'X-WP-Total'.slice(2), '@odata.count', 'numFound', 'total_size', 'items_count'],
  ],
  ['PAGES', ['total_pages', 'pageCount', 'pages', 'lastPage', 'max_page']],
  ['SIZE', ['limit', 'per_page', 'pageSize', '$top', 'maxResults']],
  ['ENVELOPE', ['meta', '_links', 'paging', 'pageInfo', 'response_metadata', 'hits']],
] as const)('%s', (kind, written) => {
  for (const name of written) expect(plainName(name), name).toMatch(KINDS[kind]);
});

test.each([
  ['NEXT', ['nextSteps', 'context', 'next_meeting']],
  ['CURSOR', ['nextSyncToken', 'next_delta_token', 'cursor', 'token']],
  ['MORE', ['moreInfo', 'anymore', 'has_children']],
  ['LAST', ['last_name', 'lastModified', 'undone']],
  ['TOTAL', ['total_price', 'subtotal', 'discount']],
  ['PAGES', ['page', 'landing_pages']],
  ['SIZE', ['page', 'offset']],
  ['ENVELOPE', ['data', 'user', 'metadata_of_user']],
] as const)('%s is not what only looks like it', (kind, written) => {
  for (const name of written) expect(plainName(name), name).not.toMatch(KINDS[kind]);
});
