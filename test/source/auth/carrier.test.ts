// Where a key goes in a request, and what stands before it.
import { expect, test } from 'vitest';
import { carry, prefixed, withCookies } from '../../../src/source/auth/carrier.ts';
import { bareRequest } from '../../helpers/requests.ts';

const request = bareRequest({ url: new URL('http://api.test/a?key=old&b=1'), headers: { cookie: 'a=1' } });

test('in a header, whatever its letter case', () => {
  expect(carry(request, 'header', 'X-Key', 'k').headers).toEqual({ cookie: 'a=1', 'x-key': 'k' });
});

test('in the query, in place of another of its name', () => {
  expect(carry(request, 'query', 'key', 'a b&c').url.search).toBe('?key=a+b%26c&b=1');
  expect(request.url.search).toBe('?key=old&b=1');
});

test('in a cookie beside others, encoded', () => {
  expect(carry(request, 'cookie', 'key', 'a;b=ö\ud800').headers.cookie).toBe(
    'a=1; key=a%3Bb%3D%C3%B6%EF%BF%BD',
  );
  expect(withCookies(bareRequest(), 'a=1; b=2').headers.cookie).toBe('a=1; b=2');
});

test.each([
  ['Token', 'Token abc'],
  ['Token ', 'Token abc'],
  ['token=', 'token=abc'],
  ['v1:', 'v1:abc'],
  ['', 'abc'],
])('after %j: %j', (prefix, text) => {
  expect(prefixed(prefix, 'abc')).toBe(text);
});
