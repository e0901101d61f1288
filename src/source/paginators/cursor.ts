// cursor: each page names the next one.
import { z } from 'zod';
import { bodyPath, compileCondition, condition, requestPath, text } from '../../config/fields.ts';
import { SourceError } from '../../core/errors.ts';
import { compilePath } from '../../core/path.ts';
import { show } from '../../core/text.ts';
import { declarePaginator, done, type PageFacts } from './contract.ts';
import { compileHasMore } from './shared/has-more.ts';

export const cursor = declarePaginator({
  type: 'cursor',
  summary: 'Follows the cursor that each page holds; null, missing or "" ends the chain.',
  options: z
    .object({
      cursor_path: bodyPath().describe('where the body holds the next cursor'),
      cursor_param: text()
        .optional()
        .describe('query parameter of the cursor; not sent on the first request'),
      cursor_body_path: requestPath().optional().describe('puts the cursor into the JSON body instead'),
      has_more_path: bodyPath().optional().describe('where the body says whether there is more'),
      stop_condition: condition()
        .optional()
        .describe('ends the chain where it is true; otherwise a cursor must follow'),
    })
    .refine((options) => (options.cursor_param === undefined) !== (options.cursor_body_path === undefined), {
      error: 'needs one of cursor_param, cursor_body_path',
    }),
  example: {
    type: 'cursor',
    cursor_param: 'page_token',
    cursor_path: 'info.next_page_token',
    stop_condition: "not response.get('info', {}).get('more_records', False)",
  },
  create(options) {
    const readCursor = compilePath(options.cursor_path);
    const hasMore = compileHasMore(options.has_more_path);
    const stop = options.stop_condition === undefined ? undefined : compileCondition(options.stop_condition);
    const { cursor_param: param, cursor_body_path: path } = options;
    return {
      first: () => ({ position: { cursor: null } }),
      next(page) {
        const more = hasMore(page.body);
        if (more === false || stop?.(namesOf(page)) === true) return done;
        const value = readCursor(page.body);
        const isMoreSaid = more === true || stop !== undefined;
        if (value === undefined || value === null || value === '' || value === false || value === 0) {
          if (isMoreSaid) throw noCursor(options.cursor_path, value);
          const isOdd = value === false || value === 0;
          return isOdd
            ? { ...done, warning: `cursor ${value} at "${options.cursor_path}" was taken as the end` }
            : done;
        }
        if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'bigint') {
          throw new SourceError(
            `the cursor at "${options.cursor_path}" is no text or number but ${show(value)}`,
          );
        }
        const next = String(value);
        const isPromised = true;
        const position = { cursor: next };
        if (path !== undefined) return { position, body: { [path]: next }, isPromised };
        return { position, params: { [param ?? '']: next }, isPromised };
      },
    };
  },
});

function noCursor(path: string, value: unknown): SourceError {
  return new SourceError(
    `the page says that there is more, but "${path}" holds ${show(value)} in place of a cursor`,
    {
      hint: 'check cursor_path, and has_more_path or stop_condition, against the body that `penstock check -v` shows',
    },
  );
}

function namesOf(page: PageFacts) {
  return {
    response: page.body,
    headers: page.headers,
    last_record: page.records.at(-1),
    last_page_size: page.records.length,
    page: page.index,
  };
}
