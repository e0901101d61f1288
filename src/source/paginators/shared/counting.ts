// What page_number and offset share: when a chain of counted pages ends, and how far ahead it may be asked.
import { z } from 'zod';
import { type Condition, positiveInteger } from '../../../config/fields.ts';
import { type Done, done, type PageFacts, recordCount } from '../contract.ts';
import { compileEnding, endingOptions } from './ending.ts';

/** The options by which both kinds end. */
export const countingOptions = {
  ...endingOptions,
  stop_after_empty_page: z.boolean().default(true).describe('a page without records ends the chain'),
  stop_after_short_page: z
    .boolean()
    .default(false)
    .describe('a page of fewer than `limit` records ends the chain; wrong where the server caps its pages'),
};

const countings = z.object({ ...countingOptions, limit: positiveInteger().optional() });

/** Says after each page whether the chain ends there. */
export function compileCounting(options: z.output<typeof countings>) {
  const ending = compileEnding(options);
  return {
    policy: ending.policy,
    /** Done, or whether the page promises another. */
    after(page: PageFacts): Done | { isPromised: boolean } {
      const said = ending.after(page);
      if (said === true) return { isPromised: true };
      if (said !== undefined) return said;
      const count = recordCount(page);
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
  stop_condition?: string | Condition | undefined;
  stop_after_empty_page: boolean;
  stop_after_short_page: boolean;
}

/** Whether a chain with these options can end at all. */
export function canEnd(options: EndingKeys, maximum: number | undefined): boolean {
  return (
    options.stop_after_empty_page ||
    options.stop_after_short_page ||
    options.has_more_path !== undefined ||
    options.stop_condition !== undefined ||
    maximum !== undefined
  );
}

export const NEVER_ENDS =
  'this would never end: needs stop_after_empty_page, has_more_path, stop_condition or a maximum';

/** Whether a value is asked to be sent in two places. */
export function isSentTwice(param: unknown, bodyPath: unknown): boolean {
  return param !== undefined && param !== null && bodyPath !== undefined;
}

/** The key that says where a value is sent, for messages: `page_param "page"`. */
export function sentAs(name: string, param: string, bodyPath: string | undefined): string {
  return bodyPath === undefined ? `${name}_param "${param}"` : `${name}_body_path "${bodyPath}"`;
}
