// Why no credentials came: the words of the server, and of an answer that may grant something nothing else.
import { expect, test } from 'vitest';
import { reasonOf } from '../../../src/source/auth/refusal.ts';

const reason = (status: number, body: unknown, text = '') =>
  reasonOf({ status, headers: {}, body, text }, 'no token');

test.each<[number, unknown, string, string]>([
  [
    400,
    { error: 'invalid_grant', error_description: 'it has ended' },
    '',
    'HTTP 400: invalid_grant: it has ended',
  ],
  [400, { error: 'invalid_grant' }, '', 'HTTP 400: invalid_grant'],
  [400, { message: 'suspended' }, '', 'HTTP 400: suspended'],
  [403, { error: { message: 'quota' } }, '', 'HTTP 403: quota'],
  [500, undefined, 'the tenant is closed', 'HTTP 500: the tenant is closed'],
  [401, undefined, '', 'HTTP 401'],
  [200, { error: 'locked' }, '', 'no token: locked'],
  [302, undefined, '', 'HTTP 302, no token'],
])('%i %o', (status, body, text, expected) => {
  expect(reason(status, body, text)).toBe(expected);
});

test('a body of success is not quoted: it may hold a token under another name', () => {
  expect(reason(200, { tokn: 'canary' }, '{"tokn":"canary"}')).toBe('no token');
  expect(reason(302, undefined, 'canary')).toBe('HTTP 302, no token');
});
