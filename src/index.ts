// The public library.
import type { Transform, Writable } from 'node:stream';
import { type Destination, type DestinationOptions, filesAt, linesInto } from './library/destinations.ts';
import { type ColumnsInput, formatStream } from './library/streams.ts';
import { csv as csvFormat } from './sinks/formats/csv/index.ts';
import { ndjson as ndjsonFormat } from './sinks/formats/ndjson.ts';
import { parquet as parquetFormat } from './sinks/formats/parquet/index.ts';

export { env, secret } from './config/values.ts';
export type { Batch, JsonRecord, Page, Reject } from './core/batch.ts';
export {
  AuthError,
  ConfigError,
  ContractError,
  NoProgressError,
  OutputError,
  PenstockError,
  SourceError,
  StateError,
  TransientError,
  UsageError,
} from './core/errors.ts';
export type { Emit, PenstockEvent } from './core/events.ts';
export { definePipeline, type Extensions, type Pipeline } from './language/language.ts';
export { type Destination, type DestinationOptions, filesAt as files } from './library/destinations.ts';
export { extend } from './library/extend.ts';
export {
  type LibraryRunOptions,
  type OpenOptions,
  type OpenPipeline,
  open,
  type ReadOptions,
} from './library/open.ts';
export * from './library/parts.ts';
export type { RecordOf, ResourceNames } from './library/record-types.ts';
export {
  dedupeStream as dedupe,
  type NormalizeStreamOptions,
  normalizeStream as normalize,
  selectStream as select,
} from './library/streams.ts';
export type { Report, ResourceReport } from './run/report.ts';
export type { Dataset, Encoder, Format, Sink } from './sinks/formats/contract.ts';
export type { Target } from './sinks/targets/target.ts';

/** For a stream of one's own: the columns of the file. */
export interface FormatStreamOptions {
  readonly columns?: ColumnsInput;
}

/** NDJSON into a directory, a file (`.ndjson`, `.ndjson.gz`, `.ndjson.zst`) or a stream. */
export function ndjson(place: string | Writable, options?: DestinationOptions): Destination;
/** Batches in, NDJSON out, for a `stream.pipeline` of one's own. */
export function ndjson(options?: FormatStreamOptions): Transform;
export function ndjson(
  place?: string | Writable | FormatStreamOptions,
  options: DestinationOptions = {},
): Destination | Transform {
  if (typeof place === 'string') return filesAt(place, ndjsonFormat, options);
  if (place !== undefined && 'write' in place) return linesInto(place, options);
  return formatStream(ndjsonFormat, place?.columns);
}

/** CSV into a directory or a file (`.csv`, `.csv.gz`, `.csv.zst`). */
export function csv(place: string, options?: DestinationOptions): Destination;
/** Batches in, CSV out, for a `stream.pipeline` of one's own. */
export function csv(options?: FormatStreamOptions): Transform;
export function csv(
  place?: string | FormatStreamOptions,
  options: DestinationOptions = {},
): Destination | Transform {
  return typeof place === 'string'
    ? filesAt(place, csvFormat, options)
    : formatStream(csvFormat, place?.columns);
}

/** Parquet into a directory or a file (`.parquet`). */
export function parquet(place: string, options?: DestinationOptions): Destination;
/** Batches in, a Parquet file out, for a `stream.pipeline` of one's own. */
export function parquet(options?: FormatStreamOptions): Transform;
export function parquet(
  place?: string | FormatStreamOptions,
  options: DestinationOptions = {},
): Destination | Transform {
  return typeof place === 'string'
    ? filesAt(place, parquetFormat, options)
    : formatStream(parquetFormat, place?.columns);
}
