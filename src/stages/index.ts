// The stages, each on its own.
export { type DedupeCounts, type DedupeStage, dedupe } from './dedupe.ts';
export { type InferredColumn, inferColumns } from './infer-columns.ts';
export { limit } from './limit.ts';
export { type NormalizeCounts, type NormalizeOptions, normalize } from './normalize.ts';
export { select } from './select.ts';
export { type Stage, slices, streamOf, through } from './stage.ts';
