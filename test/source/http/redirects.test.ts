// Redirects: where they lead, what goes along, and when they are too many.
import { expect, test } from 'vitest';
import { followRedirects } from '../../../src/source/http/redirects.ts';

const get = { method: 'GET', url: new URL('http://api.test/a'), headers: { accept: 'x' }, body: undefined };
const post = {
  ...get,
  method: 'POST',
  headers: { accept: 'x', 'content-type': 'application/json' },
  body: '{}',
};

test('resolved against the address it came from', () => {
  const follow = followRedirects(get);
  const second = follow(get, 302, '/b/c');
  expect(follow(second, 302, 'd').url.href).toBe('http://api.test/b/d');
  expect(second.via).toBe('a redirect from http://api.test/a');
});

test.each([301, 302, 303])('%i makes a POST a GET without a body', (status) => {
  expect(followRedirects(post)(post, status, '/b')).toMatchObject({
    method: 'GET',
    body: undefined,
    headers: { accept: 'x' },
  });
  expect(followRedirects(post)(post, status, '/b').headers).not.toHaveProperty('content-type');
});

test.each([307, 308])('%i keeps a POST as it is', (status) => {
  expect(followRedirects(post)(post, status, '/b')).toMatchObject({
    method: 'POST',
    body: '{}',
    headers: post.headers,
  });
});

test('a circle is an error at once, unless cookies may change the answer; then there is a bound', () => {
  const follow = followRedirects(get);
  const second = follow(get, 302, '/b');
  expect(() => follow(second, 302, '/a')).toThrow(/redirect loop at http:\/\/api\.test\/a/);
  const patient = followRedirects(get, true);
  for (let i = 0; i < 5; i += 1) patient(get, 302, '/a');
  expect(() => patient(get, 302, '/a')).toThrow(/more than 5 redirects/);
});

test('a location that is no address is an error', () => {
  expect(() => followRedirects(get)(get, 302, 'http://[')).toThrow();
});
