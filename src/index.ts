// The public library.
import { provideLibrary } from './config/load.ts';
import { formats } from './library/formats.ts';

export { env, secret, template } from './config/values.ts';
export type { Batch, JsonRecord, Page, PageContext, Reject } from './core/batch.ts';
export {
  AuthError,
  ConfigError,
  ContractError,
  NoProgressError,
  OutputError,
  PenstockError,
  SourceError,
  StateError,
  StepError,
  TransientError,
  UsageError,
} from './core/errors.ts';
export type { Emit, PenstockEvent } from './core/events.ts';
export { ExactNumber } from './core/exact-number.ts';
export { definePipeline, type Extensions } from './language/language.ts';
export type { Endpoint, Json, Pipeline, Resource } from './language/pipeline-type.ts';
export { type Destination, type DestinationOptions, filesAt as files } from './library/destinations.ts';
export { extend } from './library/extend.ts';
export { type FormatFactory, type FormatStreamOptions, formatFactory } from './library/formats.ts';
export {
  type LibraryRunOptions,
  type OpenOptions,
  type OpenPipeline,
  open,
} from './library/open.ts';
export * from './library/parts.ts';
export type { ReadOptions } from './library/read.ts';
export type { TypedReadable } from './library/readable.ts';
export type { RecordOf, ResourceNames } from './library/record-types.ts';
export { RunError } from './library/run-error.ts';
export {
  dedupeStream as dedupe,
  type NormalizeStreamOptions,
  normalizeStream as normalize,
  selectStream as select,
} from './library/streams.ts';
export type { Report, ResourceReport } from './run/report.ts';
export { type StateStore, stateFile } from './run/state-store.ts';
export {
  type Dataset,
  declareFormat,
  type Encoder,
  type Format,
  type Sink,
} from './sinks/formats/contract.ts';
export type { Target } from './sinks/targets/target.ts';

// A pipeline file's `import 'penstock'` is given this very module.
provideLibrary(() => import('./index.ts'));

/** Destinations of runs and encoders of streams, by the name of the format. */
export const { ndjson, csv, parquet } = formats;
export { formats };
