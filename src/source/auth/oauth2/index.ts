// oauth2: tokens from a token endpoint, by refresh token, client credentials or password (RFC 6749).
import { z } from 'zod';
import { url } from '../../../config/client.ts';
import { secret } from '../../../config/values.ts';
import { registerSecret } from '../../../core/mask.ts';
import { withHeader } from '../../http/request.ts';
import { type AuthContext, declareAuth } from '../contract.ts';
import { tokenAuth } from '../token-auth.ts';
import { clientFields, grantTypeOf, oauth2Options, tokenFields, tokenRequestOf } from './options.ts';
import { requestToken, type TokenRequest, type Tokens } from './token-request.ts';
import { openTokenStore } from './token-store.ts';

export const oauth2 = declareAuth({
  type: 'oauth2',
  summary: 'Gets an access token from a token endpoint and renews it ahead of its end.',
  options: oauth2Options,
  example: {
    type: 'oauth2',
    token_url: 'https://accounts.example.com/oauth/v2/token',
    client_id: secret('client_id'),
    client_secret: secret('client_secret'),
    refresh_token: secret('client_refresh_token'),
  },
  create(written, context) {
    const { client_secret, refresh_token, password, token_prefix: prefix } = written;
    for (const value of [client_secret, refresh_token, password]) if (value) registerSecret(value);
    const request = tokenRequestOf(written.token_url ?? written.access_token_url ?? '', written);
    return tokenAuth(grantOf(written, request, context), (outgoing, token) =>
      withHeader(outgoing, 'authorization', `${prefix} ${token}`),
    );
  },
});

function grantOf(
  written: z.output<typeof oauth2Options>,
  request: TokenRequest,
  context: AuthContext,
): () => Promise<Tokens> {
  const { send, signal } = context;
  const { username = '', password = '', refresh_token: configured = '' } = written;
  const grant_type = grantTypeOf(written);
  switch (grant_type) {
    case 'client_credentials':
      return () => requestToken(request, { grant_type }, send);
    case 'password':
      return () => requestToken(request, { grant_type, username, password }, send);
    case 'refresh_token': {
      const { tokenUrl, clientId = '' } = request;
      const grant = { tokenUrl, clientId, refreshToken: configured };
      const store = openTokenStore(context.stateDirectory, grant, signal);
      return () =>
        store.rotate((refresh_token) => requestToken(request, { grant_type, refresh_token }, send));
    }
  }
}

/** dlt's spelling of the client credentials grant. */
export const oauth2ClientCredentials = declareAuth({
  type: 'oauth2_client_credentials',
  summary: 'dlt’s spelling of `oauth2` with client credentials.',
  options: z.object({
    access_token_url: url().describe('the token endpoint'),
    ...clientFields,
    ...tokenFields,
  }),
  example: {
    type: 'oauth2_client_credentials',
    access_token_url: 'https://accounts.example.com/oauth/v2/token',
    client_id: secret('client_id'),
    client_secret: secret('client_secret'),
  },
  create(written, context) {
    const refresh_token_path = 'refresh_token';
    return oauth2.create({ ...written, refresh_token_path, grant_type: 'client_credentials' }, context);
  },
});
