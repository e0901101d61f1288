// What was found at the borders of a range of pages, by which ranges that several processes read are known to join.
import { z } from 'zod';

export const rangeFactsSchema = z.object({
  /** From 0. */
  range: z.number().int().min(0),
  /** Where it begins and ends, as the paginator counts: another first page would have other places. */
  from: z.number(),
  to: z.number(),
  /** Whether nothing at all was there: it lies past the end of the list. */
  isPast: z.boolean(),
  /** Records of the page before the range, which the range before has read, too. */
  head: z.array(z.string()).readonly(),
  /** Records of its last page that has any. */
  tail: z.array(z.string()).readonly(),
  /** Whether the API said that nothing comes behind it. */
  isEnd: z.boolean(),
});

export type RangeFacts = z.output<typeof rangeFactsSchema>;
