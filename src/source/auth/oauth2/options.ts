// The options of the OAuth 2 auths, and what of them goes together.
import { z } from 'zod';
import { url } from '../../../config/client.ts';
import { bodyPath, headerText, positiveInteger, takenByName, text } from '../../../config/fields.ts';
import type { TokenRequest } from './token-request.ts';

/** What every kind of grant may set. */
export const tokenFields = {
  scopes: z
    .union([text(), z.array(text())])
    .optional()
    .describe('scopes to ask for'),
  access_token_request_data: z
    .record(
      z.string(),
      z.union([z.string(), z.number(), z.boolean()]).transform((value) => String(value)),
    )
    .optional()
    .describe('further fields of the token request'),
  token_path: bodyPath().default('access_token').describe('where the access token is in the answer'),
  expires_in_path: bodyPath().default('expires_in').describe('where its lifetime in seconds is'),
  token_prefix: headerText().default('Bearer').describe('word before the token in `Authorization`'),
  default_token_expiration: positiveInteger()
    .default(3600)
    .describe('lifetime in seconds where the answer gives none'),
};

/** How a client with an id and a secret says who it is. */
export const clientFields = {
  client_id: text().describe('the client’s id'),
  client_secret: text().optional().describe('the client’s secret').register(takenByName, {}),
  client_auth: z.enum(['body', 'basic']).default('body').describe('how the client’s id and secret are sent'),
};

const GRANTS = ['refresh_token', 'client_credentials', 'password'] as const;

const fields = z.object({
  token_url: url().optional().describe('the token endpoint').register(takenByName, {}),
  access_token_url: url().optional().describe('dlt’s name for `token_url`'),
  refresh_token: text().optional().describe('the refresh token').register(takenByName, {}),
  username: text()
    .optional()
    .describe('the user name, for `grant_type: password`')
    .register(takenByName, { with: 'password', without: 'refresh_token' }),
  password: text()
    .optional()
    .describe('the password, for `grant_type: password`')
    .register(takenByName, { with: 'username', without: 'refresh_token' }),
  grant_type: z
    .enum(GRANTS)
    .optional()
    .describe('default: that of the `refresh_token` or `password` that is given, else `client_credentials`'),
  refresh_token_path: bodyPath()
    .default('refresh_token')
    .describe('where the answer holds the next refresh token, if it does'),
  ...clientFields,
  ...tokenFields,
});

/** The kind of grant that the options amount to. */
export function grantTypeOf(written: z.output<typeof fields>): (typeof GRANTS)[number] {
  const { grant_type: named, refresh_token: refreshToken, username, password } = written;
  if (named !== undefined) return named;
  if (refreshToken !== undefined) return 'refresh_token';
  return username === undefined && password === undefined ? 'client_credentials' : 'password';
}

// Each belongs to one kind of grant, which needs it and whose request alone would send it.
const GRANT_OF = { refresh_token: 'refresh_token', username: 'password', password: 'password' } as const;

export const oauth2Options = fields.superRefine((written, context) => {
  const refuse = (key: string, message: string) => context.addIssue({ code: 'custom', path: [key], message });
  if ((written.token_url === undefined) === (written.access_token_url === undefined)) {
    refuse('token_url', 'needs one of token_url, access_token_url');
  }
  const grant = grantTypeOf(written);
  for (const key of ['refresh_token', 'username', 'password'] as const) {
    const isGiven = written[key] !== undefined;
    if (isGiven === (GRANT_OF[key] === grant)) continue;
    refuse(key, isGiven ? `is of no use with grant_type ${grant}` : `is needed with grant_type ${grant}`);
  }
});

/** What is the same in every token request of an auth. */
export function tokenRequestOf(
  tokenUrl: string,
  written: z.output<z.ZodObject<typeof tokenFields>> & {
    readonly client_id?: string | undefined;
    readonly client_secret?: string | undefined;
    readonly client_auth?: TokenRequest['clientAuth'] | undefined;
    readonly refresh_token_path?: string | undefined;
  },
): TokenRequest {
  return {
    tokenUrl,
    clientId: written.client_id,
    clientSecret: written.client_secret,
    clientAuth: written.client_auth ?? 'body',
    scopes: written.scopes,
    extra: written.access_token_request_data ?? {},
    paths: {
      token: written.token_path,
      expiresIn: written.expires_in_path,
      refreshToken: written.refresh_token_path ?? 'refresh_token',
    },
    defaultLifetime: written.default_token_expiration,
  };
}
