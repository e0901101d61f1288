// How CSV can be laid out: for other programs, for spreadsheets, for people.
import { z } from 'zod';

export const csvOptions = z.object({
  delimiter: z
    .string()
    .regex(/^(?:tab|[^"\r\n])$/, 'expected one character, or the word tab')
    .default(',')
    .describe('between the cells: one character, or `tab`'),
  quote: z
    .enum(['needed', 'texts'])
    .default('needed')
    .describe('what stands in quotes: only what needs them, or every text'),
  bom: z
    .boolean()
    .default(false)
    .describe('a byte order mark at the start, by which spreadsheets know UTF-8'),
  safe: z
    .boolean()
    .default(false)
    .describe(
      'an apostrophe before texts that a spreadsheet would take for a formula; merge takes it off again',
    ),
});

export type CsvOptions = z.output<typeof csvOptions>;

export function delimiterOf({ delimiter }: CsvOptions): string {
  return delimiter === 'tab' ? '\t' : delimiter;
}
