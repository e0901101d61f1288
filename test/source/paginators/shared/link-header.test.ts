// The Link header of RFC 8288.
import { expect, test } from 'vitest';
import { linkOfHeader, nextLinkOf } from '../../../../src/source/paginators/shared/link-header.ts';

test.each([
  ['</a?page=2>; rel="next"', '/a?page=2'],
  ['</a?page=1>; rel="prev", </a?page=3>; rel="next"', '/a?page=3'],
  ['</a>; rel=next', '/a'],
  ['</a>; rel="last next"', '/a'],
  ['</a>; title="x, y"; rel="next"', '/a'],
  ['</a?ids=1,2;3>; rel="next"', '/a?ids=1,2;3'],
  ['</a>; rel="next", </b>; rel="next"', '/a'],
])('%s', (header, link) => {
  expect(linkOfHeader(header, 'next')).toBe(link);
  expect(nextLinkOf(header)).toBe(link);
});

test('another relation, none, and no header', () => {
  expect(linkOfHeader('</a>; rel="more"', 'more')).toBe('/a');
  for (const header of ['</a>; rel="prev"', '', undefined])
    expect(linkOfHeader(header, 'next')).toBeUndefined();
});

test('one that cannot be read is an error only where it is followed', () => {
  expect(() => linkOfHeader('what <is this', 'next')).toThrow(
    /the Link header cannot be read: what <is this/,
  );
  expect(nextLinkOf('what <is this')).toBeUndefined();
});
