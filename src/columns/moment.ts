// What timestamp, date and time share: the spellings of a moment, each brought to UTC in one spelling.
import { z } from 'zod';
import { didYouMean } from '../core/did-you-mean.ts';
import { ExactNumber } from '../core/exact-number.ts';
import { type Coerce, INVALID, type OptionProblem } from './contract.ts';
import { EPOCHS, epoch } from './epoch.ts';
import { isoMoment } from './iso.ts';
import { isTimezone, zone } from './local-time.ts';
import { compilePattern } from './pattern.ts';

const ISO = 'iso';
const NAMES = [ISO, ...Object.keys(EPOCHS)];

/** How a moment is written. */
export const momentFormat = z
  .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
  .superRefine((formats, context) => {
    for (const [i, format] of listOf(formats).entries()) {
      const problem = NAMES.includes(format) ? undefined : compilePattern(format).problem;
      if (problem === undefined) continue;
      const message = `"${format}": ${problem}${didYouMean(format, NAMES)}`;
      context.addIssue({ code: 'custom', path: typeof formats === 'string' ? [] : [i], message });
    }
  })
  .optional()
  .describe(
    'how a timestamp, date or time is written: `epoch_s`, `epoch_ms`, `epoch_us`, `epoch_ns`, `iso`, or a pattern such as `DD.MM.YYYY HH:mm` or `YYYY-MM-DD HH:mm:ss Z` (an offset); a list: the first that fits',
  );

export const timezone = z
  .string()
  .refine(isTimezone, {
    error: (issue) => `no time zone "${String(issue.input)}"; one is \`Europe/Berlin\`, or \`+02:00\``,
  })
  .optional()
  .describe('timestamp: where moments without an offset are local; default UTC');

interface MomentKeys {
  readonly format?: string | readonly string[] | undefined;
  readonly timezone?: string | undefined;
}

/**
 * `2024-05-06T07:08:09.000Z`, with six decimals where the value has microseconds. No zone means UTC, or the timezone
 * of the column.
 */
export function toMoment({ format = ISO, timezone }: MomentKeys): Coerce<string> {
  const local = timezone === undefined ? undefined : zone(timezone);
  const formats = listOf(format).map((one) => reader(one, local));
  const [only] = formats;
  if (only !== undefined && formats.length === 1) return only;
  return (value) => {
    for (const read of formats) {
      const moment = read(value);
      if (moment !== INVALID) return moment;
    }
    return INVALID;
  };
}

/** What is wrong with a format for a type that needs a day. */
export function checkDays({ format = ISO }: MomentKeys): OptionProblem | undefined {
  const bare = listOf(format).find((one) => !NAMES.includes(one) && !compilePattern(one).parts.has('year'));
  return bare === undefined ? undefined : { key: 'format', message: `"${bare}" has no year, YYYY` };
}

function listOf(format: string | readonly string[]): readonly string[] {
  return typeof format === 'string' ? [format] : format;
}

function reader(format: string, local: ReturnType<typeof zone> | undefined): Coerce<string> {
  if (format === ISO) return (value) => (typeof value === 'string' ? isoMoment(value, local) : INVALID);
  const unit = Object.hasOwn(EPOCHS, format) ? EPOCHS[format as keyof typeof EPOCHS] : undefined;
  if (unit !== undefined) return (value) => epoch(value, unit);
  const { read } = compilePattern(format);
  return (value) => {
    // Digits alone, as in YYYYMMDD, may come as a number.
    const isText = typeof value === 'string' || typeof value === 'number' || value instanceof ExactNumber;
    return isText ? read(String(value).trim(), local) : INVALID;
  };
}
