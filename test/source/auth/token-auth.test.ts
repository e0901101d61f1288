// An auth by a token that ends: one renewal for many, none for a token that has changed, none after a refusal.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { AuthError, TransientError } from '../../../src/core/errors.ts';
import { lifetimeOf, tokenAuth } from '../../../src/source/auth/token-auth.ts';
import { withHeader } from '../../../src/source/http/request.ts';
import { bareRequest } from '../../helpers/requests.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

/** Tokens by number, each good for so many seconds. */
function counting(lifetime: number, failure?: (count: number) => Error | undefined) {
  const state = { issued: 0 };
  const auth = tokenAuth(
    async () => {
      state.issued += 1;
      const error = failure?.(state.issued);
      if (error !== undefined) throw error;
      return { value: `token-number-${state.issued}`, lifetime };
    },
    (request, token) => withHeader(request, 'x-token', token),
  );
  const apply = async () => auth.apply(bareRequest());
  return { state, apply, answer: auth.answer as NonNullable<typeof auth.answer> };
}
const refusal = { status: 401, headers: {} };

test('many requests at once wait for one token, which serves them all', async () => {
  const { state, apply } = counting(3600);
  const signed = await Promise.all(Array.from({ length: 10 }, apply));
  expect(new Set(signed.map(({ headers }) => headers['x-token']))).toEqual(new Set(['token-number-1']));
  expect(state.issued).toBe(1);
});

test.each([
  [3600, 60],
  [100, 10],
])('a token of %i s is renewed %i s ahead of its end', async (lifetime, margin) => {
  const { state, apply } = counting(lifetime);
  await apply();
  vi.advanceTimersByTime((lifetime - margin) * 1000 - 1);
  await apply();
  expect(state.issued).toBe(1);
  vi.advanceTimersByTime(2);
  expect((await apply()).headers['x-token']).toBe('token-number-2');
});

test('one that never ends is kept', async () => {
  const { state, apply } = counting(Number.POSITIVE_INFINITY);
  await apply();
  vi.advanceTimersByTime(1e12);
  await apply();
  expect(state.issued).toBe(1);
});

describe('a refusal', () => {
  test('of many requests with the same token causes one renewal', async () => {
    const { state, apply, answer } = counting(3600);
    const [first, second] = [await apply(), await apply()];
    expect(await Promise.all([answer(refusal, first), answer(refusal, second)])).toEqual([true, true]);
    expect(await answer(refusal, first)).toBe(true);
    expect(state.issued).toBe(2);
    expect((await apply()).headers['x-token']).toBe('token-number-2');
  });

  test('of a request that went out bare is not its matter', async () => {
    const { state, answer } = counting(3600);
    expect(await answer(refusal, bareRequest())).toBe(false);
    expect(state.issued).toBe(0);
  });
});

test('a refused grant is not asked for again, one that failed for now is', async () => {
  const refused = counting(3600, () => new AuthError('invalid_grant'));
  for (let i = 0; i < 3; i += 1) await expect(refused.apply()).rejects.toThrow('invalid_grant');
  expect(refused.state.issued).toBe(1);
  const failing = counting(3600, (count) => (count < 3 ? new TransientError('down') : undefined));
  for (let i = 0; i < 2; i += 1) await expect(failing.apply()).rejects.toThrow('down');
  expect((await failing.apply()).headers['x-token']).toBe('token-number-3');
});

test.each<[unknown, number]>([
  [3600, 3600],
  ['3600', 3600],
  [0.5, 0.5],
  [0, 100],
  [-5, 100],
  ['soon', 100],
  ['', 100],
  [' ', 100],
  [null, 100],
  [undefined, 100],
  [Number.POSITIVE_INFINITY, 100],
])('a lifetime of %o is %i s', (value, seconds) => {
  expect(lifetimeOf(value, 100)).toBe(seconds);
});
