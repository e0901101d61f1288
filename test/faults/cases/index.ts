// Every fault that one bad server, or one slip of a pipeline, shows.
import { blankAnswers } from './blank-answers.ts';
import type { FaultCase } from './case.ts';
import { chainEnds } from './chain-ends.ts';
import { data } from './data.ts';
import { equalKeys } from './equal-keys.ts';
import { exactNumbers } from './exact-numbers.ts';
import { falseFailures } from './false-failures.ts';
import { ignoredPages } from './ignored-pages.ts';
import { jsonPath } from './json-path.ts';
import { misleading } from './misleading.ts';
import { mistypedPaths } from './mistyped-paths.ts';
import { noPaginator } from './no-paginator.ts';
import { pagination } from './pagination.ts';
import { placeholders } from './placeholders.ts';
import { repeatedKeys } from './repeated-keys.ts';
import { retry } from './retry.ts';
import { serverWords } from './server-words.ts';
import { status } from './status.ts';
import { transport } from './transport.ts';

export const cases: readonly FaultCase[] = [
  ...transport,
  ...status,
  ...retry,
  ...pagination,
  ...data,
  ...mistypedPaths,
  ...noPaginator,
  ...blankAnswers,
  ...chainEnds,
  ...serverWords,
  ...placeholders,
  ...exactNumbers,
  ...repeatedKeys,
  ...jsonPath,
  ...ignoredPages,
  ...equalKeys,
  ...falseFailures,
  ...misleading,
];
