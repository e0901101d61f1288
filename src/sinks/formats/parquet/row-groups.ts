// What both writers share: records gathered into row groups that are bounded in rows and in bytes.
import type { JsonRecord } from '../../../core/batch.ts';
import { describe, InternalError, PenstockError } from '../../../core/errors.ts';
import type { Encoder } from '../contract.ts';
import type { FileColumn } from '../table/columns.ts';
import { type ColumnValues, RowGroup } from './row-group.ts';

const MOST_ROWS = 20_000;
const MOST_BYTES = 16 * 1024 * 1024;

/** A file that a writer encodes row group by row group. */
export interface GroupWriter {
  write(columns: readonly ColumnValues[], rows: number): Promise<void>;
  /** Writes the footer, also where there was no row at all. */
  end(): Promise<void>;
  /** The bytes since the last call. */
  take(): Uint8Array[];
}

export function encodeGroups(columns: readonly FileColumn[], writer: GroupWriter): Encoder {
  let group = new RowGroup(columns);
  const flush = async () => {
    if (group.rows === 0) return;
    const full = group;
    group = new RowGroup(columns);
    await writer.write(full.columns(), full.rows);
  };
  return {
    encode: translated(async (records: readonly JsonRecord[]) => {
      for (const record of records) {
        group.add(record);
        if (group.rows >= MOST_ROWS || group.bytes >= MOST_BYTES) await flush();
      }
      return writer.take();
    }),
    end: translated(async () => {
      await flush();
      await writer.end();
      return writer.take();
    }),
  };
}

// parquetjs-lite throws bare strings.
function translated<In extends unknown[], Out>(
  work: (...input: In) => Promise<Out>,
): (...input: In) => Promise<Out> {
  return async (...input) => {
    try {
      return await work(...input);
    } catch (error) {
      if (error instanceof PenstockError) throw error;
      throw new InternalError(`the Parquet writer failed: ${describe(error)}`, { cause: error });
    }
  };
}
