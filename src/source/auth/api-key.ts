// api_key: one key in a header, the query or a cookie.
import { z } from 'zod';
import { faultOfHeaderName, faultOfHeaderValue, text } from '../../config/fields.ts';
import { secret } from '../../config/values.ts';
import { registerSecret } from '../../core/mask.ts';
import { withHeader, withQuery } from '../http/request.ts';
import { declareAuth } from './contract.ts';

export const apiKey = declareAuth({
  type: 'api_key',
  summary: 'Sends a key in a header, the query or a cookie.',
  options: z
    .object({
      name: text().default('Authorization').describe('name of the header, query parameter or cookie'),
      api_key: text().describe('the key'),
      location: z.enum(['header', 'query', 'cookie']).default('header').describe('where it is sent'),
    })
    .superRefine(({ name, api_key: key, location }, context) => {
      if (location !== 'header') return;
      const faults = { name: faultOfHeaderName(name), api_key: faultOfHeaderValue(key) };
      for (const [at, message] of Object.entries(faults)) {
        if (message !== undefined) context.addIssue({ code: 'custom', path: [at], message });
      }
    }),
  example: { type: 'api_key', name: 'api_key', api_key: secret('api_key'), location: 'query' },
  create({ name, api_key: key, location }) {
    registerSecret(key);
    return {
      apply(request) {
        if (location === 'query') return withQuery(request, name, key);
        if (location === 'header') return withHeader(request, name, key);
        const others = request.headers.cookie;
        const cookie = `${name}=${encodeURIComponent(key.toWellFormed())}`;
        return withHeader(request, 'cookie', others === undefined ? cookie : `${others}; ${cookie}`);
      },
    };
  },
});
