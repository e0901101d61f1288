// offset: skips what has been received, so that a server which caps its pages loses nothing.
import { z } from 'zod';
import { bodyPath, positiveInteger, requestPath, text, wholeNumber } from '../../config/fields.ts';
import { compilePath } from '../../core/path.ts';
import { declarePaginator, recordCount } from './contract.ts';
import {
  canEnd,
  compileCounting,
  countingOptions,
  cutShort,
  isSentTwice,
  NEVER_ENDS,
  sentAs,
} from './shared/counting.ts';

export const offset = declarePaginator({
  type: 'offset',
  summary: 'Counts records: the next offset is the last one plus the records received.',
  options: z
    .object({
      limit: positiveInteger().describe('records to ask for'),
      limit_param: text().nullish().describe('query parameter of `limit`; default `limit`; null: not sent'),
      limit_body_path: requestPath().optional().describe('puts the limit into the JSON body instead'),
      offset_param: text().nullish().describe('query parameter of the offset; default `offset`'),
      offset_body_path: requestPath().optional().describe('puts the offset into the JSON body instead'),
      offset: wholeNumber().default(0).describe('first offset'),
      total_path: bodyPath()
        .nullish()
        .describe('where the body states how many records there are; ends nothing'),
      maximum_offset: positiveInteger()
        .nullish()
        .describe('no page at or past it; the report then says incomplete'),
      ...countingOptions,
    })
    .refine((options) => canEnd(options, options.maximum_offset ?? undefined), { error: NEVER_ENDS })
    .refine((options) => !isSentTwice(options.offset_param, options.offset_body_path), {
      path: ['offset_body_path'],
      error: 'excludes offset_param: the offset is sent in one place',
    })
    .refine((options) => !isSentTwice(options.limit_param, options.limit_body_path), {
      path: ['limit_body_path'],
      error: 'excludes limit_param: the limit is sent in one place',
    }),
  example: { type: 'offset', limit: 100, offset_param: 'startIndex' },
  create(options) {
    const counting = compileCounting(options);
    const readTotal = options.total_path ? compilePath(options.total_path) : undefined;
    const most = options.maximum_offset ?? Number.POSITIVE_INFINITY;
    const limitParam = options.limit_param === undefined ? 'limit' : options.limit_param;
    const policy = {
      ...counting.policy,
      sends: sentAs('offset', options.offset_param ?? 'offset', options.offset_body_path),
    };
    return {
      start: { offset: options.offset },
      request(position) {
        const query: Record<string, number> = {};
        const body: Record<string, number> = {};
        const at = Number(position.offset);
        if (options.limit_body_path !== undefined) body[options.limit_body_path] = options.limit;
        else if (limitParam !== null) query[limitParam] = options.limit;
        if (options.offset_body_path !== undefined) body[options.offset_body_path] = at;
        else query[options.offset_param ?? 'offset'] = at;
        return { query, body };
      },
      next(page) {
        const end = counting.after(page);
        if ('done' in end) return end;
        // A page without records that ends nothing is passed over; its own place would be asked for for ever.
        const at = Number(page.position.offset) + (recordCount(page) || options.limit);
        if (at >= most) return cutShort('maximum_offset', most);
        return { position: { offset: at }, isPromised: end.isPromised };
      },
      total: (page) => (readTotal === undefined ? undefined : { records: readTotal(page.body) }),
      pageSize: options.limit,
      // Begun in the middle on purpose, a chain comes to fewer than all.
      ending: options.offset > 0 ? { ...policy, isTotalHint: true } : policy,
      ahead(page, steps) {
        const at = Number(page.position.offset) + (recordCount(page) || options.limit) * (steps + 1);
        return at < most ? { offset: at } : undefined;
      },
    };
  },
});
