// One login: what is taken from its answer, a token or cookies.
import { describe, expect, test } from 'vitest';
import { mask } from '../../../../src/core/mask.ts';
import { createLogin } from '../../../../src/source/auth/session/login.ts';
import { sessionOptions } from '../../../../src/source/auth/session/options.ts';
import { answering, authContext } from '../../../helpers/requests.ts';

function loginWith(options: object, answer: Parameters<typeof answering>[0]) {
  const { sent, send } = answering(answer);
  const parsed = sessionOptions.parse({ login: { path: '/login', data: { user: 'u' } }, ...options });
  return { sent, login: createLogin(parsed, authContext({ send })) };
}

test('the request is the pipeline’s own', async () => {
  const { sent, login } = loginWith({ token_path: 'token' }, { body: { token: 'a-token' } });
  await login();
  expect(sent).toMatchObject([
    { method: 'POST', body: 'user=u', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
  ]);
  expect(sent[0]?.url.href).toBe('http://api.test/v1/login');
});

describe('a token', () => {
  const tokenOf = (token: unknown, more: object = {}, status = 200) =>
    loginWith({ token_path: 'data.token', ...more }, { status, body: { data: { token } } }).login();

  test.each([
    ['abc', 'abc'],
    [123, '123'],
    [12345678901234567890n, '12345678901234567890'],
  ])('%o', async (token, value) => {
    expect(await tokenOf(token)).toEqual({ value, lifetime: Number.POSITIVE_INFINITY });
  });

  test('lives as long as the pipeline says; a redirect to the next page is a login, too', async () => {
    expect(await tokenOf('abc', { expires_in: 60 }, 302)).toEqual({ value: 'abc', lifetime: 60 });
  });

  test.each([[''], [null], [undefined], [{}], [true]])('%o is none', async (token) => {
    await expect(tokenOf(token)).rejects.toThrow(
      'the login POST http://api.test/v1/login gave no session: no data.token in the answer',
    );
  });

  test('of an answer that is an error none is taken', async () => {
    await expect(tokenOf('abc', {}, 403)).rejects.toThrow(/HTTP 403/);
  });
});

describe('cookies', () => {
  const cookiesOf = (lines: string[], more: object = {}) =>
    loginWith(more, { headers: { 'set-cookie': lines.join('\n') } }).login();

  test('all that are set; a later one of a name counts, one that is taken back does not', async () => {
    expect(
      await cookiesOf(['a=first; Path=/', 'b=2; HttpOnly', 'a=second', 'b=; Max-Age=0', 'c=3; Max-Age=0']),
    ).toEqual({
      value: 'a=second',
      lifetime: Number.POSITIVE_INFINITY,
    });
  });

  test('the session ends with the first of them', async () => {
    expect(await cookiesOf(['a=1; Max-Age=60', 'b=2; Max-Age=30'])).toMatchObject({
      value: 'a=1; b=2',
      lifetime: 30,
    });
  });

  test('only the one that the pipeline names', async () => {
    expect(await cookiesOf(['a=1; Max-Age=5', 'sid=2'], { cookie: 'sid' })).toMatchObject({
      value: 'sid=2',
      lifetime: Number.POSITIVE_INFINITY,
    });
    await expect(cookiesOf(['a=1'], { cookie: 'sid' })).rejects.toThrow(
      /the answer does not set the cookie sid/,
    );
    await expect(cookiesOf([])).rejects.toThrow(/the answer does not set any cookie/);
  });

  test('their values are masked', async () => {
    await cookiesOf(['sid=swordfish-cookie-1']);
    expect(mask('sid=swordfish-cookie-1')).toBe('sid=***');
  });
});
