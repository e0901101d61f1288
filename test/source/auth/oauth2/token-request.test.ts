// One exchange with a token endpoint: the form that is sent, and what is taken from the answer.
import { describe, expect, test } from 'vitest';
import { requestToken, type TokenRequest } from '../../../../src/source/auth/oauth2/token-request.ts';
import { answering } from '../../../helpers/requests.ts';

const request: TokenRequest = {
  tokenUrl: 'https://accounts.test/token?tenant=canary',
  clientId: 'the client',
  clientSecret: 'sw:ordfish/1+',
  clientAuth: 'body',
  scopes: undefined,
  extra: {},
  paths: { token: 'access_token', expiresIn: 'expires_in', refreshToken: 'refresh_token' },
  defaultLifetime: 100,
};
const grant = { grant_type: 'client_credentials' };

describe('sent', () => {
  const sentFor = async (more: Partial<TokenRequest>, own: object = {}) => {
    const { sent, send } = answering({ body: { access_token: 'a' } });
    await requestToken({ ...request, ...more }, { ...grant, ...own }, send);
    const [one] = sent;
    return { ...one, form: Object.fromEntries(new URLSearchParams(one?.body)) };
  };

  test('the grant, the client and the scopes in a form', async () => {
    const { form, method, headers, url } = await sentFor(
      { scopes: ['a', 'b'], extra: { audience: 'x' } },
      { username: 'u' },
    );
    expect(form).toEqual({
      grant_type: 'client_credentials',
      username: 'u',
      client_id: 'the client',
      client_secret: 'sw:ordfish/1+',
      scope: 'a b',
      audience: 'x',
    });
    expect({ method, headers, href: url?.href }).toEqual({
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      href: request.tokenUrl,
    });
    expect((await sentFor({ scopes: 'a b' })).form.scope).toBe('a b');
  });

  test('the client in a header, its parts encoded before they are joined', async () => {
    const { form, headers } = await sentFor({ clientAuth: 'basic' });
    const encoded = Buffer.from('the%20client:sw%3Aordfish%2F1%2B').toString('base64');
    expect(headers?.authorization).toBe(`Basic ${encoded}`);
    expect(form).toEqual(grant);
  });

  test('no client where the grant says who asks', async () => {
    expect((await sentFor({ clientId: undefined, clientSecret: undefined })).form).toEqual(grant);
  });
});

describe('taken', () => {
  const tokensOf = (body: unknown, more: Partial<TokenRequest> = {}, status = 200) =>
    requestToken({ ...request, ...more }, grant, answering({ body, status }).send);

  test('the token, its lifetime and the next refresh token', async () => {
    const body = { access_token: 'a', expires_in: '60', refresh_token: 'r' };
    expect(await tokensOf(body)).toEqual({ value: 'a', lifetime: 60, refreshToken: 'r' });
    expect(await tokensOf({ access_token: 'a', refresh_token: '' }, {}, 201)).toEqual({
      value: 'a',
      lifetime: 100,
      refreshToken: undefined,
    });
  });

  test('from where the pipeline says', async () => {
    const paths = { token: 'data.jwt', expiresIn: 'data.ttl', refreshToken: 'data.next' };
    const body = { data: { jwt: 'a', ttl: 5, next: 'r' }, access_token: 'another' };
    expect(await tokensOf(body, { paths })).toEqual({ value: 'a', lifetime: 5, refreshToken: 'r' });
  });

  test.each([[{}], [{ access_token: '' }], [{ access_token: 7 }], [{ access_token: null }], [undefined]])(
    '%o holds no token',
    async (body) => {
      await expect(tokensOf(body)).rejects.toThrow(
        'the token endpoint https://accounts.test/token gave no token: no access_token in the answer',
      );
    },
  );

  test.each([
    [400, 'invalid_grant', /get a new one and set it anew/],
    [401, 'invalid_client', /client_auth \(body or basic\)/],
    [500, 'server_error', /check token_url/],
    [204, 'odd', /check token_url/],
  ])('HTTP %i %s is a refusal with its own advice', async (status, error, hint) => {
    await expect(tokensOf({ access_token: 'a', error }, {}, status)).rejects.toMatchObject({
      name: 'AuthError',
      message: expect.stringContaining(error),
      hint: expect.stringMatching(hint),
    });
  });

  test('an error shows no query of the address', async () => {
    await expect(tokensOf({})).rejects.toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('canary') }),
    );
  });
});
