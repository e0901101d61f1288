// What a session auth may be told: how to log in, what the answer gives, and how that is sent.
import { z } from 'zod';
import {
  bodyPath,
  faultOfHeaderName,
  headerText,
  headerValues,
  jsonObject,
  positiveInteger,
  queryParams,
  text,
} from '../../../config/fields.ts';
import { METHODS } from '../../../config/resource.ts';

const formValue = z.union([z.string(), z.number(), z.boolean()]);

const login = z
  .strictObject({
    path: text()
      .refine((path) => !/\{[^{}]*\}/.test(path), { error: 'nothing fills a placeholder here' })
      .refine((path) => !/^https?:/i.test(path) || URL.canParse(path), {
        error: 'expected a path or an address',
      })
      .describe('appended to `base_url`; a whole address where the login is elsewhere'),
    method: z
      .string()
      .transform((method) => method.toUpperCase())
      .pipe(z.enum(METHODS))
      .default('POST')
      .describe('HTTP method, any case; default: `POST`'),
    params: queryParams().default({}).describe('query'),
    json: jsonObject().optional().describe('request body as JSON; a secret in it is `"{secrets.password}"`'),
    data: z
      .union([z.string(), z.record(z.string(), formValue)])
      .optional()
      .describe('request body as a form, or as text that is sent as it stands'),
    headers: headerValues().default({}).describe('added to the client’s'),
  })
  .refine((written) => written.json === undefined || written.data === undefined, {
    path: ['data'],
    error: 'is given beside json; a request has one body',
  });

export const sessionOptions = z
  .object({
    login: login.describe('the request that logs in'),
    token_path: bodyPath()
      .optional()
      .describe(
        'where the token is in the answer; default: the cookies that the answer sets are the session',
      ),
    expires_in: positiveInteger()
      .optional()
      .describe('seconds after which to log in anew; default: what a cookie says, else once it is refused'),
    header: text().optional().describe('header that the token is sent in; default: `Authorization`'),
    prefix: headerText()
      .optional()
      .describe('text before the token; default: `Bearer` in `Authorization`, none elsewhere'),
    query: text().optional().describe('query parameter that the token is sent in'),
    cookie: text()
      .optional()
      .describe('cookie that the token is sent in; without `token_path` the one that the login must set'),
  })
  .superRefine(({ token_path: tokenPath, header, query, cookie, prefix }, context) => {
    const refuse = (key: string, message: string) =>
      context.addIssue({ code: 'custom', path: [key], message });
    const fault = header === undefined ? undefined : faultOfHeaderName(header);
    if (fault !== undefined) refuse('header', fault);
    if (tokenPath === undefined) {
      for (const [key, value] of Object.entries({ header, query, prefix })) {
        if (value !== undefined) refuse(key, 'is of a token, so it needs token_path');
      }
      return;
    }
    const places = Object.entries({ header, query, cookie }).filter(([, value]) => value !== undefined);
    for (const [key] of places.slice(1))
      refuse(key, `is given beside ${places[0]?.[0]}; a token is sent once`);
  });

export type SessionOptions = z.output<typeof sessionOptions>;
