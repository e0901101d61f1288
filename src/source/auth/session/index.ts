// session: a login request of the API's own kind, for a token or cookies that go with every other request.
import { secret } from '../../../config/values.ts';
import { carry, prefixed, withCookies } from '../carrier.ts';
import { declareAuth } from '../contract.ts';
import { tokenAuth } from '../token-auth.ts';
import { createLogin } from './login.ts';
import { type SessionOptions, sessionOptions } from './options.ts';

export const session = declareAuth({
  type: 'session',
  summary:
    'Logs in by a request of the API’s own kind, and again before the session ends or once it is refused.',
  options: sessionOptions,
  example: {
    type: 'session',
    login: { path: '/login', data: { username: 'reader', password: secret('password') } },
    token_path: 'data.token',
    expires_in: 1800,
  },
  create: (options, context) => ({
    ...tokenAuth(createLogin(options, context), carrierOf(options)),
    renewal: 'a new login',
  }),
});

function carrierOf({ token_path: tokenPath, header, query, cookie, prefix }: SessionOptions) {
  if (tokenPath === undefined) return withCookies;
  const [location, name] =
    query !== undefined
      ? (['query', query] as const)
      : cookie !== undefined
        ? (['cookie', cookie] as const)
        : (['header', header ?? 'Authorization'] as const);
  const isAuthorization = location === 'header' && name.toLowerCase() === 'authorization';
  const before = prefix ?? (isAuthorization ? 'Bearer' : '');
  return (request: Parameters<typeof carry>[0], token: string) =>
    carry(request, location, name, prefixed(before, token));
}
