// The stages and formats as Node streams, for someone else's `stream.pipeline` or Highland chain.
import { Transform, type TransformCallback } from 'node:stream';
import type { z } from 'zod';
import { type Column, columnsSchema, contractSchema } from '../config/columns.ts';
import type { Batch, JsonRecord, Page } from '../core/batch.ts';
import { ContractError } from '../core/errors.ts';
import type { Encoder, Format } from '../sinks/formats/contract.ts';
import { formatOptions } from '../sinks/targets/file-options.ts';
import { contextFor, dedupe, dedupeBy, normalize, type StageInUse, toBatch } from '../stages/index.ts';

/** `columns` as a pipeline file has them. */
export type ColumnsInput = z.input<typeof columnsSchema>;

export interface NormalizeStreamOptions {
  readonly columns?: ColumnsInput;
  readonly schema_contract?: z.input<typeof contractSchema>;
  readonly naming?: 'keep' | 'snake_case';
  readonly max_table_nesting?: number;
}

/** Pages in, batches out. */
export function selectStream(): Transform {
  return through(toBatch);
}

/** Batches in, batches of normalized records out; rejected records travel along in `batch.rejects`. */
export function normalizeStream(options: NormalizeStreamOptions): Transform {
  const stage = normalize.create(
    {
      columns: columnList(options.columns),
      schema_contract: contractSchema.parse(options.schema_contract ?? {}),
      naming: options.naming ?? 'keep',
      max_table_nesting: options.max_table_nesting ?? 0,
    },
    contextFor(normalize),
  );
  return staged(stage);
}

/** Batches in, batches without repeated keys out. */
export function dedupeStream(primaryKey: string | readonly string[]): Transform {
  return staged(dedupeBy([primaryKey].flat(), contextFor(dedupe).counts));
}

/**
 * Batches (or pages, or lists of records) in, the bytes of one file out.
 * A rejected record is an error here, because nothing would keep it.
 * @throws UsageError for an option that the format does not have
 */
export function formatStream(
  format: Format,
  { columns, ...own }: { readonly columns?: ColumnsInput },
): Transform {
  const options = formatOptions(format, own, (option) => `"${option}"`);
  let opening: Promise<Encoder> | undefined;
  const encoder = () => {
    opening ??= format
      .open(
        { name: 'records', columns: columnList(columns), schema_contract: contractSchema.parse({}) },
        { ...options, earlier: [] },
      )
      .then((dataset) => dataset.next());
    return opening;
  };
  return new Transform({
    writableObjectMode: true,
    writableHighWaterMark: 1,
    transform(input: Batch | Page | readonly JsonRecord[], _encoding, callback) {
      settle(this, callback, async () => (await encoder()).encode(recordsOf(input)));
    },
    flush(callback) {
      settle(this, callback, async () => (await encoder()).end());
    },
  });
}

function settle(
  stream: Transform,
  callback: TransformCallback,
  work: () => Promise<readonly Uint8Array[]>,
): void {
  work().then(
    (chunks) => {
      for (const chunk of chunks) stream.push(chunk);
      callback();
    },
    (error: Error) => callback(error),
  );
}

function recordsOf(input: Batch | Page | readonly JsonRecord[]): readonly JsonRecord[] {
  if (Array.isArray(input)) return input;
  const batch = input as Batch;
  const [reject] = batch.rejects ?? [];
  if (reject !== undefined) throw new ContractError(`a record was rejected: ${reject.reason}`);
  return batch.records;
}

function staged(stage: StageInUse | undefined): Transform {
  const stream = through((batch: Batch) => stage?.push(batch) ?? batch);
  stream.once('close', () => stage?.close?.());
  return stream;
}

function through<In>(step: (input: In) => Batch): Transform {
  return new Transform({
    objectMode: true,
    highWaterMark: 1,
    transform(input: In, _encoding, callback) {
      try {
        callback(null, step(input));
      } catch (error) {
        callback(error as Error);
      }
    },
  });
}

/** Checks columns and fills in their defaults. */
function columnList(written: ColumnsInput | undefined): readonly Column[] | undefined {
  return written === undefined ? undefined : columnsSchema.parse(written);
}
