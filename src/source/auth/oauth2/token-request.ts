// One exchange with a token endpoint (RFC 6749, sections 4.4, 5 and 6).
import { AuthError } from '../../../core/errors.ts';
import { own } from '../../../core/path.ts';
import { excerpt } from '../../../core/text.ts';
import { serverWords } from '../../http/server-words.ts';
import type { FormAnswer, SendForm } from '../contract.ts';
import { basicCredentials } from '../http-basic.ts';
import type { AccessToken } from './token-manager.ts';

export interface TokenRequest {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  readonly clientAuth: 'body' | 'basic';
  readonly scopes: string | readonly string[] | undefined;
  readonly extra: Readonly<Record<string, string>>;
  /** Seconds, where the answer gives no sane lifetime. */
  readonly defaultLifetime: number;
}

export interface Tokens extends AccessToken {
  /** The refresh token to use from now on, where the server rotates it. */
  readonly refreshToken: string | undefined;
}

/**
 * Asks for an access token.
 * @param refreshToken the grant; undefined for client credentials
 * @throws AuthError when the endpoint refuses; TransientError when it did not answer within the retries
 */
export async function requestToken(
  request: TokenRequest,
  refreshToken: string | undefined,
  send: SendForm,
): Promise<Tokens> {
  const { form, headers } = formOf(request, refreshToken);
  const answer = await send(request.tokenUrl, form, headers);
  if (answer.status !== 200 && answer.status !== 201) throw refusalOf(answer, request.tokenUrl);
  const token = own(answer.body, 'access_token');
  if (typeof token !== 'string' || token === '') throw refusalOf(answer, request.tokenUrl);
  const rotated = own(answer.body, 'refresh_token');
  return {
    value: token,
    lifetime: lifetimeOf(own(answer.body, 'expires_in'), request.defaultLifetime),
    refreshToken: typeof rotated === 'string' && rotated !== '' ? rotated : undefined,
  };
}

function formOf(request: TokenRequest, refreshToken: string | undefined) {
  const form: Record<string, string> = { grant_type: 'client_credentials', ...request.extra };
  const headers: Record<string, string> = {};
  if (refreshToken !== undefined) {
    form.grant_type = 'refresh_token';
    form.refresh_token = refreshToken;
  }
  if (request.scopes !== undefined) {
    form.scope = typeof request.scopes === 'string' ? request.scopes : request.scopes.join(' ');
  }
  if (request.clientAuth === 'basic') {
    // Section 2.3.1: both parts are form-encoded before they are joined.
    const [id, secret] = [request.clientId, request.clientSecret ?? ''].map(encodeURIComponent);
    headers.authorization = basicCredentials(id ?? '', secret ?? '');
  } else {
    form.client_id = request.clientId;
    if (request.clientSecret !== undefined) form.client_secret = request.clientSecret;
  }
  return { form, headers };
}

function refusalOf(answer: FormAnswer, tokenUrl: string): AuthError {
  const error = own(answer.body, 'error');
  const { origin, pathname } = new URL(tokenUrl);
  // An answer that grants something may hold it under any name: only words for people are quoted of it.
  const isGrant = answer.status < 300;
  const what = isGrant ? 'no access_token in the answer' : `HTTP ${answer.status}`;
  const words = wordsOf(answer) ?? (isGrant ? '' : answer.text);
  const reason = words === '' ? what : `${what}: ${words}`;
  const hints: Record<string, string> = {
    invalid_grant: 'the refresh token has ended or was revoked; get a new one and set it anew',
    invalid_client: 'check client_id and client_secret, and client_auth (body or basic)',
  };
  const hint = typeof error === 'string' ? hints[error] : undefined;
  const message = `the token endpoint ${origin}${pathname} gave no token: ${reason}`;
  return new AuthError(message, { hint: hint ?? 'check token_url, client_id, client_secret and the grant' });
}

// `invalid_grant: the token has ended`, as RFC 6749 has it, or whatever else stands there to be read.
function wordsOf({ body }: FormAnswer): string | undefined {
  const parts = [own(body, 'error'), own(body, 'error_description')];
  const said = parts.filter((part) => typeof part === 'string' && part !== '').join(': ');
  return said === '' ? serverWords(body) : excerpt(said);
}

// Servers send it missing, as text, as 0 or below; none of these may mean "renew before every request".
function lifetimeOf(value: unknown, fallback: number): number {
  const seconds = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof seconds === 'number' && Number.isFinite(seconds) && seconds > 0 ? seconds : fallback;
}
