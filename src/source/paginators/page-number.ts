// page_number: page 1, page 2, … until the API has no more.
import { z } from 'zod';
import { positiveInteger, requestPath, text, wholeNumber } from '../../config/fields.ts';
import { declarePaginator, type PageRequest } from './contract.ts';
import { canEnd, compileEnding, cutShort, endingOptions, NEVER_ENDS } from './shared/counting.ts';

export const pageNumber = declarePaginator({
  type: 'page_number',
  summary: 'Counts pages: the next page is the number plus one.',
  options: z
    .object({
      page_param: text().default('page').describe('query parameter of the page number'),
      page_body_path: requestPath().optional().describe('puts the number into the JSON body instead'),
      base_page: wholeNumber().default(1).describe('number of the first page'),
      limit: positiveInteger().optional().describe('records to ask for'),
      limit_param: text().optional().describe('query parameter of `limit`'),
      maximum_page: positiveInteger()
        .nullish()
        .describe('most pages to read; the report then says incomplete'),
      ...endingOptions,
    })
    .refine((options) => canEnd(options, options.maximum_page ?? undefined), { error: NEVER_ENDS })
    .refine((options) => options.limit_param === undefined || options.limit !== undefined, {
      path: ['limit'],
      error: 'is needed with limit_param',
    }),
  example: { type: 'page_number', page_param: 'page', limit_param: 'per_page', limit: 200 },
  create(options) {
    const ending = compileEnding(options);
    const size = options.limit_param === undefined ? {} : { [options.limit_param]: options.limit ?? null };
    const request = (page: number, isPromised: boolean): PageRequest => ({
      position: { page },
      isPromised,
      ...(options.page_body_path === undefined
        ? { params: { ...size, [options.page_param]: page } }
        : { params: size, body: { [options.page_body_path]: page } }),
    });
    return {
      first: () => request(options.base_page, false),
      next(page) {
        const end = ending.after(page);
        if ('done' in end) return end;
        const number = Number(page.position.page) + 1;
        const maximum = options.maximum_page ?? undefined;
        if (maximum !== undefined && number >= options.base_page + maximum)
          return cutShort('maximum_page', maximum);
        return request(number, end.isPromised);
      },
      total: ending.total,
      pageSize: options.limit,
      ahead(page, steps) {
        const number = Number(page.position.page) + 1 + steps;
        const pages = Math.ceil(ending.mostRecords(page) / page.records.length);
        const most = Math.min(options.maximum_page ?? Infinity, pages);
        return number < options.base_page + most ? request(number, false) : undefined;
      },
    };
  },
});
