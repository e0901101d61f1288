// offset: skips what has been received, so that a server which caps its pages loses nothing.
import { z } from 'zod';
import { positiveInteger, requestPath, text, wholeNumber } from '../../config/fields.ts';
import { declarePaginator, type PageRequest } from './contract.ts';
import { canEnd, compileEnding, cutShort, endingOptions, NEVER_ENDS } from './shared/counting.ts';

export const offset = declarePaginator({
  type: 'offset',
  summary: 'Counts records: the next offset is the last one plus the records received.',
  options: z
    .object({
      limit: positiveInteger().describe('records to ask for'),
      limit_param: text().nullable().default('limit').describe('query parameter of `limit`; null: not sent'),
      limit_body_path: requestPath().optional().describe('puts the limit into the JSON body instead'),
      offset_param: text().default('offset').describe('query parameter of the offset'),
      offset_body_path: requestPath().optional().describe('puts the offset into the JSON body instead'),
      offset: wholeNumber().default(0).describe('first offset'),
      maximum_offset: positiveInteger()
        .nullish()
        .describe('no page at or past it; the report then says incomplete'),
      ...endingOptions,
    })
    .refine((options) => canEnd(options, options.maximum_offset ?? undefined), { error: NEVER_ENDS }),
  example: { type: 'offset', limit: 100, offset_param: 'startIndex' },
  create(options) {
    const ending = compileEnding(options);
    const request = (at: number, isPromised: boolean): PageRequest => {
      const params: Record<string, number> = {};
      const body: Record<string, number> = {};
      if (options.limit_body_path !== undefined) body[options.limit_body_path] = options.limit;
      else if (options.limit_param !== null) params[options.limit_param] = options.limit;
      if (options.offset_body_path !== undefined) body[options.offset_body_path] = at;
      else params[options.offset_param] = at;
      return { position: { offset: at }, params, body, isPromised };
    };
    return {
      first: () => request(options.offset, false),
      next(page) {
        const end = ending.after(page);
        if ('done' in end) return end;
        const at = Number(page.position.offset) + page.records.length;
        const maximum = options.maximum_offset ?? undefined;
        if (maximum !== undefined && at >= maximum) return cutShort('maximum_offset', maximum);
        return request(at, end.isPromised);
      },
      total: ending.total,
      pageSize: options.limit,
      ahead(page, steps) {
        const at = Number(page.position.offset) + page.records.length * (steps + 1);
        const most = Math.min(options.maximum_offset ?? Infinity, options.offset + ending.mostRecords(page));
        return at < most ? request(at, false) : undefined;
      },
    };
  },
});
