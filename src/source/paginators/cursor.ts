// cursor: each page names the next one.
import { z } from 'zod';
import { bodyPath, jsonObject, queryParams, requestPath, text } from '../../config/fields.ts';
import { hasDotSegments } from '../../config/resource.ts';
import { SourceError } from '../../core/errors.ts';
import { compilePath } from '../../core/path.ts';
import { show } from '../../core/text.ts';
import { declarePaginator, done, recordCount } from './contract.ts';
import { isSentTwice, sentAs } from './shared/counting.ts';
import { isNoCursor, positionOfCursor, requestOfCursor } from './shared/cursors.ts';
import { compileEnding, endingOptions } from './shared/ending.ts';

const nextRequest = z.strictObject({
  path: z
    .string()
    .refine((path) => !hasDotSegments(path), { error: 'must not hold "." or ".." segments' })
    .refine((path) => !/[{}]/.test(path), { error: 'must hold no placeholder: nothing fills it here' })
    .optional()
    .describe('appended to `base_url`'),
  params: queryParams().optional().describe('query, beside the client’s and the cursor'),
  json: jsonObject().optional().describe('request body as JSON, into which the cursor goes'),
});

export const cursor = declarePaginator({
  type: 'cursor',
  summary: 'Follows the cursor that each page holds; null, missing or "" ends the chain.',
  options: z
    .object({
      cursor_path: bodyPath()
        .default('cursors.next')
        .describe('where the body holds the next cursor; an object of parameters is merged into the query'),
      cursor_param: text()
        .nullish()
        .describe('query parameter of the cursor, not sent on the first request; default `cursor`'),
      cursor_body_path: requestPath().optional().describe('puts the cursor into the JSON body instead'),
      stop_after_empty_page: z.boolean().default(false).describe('a page without records ends the chain'),
      next_request: nextRequest
        .optional()
        .describe(
          'how the pages after the first are asked for, where not like the first: each key replaces the endpoint’s',
        ),
      ...endingOptions,
    })
    .refine((options) => !isSentTwice(options.cursor_param, options.cursor_body_path), {
      path: ['cursor_body_path'],
      error: 'excludes cursor_param: the cursor is sent in one place',
    }),
  example: {
    type: 'cursor',
    cursor_param: 'page_token',
    cursor_path: 'info.next_page_token',
    stop_condition: "not response.get('info', {}).get('more_records', False)",
  },
  create(options) {
    const path = options.cursor_path;
    const readCursor = compilePath(path);
    const isForBody = options.cursor_body_path !== undefined;
    const ending = compileEnding(options);
    const looksFor = {
      key: 'cursor_path',
      value: path,
      isOn: (page: { body: unknown }) => readCursor(page.body) !== undefined,
    };
    return {
      start: { cursor: null },
      request(position) {
        const request = requestOfCursor(position, options.cursor_param ?? 'cursor', options.cursor_body_path);
        return position.cursor === null || options.next_request === undefined
          ? request
          : { ...request, instead: options.next_request };
      },
      next(page) {
        const said = ending.after(page);
        if (said !== undefined && said !== true) return said;
        if (options.stop_after_empty_page && recordCount(page) === 0) return { ...done, isStated: true };
        const value = readCursor(page.body);
        if (!isNoCursor(value))
          return { position: positionOfCursor(value, path, isForBody), isPromised: true };
        if (said === true) throw noCursor(path, value);
        const isOdd = value === false || value === 0;
        return isOdd ? { ...done, warning: `cursor ${value} at "${path}" was taken as the end` } : done;
      },
      ending: {
        ...ending.policy,
        looksFor,
        sends: sentAs('cursor', options.cursor_param ?? 'cursor', options.cursor_body_path),
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
