// One login: the request as the pipeline has it, and the token or the cookies that its answer gives.
import { AuthError } from '../../../core/errors.ts';
import { latestSecrets } from '../../../core/mask.ts';
import { compilePath } from '../../../core/path.ts';
import { requestBuilder } from '../../build-request.ts';
import { originRule } from '../../http/origin.ts';
import { addressOf, type OutgoingRequest } from '../../http/request.ts';
import type { AuthAnswer, AuthContext } from '../contract.ts';
import { reasonOf } from '../refusal.ts';
import type { AccessToken } from '../token-auth.ts';
import type { SessionOptions } from './options.ts';

const NO_PARTITION = { params: {}, headers: {}, body: {}, pathValues: {} };

/**
 * Prepares the login.
 * @returns a function that logs in; it throws AuthError when it is refused
 * @throws ConfigError when its path makes no address
 */
export function createLogin(options: SessionOptions, { client, send }: AuthContext) {
  const request = loginRequest(options.login, client);
  const read = options.token_path === undefined ? cookieReader(options) : tokenReader(options);
  return async (): Promise<AccessToken> => {
    const answer = await send(request);
    const got = answer.status < 400 ? await read(answer) : undefined;
    if (got !== undefined) return { ...got, lifetime: options.expires_in ?? got.lifetime };
    const wanted = options.token_path ?? options.cookie;
    const missing =
      options.token_path === undefined
        ? `the answer does not set ${wanted === undefined ? 'any cookie' : `the cookie ${wanted}`}`
        : `no ${wanted} in the answer`;
    const what = `${request.method} ${addressOf(request.url)}`;
    throw new AuthError(`the login ${what} gave no session: ${reasonOf(answer, missing)}`, {
      hint: 'check login, its secrets, and token_path or cookie of the auth',
    });
  };
}

function loginRequest(login: SessionOptions['login'], client: AuthContext['client']): OutgoingRequest {
  // What goes to the API with every request may be a key, and is for nobody else.
  const isAway = /^https?:/i.test(login.path) && originRule(client)(new URL(login.path)) !== 'own';
  const { headers: _, ...bare } = client;
  return requestBuilder(isAway ? bare : client, login, NO_PARTITION)({});
}

type Reader = (answer: AuthAnswer) => Promise<AccessToken | undefined>;

function tokenReader({ token_path: path = '' }: SessionOptions): Reader {
  const find = compilePath(path);
  return async ({ body }) => {
    const token = find(body);
    const isOne = token !== '' && ['string', 'number', 'bigint'].includes(typeof token);
    return isOne ? { value: String(token), lifetime: Number.POSITIVE_INFINITY } : undefined;
  };
}

function cookieReader({ cookie: wanted }: SessionOptions): Reader {
  const registers = new Map<string, (value: string) => void>();
  return async ({ headers }) => {
    const { Cookie } = await import('tough-cookie');
    const set = new Map<string, string>();
    let lifetime = Number.POSITIVE_INFINITY;
    for (const line of (headers['set-cookie'] ?? '').split('\n')) {
      const cookie = Cookie.parse(line);
      if (cookie === undefined || (wanted !== undefined && cookie.key !== wanted)) continue;
      const seconds = cookie.TTL() / 1000;
      set.delete(cookie.key);
      // An empty or ended cookie is how a server takes one back.
      if (cookie.value === '' || seconds <= 0) continue;
      set.set(cookie.key, cookie.cookieString());
      lifetime = Math.min(lifetime, seconds);
      const register = registers.get(cookie.key) ?? latestSecrets();
      registers.set(cookie.key, register);
      register(cookie.value);
    }
    return set.size === 0 ? undefined : { value: [...set.values()].join('; '), lifetime };
  };
}
