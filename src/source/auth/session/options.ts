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
import { endpointFields } from '../../../config/resource.ts';
import { isSecretReference } from '../../../config/values.ts';

const login = z
  .strictObject({
    path: endpointFields.path
      .refine((path) => !/\{[^{}]*\}/.test(path), { error: 'nothing fills a placeholder here' })
      .describe('appended to `base_url`; a whole address where the login is elsewhere'),
    method: endpointFields.method.prefault('POST').describe('HTTP method, any case'),
    params: queryParams()
      .default({})
      .describe(endpointFields.params.description ?? ''),
    json: jsonObject().optional().describe('request body as JSON; a secret in it is `"{secrets.password}"`'),
    data: z
      .union([z.string(), queryParams()])
      .optional()
      .describe(endpointFields.data.description ?? ''),
    headers: headerValues()
      .default({})
      .describe(endpointFields.headers.description ?? ''),
  })
  .superRefine(({ json, data }, context) => {
    if (json !== undefined && data !== undefined) {
      const message = 'is given beside json; a request has one body';
      context.addIssue({ code: 'custom', path: ['data'], message });
    }
    const name = referenceIn(json);
    if (name === undefined) return;
    const message = `would send the object {secret: ${name}} as it stands; write "{secrets.${name}}"`;
    context.addIssue({ code: 'custom', path: ['json'], message });
  });

/** The name of a secret that a body would send by name: any object is data there, and no login means this one. */
function referenceIn(value: unknown): string | undefined {
  if (isSecretReference(value)) return value.secret;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const inner of Object.values(value)) {
    const found = referenceIn(inner);
    if (found !== undefined) return found;
  }
  return undefined;
}

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
