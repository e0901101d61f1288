// How a column lies in a Parquet file, for both writers, and what the layouts of several types share.
import type { SchemaElement } from 'hyparquet';

export interface ParquetLayout {
  readonly element: Omit<SchemaElement, 'name'>;
  /** The type's name in parquetjs-lite; undefined where that writer has none. */
  readonly parquetjs:
    | 'UTF8'
    | 'DOUBLE'
    | 'BOOLEAN'
    | 'INT64'
    | 'DATE'
    | 'TIMESTAMP_MICROS'
    | 'BYTE_ARRAY'
    | undefined;
  /** The primitive that the writers take; undefined when the column cannot hold the value. */
  toPrimitive(value: unknown): unknown;
  /** About how many bytes a primitive takes. */
  size(primitive: unknown): number;
}

export const OPTIONAL = { repetition_type: 'OPTIONAL' } as const;

export const fixed = (bytes: number) => () => bytes;

/** Layout of text that `toText` gives. */
export function textLayout(toText: (value: unknown) => string | undefined): ParquetLayout {
  return {
    element: { ...OPTIONAL, type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
    parquetjs: 'UTF8',
    toPrimitive: toText,
    size: (primitive) => (primitive as string).length + 4,
  };
}
