// Where the library's runs go: `parquet('out/')`, `ndjson('contacts.ndjson.gz')`, `ndjson(process.stdout)`.
import type { Writable } from 'node:stream';
import { UsageError } from '../core/errors.ts';
import type { Compression } from '../sinks/compression.ts';
import {
  DEFAULT_FORMAT_OPTIONS,
  type Format,
  type ParquetCompression,
  type ParquetWriterName,
} from '../sinks/contract.ts';
import { directoryTarget } from '../sinks/directory.ts';
import { fileKind } from '../sinks/file-kind.ts';
import { singleFileTarget } from '../sinks/single-file.ts';
import { stdoutTarget } from '../sinks/stdout.ts';
import type { FileOptions, Target } from '../sinks/target.ts';

/** A place for a run's output; hand in an object of your own for one of another kind. */
export interface Destination {
  target(pipeline: string): Target;
}

export interface DestinationOptions {
  readonly compress?: Compression;
  /** Another file after so many records. Directories only. */
  readonly maxFileRecords?: number;
  /** Another file after about so many bytes. Directories only. */
  readonly maxFileBytes?: number;
  /** A file for the rejected records of all resources. */
  readonly rejects?: string;
  /** CSV: a quote before cells that a spreadsheet would take for a formula. */
  readonly csvSafe?: boolean;
  /** Parquet: `hyparquet` also writes decimals, times and the UTC flag. Default: `parquetjs-lite`. */
  readonly parquetWriter?: ParquetWriterName;
  /** Parquet: default `snappy`; `zstd` and `brotli` need the writer `hyparquet`. */
  readonly parquetCompression?: ParquetCompression;
}

/**
 * @param place a directory, or a file whose name ends as the format's do
 * @throws UsageError when the name says another format
 */
export function filesAt(place: string, format: Format, options: DestinationOptions): Destination {
  const kind = fileKind(place);
  const isOwn = kind.extension === format.extension;
  if (kind.format !== undefined && !isOwn) {
    throw new UsageError(`${format.name}("${place}"): the name says ${kind.format.name}`);
  }
  const file: FileOptions = {
    format,
    compression: kind.compression ?? options.compress,
    limits: { records: options.maxFileRecords, bytes: options.maxFileBytes },
    formatOptions: {
      csvSafe: options.csvSafe === true,
      parquetWriter: options.parquetWriter ?? DEFAULT_FORMAT_OPTIONS.parquetWriter,
      parquetCompression: options.parquetCompression ?? DEFAULT_FORMAT_OPTIONS.parquetCompression,
    },
    rejects: options.rejects,
  };
  const isFile = isOwn && !/[/\\]$/.test(place);
  return {
    target: (pipeline) => (isFile ? singleFileTarget(place, file) : directoryTarget(place, file, pipeline)),
  };
}

/** NDJSON lines into a stream, which is left open. */
export function linesInto(stream: Writable, options: DestinationOptions): Destination {
  return { target: () => stdoutTarget(stream, options.rejects) };
}
