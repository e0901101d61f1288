// What a sink is, and what a format adds: a format turns records into bytes, a target puts bytes somewhere.
import type { SchemaPlan } from '../../config/pipeline.ts';
import type { Batch, JsonRecord } from '../../core/batch.ts';
import type { Compression } from './compression.ts';
import type { TableColumn } from './table/columns.ts';

/** One resource's way out. */
export interface Sink {
  /** Resolves when the target can take more. */
  write(batch: Batch): Promise<void>;
  /** Ends the output; after it every byte has been handed to the target. */
  close(): Promise<void>;
  /** Gives up; nothing of this resource stays behind. */
  abort(): Promise<void>;
}

type Bytes = readonly Uint8Array[] | Promise<readonly Uint8Array[]>;

/** Turns records into the bytes of one file. */
export interface Encoder {
  encode(records: readonly JsonRecord[]): Bytes;
  /** The bytes that complete the file; called once. */
  end(): Bytes;
}

/** The files of one resource, which all have the same columns. */
export interface Dataset {
  /** An encoder of the next file; the one before has ended. */
  next(): Encoder;
  /** The columns of the files, once they are known; undefined for a format without any. */
  columns(): readonly TableColumn[] | undefined;
}

export const PARQUET_WRITERS = ['hyparquet', 'parquetjs-lite'] as const;
export type ParquetWriterName = (typeof PARQUET_WRITERS)[number];

export const PARQUET_COMPRESSIONS = ['snappy', 'gzip', 'zstd', 'brotli', 'none'] as const;
export type ParquetCompression = (typeof PARQUET_COMPRESSIONS)[number];

/** What a format is told beyond the resource; each takes what concerns it. */
export interface FormatOptions {
  readonly parquetWriter: ParquetWriterName;
  readonly parquetCompression: ParquetCompression;
  /** CSV: a quote before cells that a spreadsheet would take for a formula. */
  readonly csvSafe: boolean;
}

export const DEFAULT_FORMAT_OPTIONS: FormatOptions = {
  parquetWriter: 'hyparquet',
  parquetCompression: 'snappy',
  csvSafe: false,
};

export interface DatasetOptions extends FormatOptions {
  /** Columns of the snapshot that this one goes on from. */
  readonly earlier: readonly TableColumn[];
}

export interface Format {
  /** The word for `-f`. */
  readonly name: string;
  /** Ending of file names, without the dot. */
  readonly extension: string;
  readonly summary: string;
  /** Whether its files are worth compressing as a whole. */
  readonly isCompressible: boolean;
  /** What this format cannot write correctly, asked before the first request; undefined when all is well. */
  refuse(resource: SchemaPlan, options: FormatOptions): string | undefined;
  open(resource: SchemaPlan, options: DatasetOptions): Promise<Dataset>;
  /**
   * Reads a file of this format back, in batches of bounded size.
   * @param file where it lies
   * @param columns what the manifest says of it
   * @param compression undone on the way, for the formats that are compressed as a whole
   */
  read(
    file: string,
    columns: readonly TableColumn[] | undefined,
    compression: Compression | undefined,
  ): AsyncGenerator<JsonRecord[], void, undefined>;
}
