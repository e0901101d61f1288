// What each column type becomes in Parquet, and what a value of it becomes in a column.
import type { DataType } from '../../config/columns.ts';
import { toJsonText } from '../../core/json.ts';

/** Types that parquetjs-lite writes wrong or not at all, with what to do. */
export const REFUSED: Partial<Record<DataType, string>> = {
  decimal: 'the Parquet writer has no decimal; declare it text, or export NDJSON',
  time: 'the Parquet writer has no time; declare it text, or export NDJSON',
};

/** parquetjs-lite's type of a column, and how a normalized value enters it. */
export interface Layout {
  readonly parquetType: 'UTF8' | 'DOUBLE' | 'BOOLEAN' | 'INT64' | 'DATE' | 'TIMESTAMP_MICROS' | 'BYTE_ARRAY';
  /** The primitive that the encoder takes; undefined when the column cannot hold the value. */
  toPrimitive(value: unknown): unknown;
  /** About how many bytes a primitive takes. */
  size(primitive: unknown): number;
}

const INT64_MAX = 2n ** 63n - 1n;
const INT64_MIN = -(2n ** 63n);

const fixed = (bytes: number) => () => bytes;
const textSize = (primitive: unknown) => (primitive as string).length + 4;
const only = (type: 'number' | 'boolean') => (value: unknown) => (typeof value === type ? value : undefined);

const layouts: Partial<Record<DataType, Layout>> = {
  text: { parquetType: 'UTF8', toPrimitive: utf8, size: textSize },
  json: { parquetType: 'UTF8', toPrimitive: toJsonText, size: textSize },
  double: { parquetType: 'DOUBLE', toPrimitive: only('number'), size: fixed(8) },
  bool: { parquetType: 'BOOLEAN', toPrimitive: only('boolean'), size: fixed(1) },
  bigint: { parquetType: 'INT64', toPrimitive: int64, size: fixed(8) },
  timestamp: { parquetType: 'TIMESTAMP_MICROS', toPrimitive: microseconds, size: fixed(8) },
  date: { parquetType: 'DATE', toPrimitive: days, size: fixed(4) },
  binary: {
    parquetType: 'BYTE_ARRAY',
    toPrimitive: bytes,
    size: (primitive) => (primitive as Buffer).length + 4,
  },
};

export function layoutOf(type: DataType): Layout {
  const layout = layouts[type];
  if (layout === undefined) throw new TypeError(`no Parquet layout for ${type}`);
  return layout;
}

// A lone surrogate has no UTF-8; writing it anyway would store a replacement character.
function utf8(value: unknown): unknown {
  return typeof value === 'string' && value.isWellFormed() ? value : undefined;
}

function bytes(value: unknown): unknown {
  return typeof value === 'string' ? Buffer.from(value, 'base64') : undefined;
}

function int64(value: unknown): unknown {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : undefined;
  return typeof value === 'bigint' && value >= INT64_MIN && value <= INT64_MAX ? value : undefined;
}

/** From the normalizer's canonical text, `2024-05-06T07:08:09.000Z` or with six decimals. */
function microseconds(value: unknown): unknown {
  if (typeof value !== 'string') return undefined;
  const milliseconds = Date.parse(value);
  if (Number.isNaN(milliseconds)) return undefined;
  const fraction = value.length > 24 ? Number(value.slice(23, 26)) : 0;
  const micros = milliseconds * 1000 + fraction;
  return Number.isSafeInteger(micros) ? micros : BigInt(milliseconds) * 1000n + BigInt(fraction);
}

function days(value: unknown): unknown {
  if (typeof value !== 'string') return undefined;
  const milliseconds = Date.parse(`${value}T00:00:00.000Z`);
  return Number.isNaN(milliseconds) ? undefined : Math.round(milliseconds / 86_400_000);
}
