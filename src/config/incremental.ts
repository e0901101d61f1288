// endpoint.incremental: which field of the records says what is new, and how requests ask for it.
import { z } from 'zod';
import { compilePattern } from '../columns/pattern.ts';
import { didYouMean } from '../core/did-you-mean.ts';
import { parseDuration } from '../core/duration.ts';
import { bodyPath, exactNumber, text } from './fields.ts';

/** Brings a cursor value to what a request sends. */
export type ConvertCursor = (value: unknown) => string | number | bigint | boolean;

/** Picks the last of some cursor values, as dlt’s last_value_func does. */
export type LastValue = (values: readonly unknown[]) => unknown;

const FORMATS = ['iso', 'date', 'epoch_s', 'epoch_ms'];

const cursorValue = () => z.union([z.string().min(1), z.number(), z.bigint(), exactNumber]);

const format = text().superRefine((written, context) => {
  if (FORMATS.includes(written)) return;
  const { problem, parts } = compilePattern(written);
  const fault = problem ?? (parts.has('year') ? undefined : 'has no year, YYYY');
  if (fault === undefined) return;
  context.addIssue({
    code: 'custom',
    message: `"${written}": ${fault}${didYouMean(written, FORMATS)}`,
  });
});

const isFunction = (value: unknown) => typeof value === 'function';

export const incrementalSchema = z.strictObject({
  cursor_path: bodyPath().describe(
    'field of the records that says what is new: `updated_at`, `meta.version`; of the type of the column that is taken from it, else numbers compare as numbers, ISO 8601 as moments, other texts as they are',
  ),
  initial_value: cursorValue()
    .optional()
    .describe('where the first run begins; default: at the beginning, and `start_param` is left out'),
  end_value: cursorValue()
    .optional()
    .describe(
      'where every run ends: a slice that is read anew each time, without a state; default: the moment the run began, which only requests see',
    ),
  start_param: text().optional().describe('query parameter for where a run begins'),
  end_param: text().optional().describe('query parameter for where a run ends'),
  lag: z
    .number()
    .nonnegative()
    .optional()
    .describe('begins so much before the last value: seconds for moments, days for dates, else the number'),
  row_order: z
    .enum(['asc', 'desc'])
    .optional()
    .describe(
      'how the API orders the records by the cursor: newest first ends the reading at the first page that is wholly older; oldest first keeps what a failed run had read',
    ),
  range_start: z
    .enum(['closed', 'open'])
    .default('closed')
    .describe('`open`: records with exactly the start value are left out'),
  range_end: z
    .enum(['closed', 'open'])
    .default('open')
    .describe('`closed`: records with exactly the end value are taken, too'),
  on_cursor_value_missing: z
    .enum(['raise', 'include', 'exclude'])
    .default('raise')
    .describe('a record without a value: fails the resource, is taken, or is left out and counted'),
  last_value_func: z
    .union([z.enum(['max', 'min']), z.custom<LastValue>(isFunction).meta({ functionType: 'LastValue' })])
    .default('max')
    .describe('which value is the last; `min` reads backwards. In TypeScript also a function of a list'),
  format: format
    .optional()
    .describe(
      'how a moment is written in requests: `iso`, `date`, `epoch_s`, `epoch_ms`, or a pattern such as `YYYY-MM-DD HH:mm:ss`; default: as it came',
    ),
  convert: z
    .custom<ConvertCursor>(isFunction, { error: 'expected a function, in TypeScript' })
    .meta({ functionType: 'ConvertCursor' })
    .optional()
    .describe('in place of `format`: a function that gives what is sent, in TypeScript'),
  step: text()
    .refine((written) => parseDuration(written) !== undefined, {
      error: (issue) => `"${String(issue.input)}" is no duration of ISO 8601, such as P30D, P1M or PT6H`,
    })
    .optional()
    .describe('reads the time from start to end in windows of this length, several at once: `P30D`'),
});

export type IncrementalPlan = z.output<typeof incrementalSchema>;
