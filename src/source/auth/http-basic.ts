// http_basic: user name and password (RFC 7617).
import { z } from 'zod';
import { text } from '../../config/fields.ts';
import { secret } from '../../config/values.ts';
import { registerSecret } from '../../core/mask.ts';
import { withHeader } from '../http/request.ts';
import { declareAuth } from './contract.ts';

export const httpBasic = declareAuth({
  type: 'http_basic',
  summary: 'Sends `Authorization: Basic …`.',
  options: z.object({
    username: text().describe('the user name'),
    password: z.string().describe('the password; may be empty'),
  }),
  example: { type: 'http_basic', username: 'reader', password: secret('password') },
  create({ username, password }) {
    const value = basicCredentials(username, password);
    registerSecret(password);
    return { apply: (request) => withHeader(request, 'authorization', value) };
  },
});

/** The header's value; its base64 is registered too, because it holds the password in another alignment. */
export function basicCredentials(username: string, password: string): string {
  const encoded = Buffer.from(`${username}:${password}`, 'utf8').toString('base64');
  registerSecret(encoded);
  return `Basic ${encoded}`;
}
