// One exchange with a token endpoint (RFC 6749, sections 4.3, 4.4, 5 and 6).
import { AuthError } from '../../../core/errors.ts';
import { compilePath, own } from '../../../core/path.ts';
import type { AuthAnswer, SendAuthRequest } from '../contract.ts';
import { basicCredentials } from '../http-basic.ts';
import { reasonOf } from '../refusal.ts';
import { type AccessToken, lifetimeOf } from '../token-auth.ts';

export interface TokenRequest {
  readonly tokenUrl: string;
  /** Undefined where the grant itself says who asks. */
  readonly clientId: string | undefined;
  readonly clientSecret: string | undefined;
  readonly clientAuth: 'body' | 'basic';
  readonly scopes: string | readonly string[] | undefined;
  readonly extra: Readonly<Record<string, string>>;
  /** Where in the answer the access token, its lifetime and the next refresh token are. */
  readonly paths: {
    readonly token: string;
    readonly expiresIn: string;
    readonly refreshToken: string;
  };
  /** Seconds, where the answer gives no sane lifetime. */
  readonly defaultLifetime: number;
}

export interface Tokens extends AccessToken {
  /** The refresh token to use from now on, where the server rotates it. */
  readonly refreshToken: string | undefined;
}

/** What is given for a token: the fields of one kind of grant. */
export type Grant = Readonly<Record<string, string>> & { readonly grant_type: string };

/**
 * Asks for an access token.
 * @throws AuthError when the endpoint refuses; TransientError when it did not answer within the retries
 */
export async function requestToken(
  request: TokenRequest,
  grant: Grant,
  send: SendAuthRequest,
): Promise<Tokens> {
  const { tokenUrl, paths, defaultLifetime } = request;
  const { form, headers } = formOf(request, grant);
  const answer = await send({
    method: 'POST',
    url: new URL(tokenUrl),
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(form).toString(),
  });
  if (answer.status !== 200 && answer.status !== 201) throw refusalOf(answer, request);
  const find = (path: string) => compilePath(path)(answer.body);
  const token = find(paths.token);
  if (typeof token !== 'string' || token === '') throw refusalOf(answer, request);
  const rotated = find(paths.refreshToken);
  return {
    value: token,
    lifetime: lifetimeOf(find(paths.expiresIn), defaultLifetime),
    refreshToken: typeof rotated === 'string' && rotated !== '' ? rotated : undefined,
  };
}

function formOf(request: TokenRequest, grant: Grant) {
  const form: Record<string, string> = { ...grant, ...request.extra };
  const headers: Record<string, string> = {};
  if (request.scopes !== undefined) {
    form.scope = typeof request.scopes === 'string' ? request.scopes : request.scopes.join(' ');
  }
  const { clientId, clientSecret } = request;
  if (request.clientAuth === 'basic') {
    // Section 2.3.1: both parts are form-encoded before they are joined.
    const [id, secret] = [clientId ?? '', clientSecret ?? ''].map(encodeURIComponent);
    headers.authorization = basicCredentials(id ?? '', secret ?? '');
  } else {
    if (clientId !== undefined) form.client_id = clientId;
    if (clientSecret !== undefined) form.client_secret = clientSecret;
  }
  return { form, headers };
}

function refusalOf(answer: AuthAnswer, { tokenUrl, paths }: TokenRequest): AuthError {
  const error = own(answer.body, 'error');
  const { origin, pathname } = new URL(tokenUrl);
  const reason = reasonOf(answer, `no ${paths.token} in the answer`);
  const hints: Record<string, string> = {
    invalid_grant:
      'what was given for the token (refresh token, password or assertion) has ended or is wrong; get a new one and set it anew',
    invalid_client: 'check client_id and client_secret, and client_auth (body or basic)',
  };
  const hint = typeof error === 'string' ? hints[error] : undefined;
  const message = `the token endpoint ${origin}${pathname} gave no token: ${reason}`;
  return new AuthError(message, { hint: hint ?? 'check token_url, client_id, client_secret and the grant' });
}
