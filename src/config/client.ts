// The `client` part of a pipeline file.
import { z } from 'zod';
import { UNKNOWN_SECRET } from './environment.ts';
import {
  charset,
  headerValues,
  positiveInteger,
  queryParams,
  RESPONSE_FORMATS,
  seconds,
  text,
  wholeNumber,
} from './fields.ts';

export const retrySchema = z.strictObject({
  max_retries: wholeNumber().default(3).describe('attempts after the first'),
  backoff_factor: z.number().min(1).default(2).describe('each wait is the one before times this'),
  initial_wait: seconds().default(1).describe('seconds before the first retry'),
  max_wait: seconds()
    .default(120)
    .describe('longest wait in seconds; a longer `Retry-After` ends the run with exit 5'),
  statuses: z
    .array(z.number().int().min(400).max(599))
    .optional()
    .describe('HTTP statuses worth another attempt; default: 408, 425, 429 and every 5xx but 501, 505, 511'),
  total_budget: seconds().default(600).describe('seconds that one page may take with all its retries'),
  headers: z
    .strictObject({
      wait: text().optional().describe('how long to wait, as in `Retry-After`'),
      reset: text().optional().describe('when the limit starts anew, as in `RateLimit-Reset`'),
      remaining: text().optional().describe('requests that are left, as in `RateLimit-Remaining`'),
    })
    .prefault({})
    .describe('the API’s own names of headers about its rate limit, which go before the usual ones'),
  rate_limit_budget: seconds()
    .default(0)
    .describe(
      'seconds for which a 429 is waited out, without counting as retries; 0: it counts like any failure',
    ),
});

export const timeoutSchema = z.strictObject({
  connect: seconds().default(10).describe('until the connection stands'),
  headers: seconds().default(60).describe('until the first byte of the answer'),
  idle: seconds().default(30).describe('between two pieces of the body'),
  total: seconds().default(300).describe('for one attempt in all'),
});

export const rateLimitSchema = z.strictObject({
  requests_per_second: z.number().positive().describe('most requests a second to the host'),
  burst: positiveInteger().default(1).describe('requests that may start together'),
});

const isHttpUrl = (value: string): boolean =>
  URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);

const httpUrl = text().refine((value) => isHttpUrl(value) || value === UNKNOWN_SECRET, {
  error: 'expected an http:// or https:// address',
});

const allowedOrigin = z.strictObject({
  origin: httpUrl.describe('an address of the origin'),
  credentials: z.boolean().default(false).describe('whether it is trusted as `base_url` is'),
});

/** An http(s) address. */
export const url = () => httpUrl;

/** The client's keys but `auth` and `paginator`, whose types come from the registries. */
export const clientFields = {
  base_url: httpUrl
    .refine(
      (value) => !URL.canParse(value) || (new URL(value).search === '' && new URL(value).username === ''),
      {
        error: 'must hold no query and no credentials; use params and auth',
      },
    )
    .describe('address that every path is appended to'),
  headers: headerValues().optional().describe('sent with every request'),
  params: queryParams()
    .optional()
    .describe('sent with every request, in the query; one that a path names in braces goes there instead'),
  retry: retrySchema.prefault({}).describe('what is tried again, how often and after which wait'),
  timeout: timeoutSchema.prefault({}).describe('seconds'),
  rate_limit: rateLimitSchema.nullish().describe('most requests a second to the host'),
  concurrency: positiveInteger()
    .default(16)
    .describe('most requests in flight to the host; it begins with 4 and adapts to 429s and rising latency'),
  max_response_bytes: positiveInteger()
    .default(256 * 1024 * 1024)
    .describe(
      'largest body, counted after decompression; one of `jsonl` or `csv` is kept in a temporary file and read in parts, unless a data_selector, columns_path, response_actions or processing_steps look into it',
    ),
  max_header_bytes: positiveInteger()
    .default(256 * 1024)
    .describe('largest headers of an answer'),
  response_format: z.enum(RESPONSE_FORMATS).default('json').describe('format of the answers'),
  cookies: z
    .boolean()
    .default(false)
    .describe('whether cookies that answers set are sent back, each to the origin that set it'),
  encoding: charset()
    .optional()
    .describe('charset of the answers, e.g. `windows-1252`; default: what the server declares, else UTF-8'),
  allowed_origins: z
    .array(z.union([httpUrl, allowedOrigin]))
    .default([])
    .describe(
      'other origins that a path, link or redirect may lead to; they get no credentials, no `client.params` and no body, unless written as `{origin, credentials: true}`',
    ),
};
