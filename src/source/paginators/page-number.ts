// page_number: page 1, page 2, … until the API has no more.
import { z } from 'zod';
import { bodyPath, positiveInteger, requestPath, text, wholeNumber } from '../../config/fields.ts';
import { compilePath } from '../../core/path.ts';
import { declarePaginator, type PageFacts } from './contract.ts';
import {
  canEnd,
  compileCounting,
  countingOptions,
  cutShort,
  isSentTwice,
  NEVER_ENDS,
  sentAs,
} from './shared/counting.ts';

export const pageNumber = declarePaginator({
  type: 'page_number',
  summary: 'Counts pages: the next page is the number plus one.',
  options: z
    .object({
      page_param: text().nullish().describe('query parameter of the page number; default `page`'),
      page_body_path: requestPath().optional().describe('puts the number into the JSON body instead'),
      base_page: wholeNumber()
        .optional()
        .describe('number of the first page; not given: 1, or 0 where page 0 holds records of its own'),
      page: wholeNumber().optional().describe('page to begin with; default the first'),
      limit: positiveInteger().optional().describe('records to ask for'),
      limit_param: text().optional().describe('query parameter of `limit`'),
      total_path: bodyPath()
        .nullish()
        .describe('where the body states how many pages there are; ends nothing'),
      total_records_path: bodyPath()
        .optional()
        .describe('where the body states how many records there are; ends nothing'),
      maximum_page: positiveInteger()
        .nullish()
        .describe('most pages to read; the report then says incomplete'),
      ...countingOptions,
    })
    .refine((options) => canEnd(options, options.maximum_page ?? undefined), { error: NEVER_ENDS })
    .refine((options) => !isSentTwice(options.page_param, options.page_body_path), {
      path: ['page_body_path'],
      error: 'excludes page_param: the number is sent in one place',
    })
    .refine((options) => options.limit_param === undefined || options.limit !== undefined, {
      path: ['limit'],
      error: 'is needed with limit_param',
    }),
  example: { type: 'page_number', page_param: 'page', limit_param: 'per_page', limit: 200 },
  create(options) {
    const counting = compileCounting(options);
    const readPages = options.total_path ? compilePath(options.total_path) : undefined;
    const readRecords = options.total_records_path ? compilePath(options.total_records_path) : undefined;
    const first = options.page ?? options.base_page ?? 1;
    const isBegunLater = options.page !== undefined && options.page > (options.base_page ?? 1);
    const most = options.maximum_page ?? Number.POSITIVE_INFINITY;
    const size = options.limit_param === undefined ? {} : { [options.limit_param]: options.limit ?? null };
    const numberAfter = (page: PageFacts) => Number(page.position.page) + 1;
    const policy = {
      ...counting.policy,
      sends: sentAs('page', options.page_param ?? 'page', options.page_body_path),
    };
    return {
      start: { page: first },
      before: options.page === undefined && options.base_page === undefined ? { page: 0 } : undefined,
      request({ page }) {
        const number = Number(page);
        if (options.page_body_path !== undefined)
          return { query: size, body: { [options.page_body_path]: number } };
        return { query: { ...size, [options.page_param ?? 'page']: number } };
      },
      next(page) {
        const end = counting.after(page);
        if ('done' in end) return end;
        if (numberAfter(page) >= first + most) return cutShort('maximum_page', most);
        return { position: { page: numberAfter(page) }, isPromised: end.isPromised };
      },
      total: (page) => ({ records: readRecords?.(page.body), pages: readPages?.(page.body) }),
      pageSize: options.limit,
      // Begun in the middle on purpose, a chain comes to fewer than all.
      ending: isBegunLater ? { ...policy, isTotalHint: true } : policy,
      ahead(page, steps) {
        const number = numberAfter(page) + steps;
        return number < first + most ? { page: number } : undefined;
      },
    };
  },
});
