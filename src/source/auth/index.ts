// The registry of auths: a new one is a file beside this one and a line here.
import { apiKey } from './api-key.ts';
import { bearer } from './bearer.ts';
import { digest } from './digest.ts';
import { httpBasic } from './http-basic.ts';
import { oauth2, oauth2ClientCredentials } from './oauth2/index.ts';
import { oauth2Jwt } from './oauth2/jwt.ts';
import { session } from './session/index.ts';

export const auths = [
  oauth2,
  oauth2ClientCredentials,
  oauth2Jwt,
  session,
  apiKey,
  bearer,
  httpBasic,
  digest,
] as const;
