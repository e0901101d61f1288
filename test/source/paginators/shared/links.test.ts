// Links are resolved where they came from, and turned back home where that is wanted.
import { expect, test } from 'vitest';
import { firstLink, followLink, requestOfLink } from '../../../../src/source/paginators/shared/links.ts';
import { pageFacts } from '../../../helpers/pages.ts';

const page = pageFacts({ url: 'https://api.test/v1/things?page=1' });

test.each([
  ['https://api.test/v1/things?page=2', 'https://api.test/v1/things?page=2'],
  ['/v2/things', 'https://api.test/v2/things'],
  ['?page=2', 'https://api.test/v1/things?page=2'],
  ['things/2', 'https://api.test/v1/things/2'],
  ['//other.test/x', 'https://other.test/x'],
])('%s leads to %s', (link, url) => {
  const next = followLink(page, link, '"next"');
  expect(next).toEqual({ position: { url }, isPromised: true });
  expect(requestOfLink(next.position)).toEqual({ url });
});

test('rebase keeps path and query of a link, and the origin of the page', () => {
  expect(followLink(page, 'http://internal:8080/v1/things?page=2', '"next"', 'rebase').position).toEqual({
    url: 'https://api.test/v1/things?page=2',
  });
});

test('what is no text or no address is an error that says where it stood', () => {
  for (const link of [7, true, { href: '/x' }])
    expect(() => followLink(page, link, '"links.next"')).toThrow(/the link at "links.next" is no text/);
  expect(() => followLink(page, 'http://[', '"next"')).toThrow();
});

test('the first page is the resource’s own address', () => {
  expect(requestOfLink(firstLink)).toEqual({});
});
