// The files of one resource in a format with columns: all of them have the same ones.
import type { SchemaPlan } from '../../../config/pipeline.ts';
import type { JsonRecord } from '../../../core/batch.ts';
import type { Dataset, Encoder } from '../contract.ts';
import {
  declaredColumns,
  type FileColumn,
  inferredColumns,
  type TableColumn,
  typedColumns,
  withExtra,
} from './columns.ts';
import { INFERRED_FROM, inferColumns } from './infer.ts';

/** What is known of the columns before the first record. */
export interface KnownColumns {
  /** Those of the snapshot that this one goes on from. */
  readonly earlier: readonly TableColumn[];
  /** Those that the first records of an interrupted run have shown. */
  readonly written?: readonly TableColumn[] | undefined;
}

/** @param create an encoder of one file with these columns */
export function tableDataset(
  resource: SchemaPlan,
  { earlier, written }: KnownColumns,
  create: (columns: readonly FileColumn[]) => Encoder,
): Dataset {
  let columns: FileColumn[] | undefined =
    resource.columns === undefined ? written && withExtra(written) : declaredColumns(resource, earlier);
  return {
    columns: () => columns && typedColumns(columns),
    next() {
      if (columns !== undefined) return create(columns);
      return inferring((records) => {
        columns = inferredColumns(inferColumns(records), earlier);
        return create(columns);
      });
    },
  };
}

/** Holds the first records back until they have shown the columns. */
function inferring(create: (records: readonly JsonRecord[]) => Encoder): Encoder {
  let held: JsonRecord[] = [];
  let encoder: Encoder | undefined;
  const start = async (): Promise<readonly Uint8Array[]> => {
    encoder = create(held);
    const bytes = await encoder.encode(held);
    held = [];
    return bytes;
  };
  return {
    async encode(records) {
      if (encoder !== undefined) return encoder.encode(records);
      for (const record of records) held.push(record);
      return held.length < INFERRED_FROM ? [] : start();
    },
    async end() {
      const bytes = encoder === undefined ? await start() : [];
      return encoder === undefined ? bytes : [...bytes, ...(await encoder.end())];
    },
  };
}
