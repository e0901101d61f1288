// What other rooms take from the stages: the chain, and the stages one by one.
export {
  type Chain,
  type ChainOptions,
  chainOf,
  counters,
  NOTHING_COUNTED,
  type StageCounts,
} from './chain.ts';
export type { ChildFeed } from './child-feed.ts';
export { dedupe, dedupeBy } from './dedupe.ts';
export { limit } from './limit.ts';
export { normalize } from './normalize.ts';
export { contextFor, type EarlierTerms, type StageInUse } from './stage.ts';
export { elementsOf } from './stream.ts';
export { toBatch } from './to-batch.ts';
