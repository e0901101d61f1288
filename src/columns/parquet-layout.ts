// How a column lies in a Parquet file, for both writers, and what the layouts of several types share.
import type { SchemaElement } from 'hyparquet';

export interface ParquetLayout {
  readonly element: Omit<SchemaElement, 'name'>;
  /** What is in the element, where it is a group: all elements below it, in the order of the schema. */
  readonly children?: readonly SchemaElement[];
  /** The type's name in parquetjs-lite; undefined where that writer has none. */
  readonly parquetjs:
    | 'UTF8'
    | 'JSON'
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

/** Layout of JSON text that `toText` gives; readers that know the logical type see JSON. */
export function jsonLayout(toText: (value: unknown) => string | undefined): ParquetLayout {
  return {
    ...textLayout(toText),
    element: { ...OPTIONAL, type: 'BYTE_ARRAY', converted_type: 'JSON', logical_type: { type: 'JSON' } },
    parquetjs: 'JSON',
  };
}

/** Layout of text that `toText` gives. */
export function textLayout(toText: (value: unknown) => string | undefined): ParquetLayout {
  return {
    element: { ...OPTIONAL, type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
    parquetjs: 'UTF8',
    toPrimitive: toText,
    size: (primitive) => (primitive as string).length + 4,
  };
}
