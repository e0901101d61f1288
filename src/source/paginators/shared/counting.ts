// What page_number and offset share: when a chain of counted pages ends.
import { z } from 'zod';
import { bodyPath, positiveInteger } from '../../../config/fields.ts';
import { compilePath } from '../../../core/path.ts';
import { type Done, done, type PageFacts } from '../contract.ts';
import { compileHasMore } from './has-more.ts';

/** The options by which both kinds end. */
export const endingOptions = {
  total_path: bodyPath()
    .nullish()
    .describe('where the body states a total; a hint for the report, never an end'),
  has_more_path: bodyPath().optional().describe('where the body says whether there is more'),
  stop_after_empty_page: z.boolean().default(true).describe('a page without records ends the chain'),
  stop_after_short_page: z
    .boolean()
    .default(false)
    .describe('a page of fewer than `limit` records ends the chain; wrong where the server caps its pages'),
};

const endings = z.object({ ...endingOptions, limit: positiveInteger().optional() });

/** Says after each page whether the chain ends there. */
export function compileEnding(options: z.output<typeof endings>) {
  const hasMore = compileHasMore(options.has_more_path);
  const readTotal = options.total_path ? compilePath(options.total_path) : undefined;
  return {
    total: (page: PageFacts): unknown => readTotal?.(page.body),
    /** What the stated total lets expect; infinite where none is stated. It sizes the window and ends nothing. */
    mostRecords(page: PageFacts): number {
      const total = readTotal?.(page.body);
      return typeof total === 'number' && total >= 0 ? total : Infinity;
    },
    /** Done, or whether the page promises another. */
    after(page: PageFacts): Done | { isPromised: boolean } {
      const more = hasMore(page.body);
      if (more === false) return done;
      if (more === true) return { isPromised: true };
      const count = page.records.length;
      if (count === 0 && options.stop_after_empty_page) return done;
      const isShort = options.limit !== undefined && count < options.limit;
      return isShort && options.stop_after_short_page ? done : { isPromised: false };
    },
  };
}

/** The end that a configured maximum brings. */
export function cutShort(key: string, value: number): Done {
  return { done: true, isComplete: false, warning: `stopped by ${key} ${value}; the API may have more` };
}

interface EndingKeys {
  has_more_path?: string | undefined;
  stop_after_empty_page: boolean;
  stop_after_short_page: boolean;
}

/** Whether a chain with these options can end at all. */
export function canEnd(options: EndingKeys, maximum: number | undefined): boolean {
  return (
    options.stop_after_empty_page ||
    options.stop_after_short_page ||
    options.has_more_path !== undefined ||
    maximum !== undefined
  );
}

export const NEVER_ENDS = 'this would never end: needs stop_after_empty_page, has_more_path or a maximum';
