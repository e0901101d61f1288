// What a sink is, and what a format adds: a format turns records into bytes, a target puts bytes somewhere.

import type { z } from 'zod';
import type { SchemaPlan } from '../../config/pipeline.ts';
import type { Batch, JsonRecord } from '../../core/batch.ts';
import type { RowSet } from '../../core/row-set.ts';
import type { TableColumn } from './table/columns.ts';

/** One resource's way out. */
export interface Sink {
  /** Resolves when the target can take more. */
  write(batch: Batch): Promise<void>;
  /** Ends the output; after it every byte has been handed to the target. */
  close(): Promise<void>;
  /** Gives up; nothing of this resource stays behind. */
  abort(): Promise<void>;
  /**
   * Takes rows out again, once the sink is closed.
   * @param rows by their numbers, as they were written, from 0
   */
  remove?(rows: RowSet): Promise<void>;
  /** Between two batches, once they are counted: what is written is made safe for a run to come, when it is time. */
  reachSafety?(): Promise<void>;
  /** From here on records come that the API has not given in this run: a run that is interrupted later has them again. */
  seal?(): void;
  /** What readers of the output may trip over, once it is closed. */
  warnings?(): readonly string[];
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

/** What goes around the files of a format that is worth compressing as a whole. */
export type Compression = 'gzip' | 'zstd';

/** The options of one format, every one with a value. */
export type FormatOptions = Readonly<Record<string, unknown>>;

export type DatasetOptions<Options> = Options & {
  /** Columns of the snapshot that this one goes on from. */
  readonly earlier: readonly TableColumn[];
  /** Columns of the files that an interrupted run has written of it: those of all its files. */
  readonly written?: readonly TableColumn[] | undefined;
};

/** What is known of a file that is read back, beyond its bytes. */
export interface WrittenAs<Options> {
  /** What the manifest says of its columns. */
  readonly columns: readonly TableColumn[] | undefined;
  /** Undone on the way, for the formats that are compressed as a whole. */
  readonly compression: Compression | undefined;
  /** The options that it was written with. */
  readonly options: Options;
}

/** A file format as it is declared; flags, checks, documentation and library functions derive from it. */
export interface Format<Name extends string = string, Options extends z.ZodObject = z.ZodObject> {
  /** The word for `-f`. */
  readonly name: Name;
  /** Ending of file names, without the dot. */
  readonly extension: string;
  readonly summary: string;
  /** Whether its files are worth compressing as a whole. */
  readonly isCompressible: boolean;
  /** Whether a column holds values of one type, so that a number among texts comes back as a text. */
  readonly hasColumnTypes?: boolean;
  /** What it can be told, `--<name>-<key>` on the command line; every key has a description and a default. */
  readonly options: Options;
  /** What this format cannot write correctly, asked before the first request; undefined when all is well. */
  refuse(resource: SchemaPlan, options: z.output<Options>): string | undefined;
  open(resource: SchemaPlan, options: DatasetOptions<z.output<Options>>): Promise<Dataset>;
  /** Reads a file of this format back, in batches of bounded size. */
  read(file: string, written: WrittenAs<z.output<Options>>): AsyncGenerator<JsonRecord[], void, undefined>;
}

/** Gives a format its types, and back the same object. */
export function declareFormat<const Name extends string, const Options extends z.ZodObject>(
  format: Format<Name, Options>,
): Format<Name, Options> {
  return format;
}
