// A status that is an error: in the words of the server, with what to do.
import { expect, test } from 'vitest';
import { said, statusFailure } from '../../../src/source/http/status-failure.ts';
import { answerOf } from '../../helpers/answers.ts';

test.each([
  [404, 'no such list', 'HTTP 404: no such list', /path of the endpoint/],
  [403, '', 'HTTP 403', /may not read/],
  [418, 'I am\na teapot', 'HTTP 418: I am a teapot', undefined],
])('%i %j', (status, body, reason, hint) => {
  const failure = statusFailure(answerOf(body, { status }));
  expect(failure).toMatchObject({ kind: 'failed', status, reason });
  if (hint === undefined) expect(failure.hint).toBeUndefined();
  else expect(failure.hint).toMatch(hint);
});

test('a short body is told whole, of a long one the message', () => {
  expect(said(answerOf({ code: 7, message: 'quota' }))).toBe(': {"code":7,"message":"quota"}');
  expect(said(answerOf({ trace: 'x'.repeat(5000), message: 'quota' }))).toBe(': quota');
  expect(said(answerOf('x'.repeat(5000)))).toMatch(/^: x+…$/);
});
