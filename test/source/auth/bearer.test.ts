// bearer: the token in the header, and out of all that is printed.
import { expect, test } from 'vitest';
import { mask } from '../../../src/core/mask.ts';
import { bearer } from '../../../src/source/auth/bearer.ts';
import { authContext, bareRequest } from '../../helpers/requests.ts';

test('the token is sent, takes the place of another, and is masked', async () => {
  const auth = bearer.create({ token: 'swordfish-bearer-1' }, authContext());
  const request = bareRequest({ headers: { authorization: 'old', accept: 'x' } });
  const signed = await auth.apply(request);
  expect(signed.headers).toEqual({ authorization: 'Bearer swordfish-bearer-1', accept: 'x' });
  expect(request.headers.authorization).toBe('old');
  expect(mask('got swordfish-bearer-1')).toBe('got ***');
});

test('a token that no header carries is refused', () => {
  expect(bearer.options.safeParse({ token: 'a\nb' }).success).toBe(false);
  expect(bearer.options.safeParse({ token: '' }).success).toBe(false);
});
