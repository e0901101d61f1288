// api_key: one key in a header, the query or a cookie.
import { z } from 'zod';
import { faultOfHeaderName, faultOfHeaderValue, text } from '../../config/fields.ts';
import { secret } from '../../config/values.ts';
import { registerSecret } from '../../core/mask.ts';
import { carry, prefixed } from './carrier.ts';
import { declareAuth } from './contract.ts';

export const apiKey = declareAuth({
  type: 'api_key',
  summary: 'Sends a key in a header, the query or a cookie.',
  options: z
    .object({
      name: text().default('Authorization').describe('name of the header, query parameter or cookie'),
      api_key: text().describe('the key'),
      location: z
        .enum(['header', 'query', 'cookie', 'param'])
        .default('header')
        .describe('where it is sent; `param` is dlt’s word for `query`'),
      prefix: text()
        .optional()
        .describe('text before the key; a space follows it when it ends in a letter or digit'),
    })
    .superRefine(({ name, api_key: key, location, prefix }, context) => {
      if (location !== 'header') return;
      const faults = {
        name: faultOfHeaderName(name),
        api_key: faultOfHeaderValue(key),
        prefix: faultOfHeaderValue(prefix ?? ''),
      };
      for (const [at, message] of Object.entries(faults)) {
        if (message !== undefined) context.addIssue({ code: 'custom', path: [at], message });
      }
    }),
  example: { type: 'api_key', name: 'api_key', api_key: secret('api_key'), location: 'query' },
  create({ name, api_key: key, location, prefix = '' }) {
    registerSecret(key);
    const value = prefixed(prefix, key);
    return { apply: (request) => carry(request, location === 'param' ? 'query' : location, name, value) };
  },
});
