// oauth2_jwt: tokens for an assertion that the client signs with its private key (RFC 7523).
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { url } from '../../../config/client.ts';
import { UNKNOWN_SECRET } from '../../../config/environment.ts';
import { jsonObject, positiveInteger, takenByName, text } from '../../../config/fields.ts';
import { secret } from '../../../config/values.ts';
import { ConfigError } from '../../../core/errors.ts';
import { toJsonText } from '../../../core/json.ts';
import { latestSecrets, registerSecret } from '../../../core/mask.ts';
import { withHeader } from '../../http/request.ts';
import { declareAuth } from '../contract.ts';
import { tokenAuth } from '../token-auth.ts';
import { clientFields, tokenFields, tokenRequestOf } from './options.ts';
import { ALGORITHMS, readPrivateKey } from './private-key.ts';
import { requestToken } from './token-request.ts';

const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

// A fixed time would be right for one run alone.
const OF_EACH_ASSERTION = ['exp', 'iat'];

const options = z
  .object({
    token_url: url().describe('the token endpoint'),
    private_key: text().describe('the private key in PEM; its lines may be joined by `\\n`'),
    private_key_passphrase: text()
      .optional()
      .describe('what opens an encrypted key')
      .register(takenByName, {}),
    algorithm: z
      .enum(ALGORITHMS)
      .optional()
      .describe('how the assertion is signed; default: what the key is for, `RS256` for RSA'),
    key_id: text().optional().describe('`kid` of the assertion’s header, by which the server finds the key'),
    claims: jsonObject()
      .default({})
      .describe(
        'claims of the assertion; default: `aud` the token endpoint, `iss` and `sub` the `client_id`',
      ),
    assertion_lifetime: positiveInteger()
      .default(300)
      .describe('seconds that an assertion is good for; some servers take 60 at most'),
    ...clientFields,
    client_id: text()
      .optional()
      .describe('the client’s id, where the server asks for it')
      .register(takenByName, {}),
    ...tokenFields,
  })
  .superRefine((written, context) => {
    const refuse = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message });
    const { private_key: pem, claims, client_id: clientId } = written;
    // Without the secrets of a pipeline there is no key to look at.
    if (pem !== UNKNOWN_SECRET) {
      const read = readPrivateKey(pem, written.private_key_passphrase, written.algorithm);
      if ('fault' in read) refuse([read.at], read.fault);
    }
    for (const name of OF_EACH_ASSERTION) {
      if (Object.hasOwn(claims, name)) {
        refuse(['claims', name], 'is set for each assertion anew; see assertion_lifetime');
      }
    }
    const isAlone = written.client_secret !== undefined || written.client_auth === 'basic';
    if (clientId === undefined && isAlone)
      refuse(['client_id'], 'is needed beside client_secret and client_auth');
    if (clientId === undefined && !Object.hasOwn(claims, 'iss')) {
      refuse(['claims'], 'need iss, or a client_id for it');
    }
  });

export const oauth2Jwt = declareAuth({
  type: 'oauth2_jwt',
  summary:
    'Gets an access token for a JWT that a private key signs (RFC 7523), and renews it ahead of its end.',
  options,
  example: {
    type: 'oauth2_jwt',
    token_url: 'https://accounts.example.com/token',
    private_key: secret('private_key'),
    claims: { iss: 'robot@example.com', scope: 'read' },
  },
  create(written, { send }) {
    const {
      private_key: pem,
      client_secret: clientSecret,
      token_prefix: prefix,
      token_url: tokenUrl,
    } = written;
    for (const value of [pem, clientSecret, written.private_key_passphrase]) if (value) registerSecret(value);
    const read = readPrivateKey(pem, written.private_key_passphrase, written.algorithm);
    if ('fault' in read) throw new ConfigError(`auth: ${read.at} ${read.fault}`);
    const { key, algorithm: alg } = read;
    const request = tokenRequestOf(tokenUrl, written);
    const issuer = written.client_id === undefined ? {} : { iss: written.client_id, sub: written.client_id };
    // A server may quote what it refuses.
    const registerLatest = latestSecrets();
    const sign = async (): Promise<string> => {
      const { CompactSign } = await import('jose');
      const kid = written.key_id === undefined ? {} : { kid: written.key_id };
      const iat = Math.floor(Date.now() / 1000);
      const times = { iat, exp: iat + written.assertion_lifetime };
      const claims = { aud: tokenUrl, ...issuer, jti: randomUUID(), ...written.claims, ...times };
      // Written here, so that integers of any length keep their digits.
      const assertion = await new CompactSign(Buffer.from(toJsonText(claims)))
        .setProtectedHeader({ alg, typ: 'JWT', ...kid })
        .sign(key);
      registerLatest(assertion);
      return assertion;
    };
    return tokenAuth(
      async () => requestToken(request, { grant_type: GRANT_TYPE, assertion: await sign() }, send),
      (outgoing, token) => withHeader(outgoing, 'authorization', `${prefix} ${token}`),
    );
  },
});
