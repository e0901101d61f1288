// One resource into files of any format: compressed and cut into parts as asked.
import type { Batch, JsonRecord } from '../../core/batch.ts';
import { OutputError } from '../../core/errors.ts';
import type { RowSet } from '../../core/row-set.ts';
import { partNumber } from '../files/names.ts';
import type { WrittenPart } from '../files/output-file.ts';
import { type PartFile, type PartStore, readFrom } from '../files/part-store.ts';
import { compressed } from '../formats/compression.ts';
import type { Compression, Dataset, Encoder, Sink } from '../formats/contract.ts';
import { alikeColumns } from '../formats/table/columns.ts';
import type { RejectSink } from './rejects.ts';
import type { SafePoints } from './safe-points.ts';

export interface PartLimits {
  readonly records: number | undefined;
  readonly bytes: number | undefined;
}

export interface FileSinkOptions {
  readonly dataset: Dataset;
  readonly compression: Compression | undefined;
  readonly limits: PartLimits;
  readonly store: PartStore;
  readonly rejects: RejectSink;
  /** Reads a finished part back. */
  readonly readBack: (file: string) => AsyncIterable<readonly JsonRecord[]>;
  /** Parts that lie there already. */
  readonly written?: readonly WrittenPart[];
  /** For a place whose next run may go on where this one was interrupted. */
  readonly safe?: SafePoints | undefined;
}

/** A sink whose files are finished on close; its target puts them in place. */
export interface FileSink extends Sink {
  reachSafety(): Promise<void>;
  seal(): void;
  /** Complete once the sink is closed. */
  readonly parts: readonly WrittenPart[];
  readonly isClosed: boolean;
}

interface OpenPart {
  readonly file: PartFile;
  readonly encoder: Encoder;
  rows: number;
}

export async function openFileSink(options: FileSinkOptions): Promise<FileSink> {
  const { dataset, limits, safe, store } = options;
  const parts: WrittenPart[] = [...(options.written ?? [])];
  let finishedRows = parts.reduce((sum, one) => sum + one.rows, 0);
  let isSealed = false;
  let isClosed = false;
  let part: OpenPart | undefined;

  let opened = Math.max(-1, ...parts.map((one) => partNumber(one.path))) + 1;

  const open = async (): Promise<OpenPart> => {
    const plain = dataset.next();
    const encoder = options.compression === undefined ? plain : await compressed(plain, options.compression);
    const file = await store.create(opened);
    opened += 1;
    return { file, encoder, rows: 0 };
  };
  const finish = async (current: OpenPart) => {
    await current.file.write(await current.encoder.end());
    parts.push({ path: current.file.path, rows: current.rows, ...(await current.file.finish()) });
    finishedRows += current.rows;
    part = undefined;
  };
  const append = async (records: readonly JsonRecord[]) => {
    part ??= await open();
    part.rows += records.length;
    await part.file.write(await part.encoder.encode(records));
    const isFull = part.rows >= (limits.records ?? Infinity) || part.file.bytes >= (limits.bytes ?? Infinity);
    if (isFull) await finish(part);
  };

  const stand = () => ({ parts: parts.length, rows: finishedRows, openRows: part?.rows ?? 0 });
  const finishOpen = async () => {
    if (part !== undefined) await finish(part);
  };

  /** A part anew, without rows that are of no use; none where nothing is left. */
  const rewrite = async (one: WrittenPart, rows: RowSet, from: number) => {
    let row = from;
    for await (const records of readFrom(store.local(one.path), options.readBack)) {
      const left = records.filter((_, index) => !rows.has(row + index));
      row += records.length;
      if (left.length === 0) continue;
      part ??= await open();
      part.rows += left.length;
      await part.file.write(await part.encoder.encode(left));
    }
    if (row !== from + one.rows) throw new OutputError(`${one.path} was changed while it was written`);
    if (part !== undefined) await finish(part);
  };

  // The first part is opened at once: a place that cannot be written shows before anything is requested.
  if (parts.length === 0) part = await open();
  return {
    parts,
    get isClosed() {
      return isClosed;
    },
    async write(batch: Batch) {
      await options.rejects.write(batch);
      for (let from = 0; from < batch.records.length; ) {
        const room = (limits.records ?? Infinity) - (part?.rows ?? 0);
        const slice = batch.records.slice(from, from + room);
        await append(slice);
        from += slice.length;
      }
      safe?.wrote(batch);
    },
    async reachSafety() {
      if (!isSealed) await safe?.reach(stand, finishOpen);
    },
    seal() {
      isSealed = true;
    },
    async close() {
      // A resource without records is one file that says so.
      if (part === undefined && parts.length === 0) part = await open();
      if (part !== undefined) await finish(part);
      isClosed = true;
    },
    async abort() {
      await part?.file.discard();
    },
    async remove(rows) {
      const written = parts.splice(0);
      try {
        let from = 0;
        for (const one of written) {
          if (rows.hasBetween(from, from + one.rows)) await rewrite(one, rows, from);
          else parts.push(one);
          from += one.rows;
        }
        if (parts.length === 0) await finish(await open());
      } catch (error) {
        // Whoever discards the output has to know all of it.
        parts.push(...written);
        throw error;
      }
      const left = new Set(parts);
      for (const one of written) if (!left.has(one)) await store.remove(one.path);
    },
    warnings: () => alikeColumns(dataset.columns() ?? []),
  };
}
