// http_basic: user name and password as RFC 7617 joins them, and out of all that is printed.
import { expect, test } from 'vitest';
import { mask } from '../../../src/core/mask.ts';
import { basicCredentials, httpBasic } from '../../../src/source/auth/http-basic.ts';
import { authContext, bareRequest } from '../../helpers/requests.ts';

const sent = async (username: string, password: string) => {
  const { headers } = await httpBasic.create({ username, password }, authContext()).apply(bareRequest());
  return headers.authorization ?? '';
};

test('the example of RFC 7617, one in UTF-8, and an empty password', async () => {
  expect(await sent('Aladdin', 'open sesame')).toBe('Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==');
  expect(await sent('test', '123£')).toBe('Basic dGVzdDoxMjPCow==');
  expect(await sent('key-as-a-name', '')).toBe(`Basic ${Buffer.from('key-as-a-name:').toString('base64')}`);
});

test('neither the password nor what is sent for it is shown', async () => {
  const header = await sent('reader', 'swordfish-basic-1');
  expect(mask(`${header} swordfish-basic-1`)).toBe('Basic *** ***');
  expect(mask(basicCredentials('other', 'swordfish-basic-2'))).toBe('Basic ***');
});
