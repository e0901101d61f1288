// What all paginators share: how a pipeline says where a chain ends, and how far the evidence is asked.
import { z } from 'zod';
import { bodyPath, compileCondition, condition, positiveInteger } from '../../../config/fields.ts';
import { own } from '../../../core/path.ts';
import { type Done, done, type EndingPolicy, type PageFacts, recordCount } from '../contract.ts';
import { compileHasMore } from './has-more.ts';

export const endingOptions = {
  has_more_path: bodyPath()
    .optional()
    .describe('where the body says whether there is more: a flag, or null and not null'),
  stop_condition: condition()
    .optional()
    .describe('ends the chain where it is true; otherwise more must follow'),
  maximum_empty_pages: positiveInteger()
    .default(10)
    .describe('pages without records in a row before the chain fails'),
  total: z
    .enum(['exact', 'hint'])
    .default('exact')
    .describe('`hint`: fewer records than the API states is no fault'),
};

const endings = z.object(endingOptions);
type EndingOptions = z.output<typeof endings>;

/** The end, said by a key of the pipeline. */
const stated: Done = { ...done, isStated: true };

export interface Ending {
  readonly policy: EndingPolicy;
  /** Done, true where more is said to come, undefined where the pipeline's keys say nothing. */
  after(page: PageFacts): Done | true | undefined;
}

export function compileEnding(options: EndingOptions): Ending {
  const hasMore = compileHasMore(options.has_more_path);
  const path = options.has_more_path;
  const asks =
    path === undefined
      ? undefined
      : { key: 'has_more_path', value: path, isOn: (page: PageFacts) => hasMore(page.body) !== undefined };
  const stop =
    options.stop_condition === undefined
      ? undefined
      : compileCondition(options.stop_condition, 'stop_condition');
  return {
    policy: {
      isTotalHint: options.total === 'hint',
      maximumEmptyPages: options.maximum_empty_pages,
      asks,
    },
    after(page) {
      const more = hasMore(page.body);
      if (more === false) return stated;
      if (stop?.(namesOf(page)) === true) return isOnNoName(options.stop_condition, page) ? done : stated;
      return more === true || stop !== undefined ? true : undefined;
    },
  };
}

// `not response.get('inf', {})` is true of every page without an `inf`: a slip, which says nothing of the end.
function isOnNoName(condition: EndingOptions['stop_condition'], page: PageFacts): boolean {
  if (typeof condition !== 'string') return false;
  const matches = [
    ...condition.matchAll(/response(?:\.get\(\s*|\[\s*)["']([^"']+)["']|response\.(?!get\b)(\w+)/g),
  ];
  return (
    matches.length > 0 &&
    matches.every(([, quoted, dotted]) => own(page.body, quoted ?? dotted ?? '') === undefined)
  );
}

function namesOf(page: PageFacts) {
  return {
    response: page.body,
    headers: page.headers,
    last_record: page.records.at(-1),
    last_page_size: recordCount(page),
    page: page.index,
  };
}
