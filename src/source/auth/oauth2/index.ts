// oauth2: tokens from a token endpoint, by refresh token or client credentials (RFC 6749).
import { z } from 'zod';
import { url } from '../../../config/client.ts';
import { positiveInteger, text } from '../../../config/fields.ts';
import { secret } from '../../../config/values.ts';
import { registerSecret } from '../../../core/mask.ts';
import { withHeader } from '../../http/request.ts';
import { declareAuth } from '../contract.ts';
import { createTokenManager } from './token-manager.ts';
import { requestToken, type TokenRequest } from './token-request.ts';
import { openTokenStore } from './token-store.ts';

const shared = {
  client_id: text().describe('the client’s id'),
  client_secret: text().optional().describe('the client’s secret'),
  client_auth: z.enum(['body', 'basic']).default('body').describe('how the client’s id and secret are sent'),
  scopes: z
    .union([text(), z.array(text())])
    .optional()
    .describe('scopes to ask for'),
  access_token_request_data: z
    .record(z.string(), z.string())
    .optional()
    .describe('further fields of the token request'),
  token_prefix: text().default('Bearer').describe('word before the token in `Authorization`'),
  default_token_expiration: positiveInteger()
    .default(3600)
    .describe('lifetime in seconds where the answer gives none'),
};

const options = z
  .object({
    token_url: url().optional().describe('the token endpoint'),
    access_token_url: url().optional().describe('dlt’s name for `token_url`'),
    refresh_token: text().optional().describe('the refresh token'),
    grant_type: z
      .enum(['refresh_token', 'client_credentials'])
      .optional()
      .describe('default: `refresh_token` when one is given, else `client_credentials`'),
    ...shared,
  })
  .refine((written) => (written.token_url === undefined) !== (written.access_token_url === undefined), {
    path: ['token_url'],
    error: 'needs one of token_url, access_token_url',
  })
  .refine((written) => written.grant_type !== 'refresh_token' || written.refresh_token !== undefined, {
    path: ['refresh_token'],
    error: 'is needed with grant_type refresh_token',
  });

export const oauth2 = declareAuth({
  type: 'oauth2',
  summary: 'Gets an access token from a token endpoint and renews it ahead of its end.',
  options,
  example: {
    type: 'oauth2',
    token_url: 'https://accounts.example.com/oauth/v2/token',
    client_id: secret('client_id'),
    client_secret: secret('client_secret'),
    refresh_token: secret('client_refresh_token'),
  },
  create(written, context) {
    for (const value of [written.client_secret, written.refresh_token]) if (value) registerSecret(value);
    const tokenUrl = written.token_url ?? written.access_token_url ?? '';
    const isRefresh =
      (written.grant_type ?? (written.refresh_token ? 'refresh_token' : '')) === 'refresh_token';
    const request: TokenRequest = {
      tokenUrl,
      clientId: written.client_id,
      clientSecret: written.client_secret,
      clientAuth: written.client_auth,
      scopes: written.scopes,
      extra: written.access_token_request_data ?? {},
      defaultLifetime: written.default_token_expiration,
    };
    const store = isRefresh
      ? openTokenStore(
          context.stateDirectory,
          { tokenUrl, clientId: written.client_id, refreshToken: written.refresh_token ?? '' },
          context.signal,
        )
      : undefined;
    const tokens = createTokenManager(() =>
      store === undefined
        ? requestToken(request, undefined, context.send)
        : store.rotate((refreshToken) => requestToken(request, refreshToken, context.send)),
    );
    const header = (token: string) => `${written.token_prefix} ${token}`;
    return {
      apply: async (outgoing) => withHeader(outgoing, 'authorization', header(await tokens.get())),
      async answer(_refusal, sent) {
        await tokens.renew((token) => header(token) === sent.headers.authorization);
        return true;
      },
    };
  },
});

/** dlt's spelling of the client credentials grant. */
export const oauth2ClientCredentials = declareAuth({
  type: 'oauth2_client_credentials',
  summary: 'dlt’s spelling of `oauth2` with client credentials.',
  options: z.object({ access_token_url: url().describe('the token endpoint'), ...shared }),
  example: {
    type: 'oauth2_client_credentials',
    access_token_url: 'https://accounts.example.com/oauth/v2/token',
    client_id: secret('client_id'),
    client_secret: secret('client_secret'),
  },
  create: (written, context) => oauth2.create({ ...written, grant_type: 'client_credentials' }, context),
});
