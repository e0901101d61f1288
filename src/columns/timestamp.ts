// timestamp: a moment in UTC, `2024-05-06T07:08:09.000Z`, with six decimals where the value has microseconds.
import { declareColumnType } from './contract.ts';
import { checkDays, momentFormat, timezone, toMoment } from './moment.ts';
import { fixed, OPTIONAL } from './parquet-layout.ts';
import { microsecondsOf, ofMicroseconds } from './utc.ts';

export const timestamp = declareColumnType({
  type: 'timestamp',
  summary: 'a moment, brought to UTC; no zone means UTC',
  options: {},
  reading: { format: momentFormat, timezone },
  check: checkDays,
  isTextual: false,
  coerce: toMoment,
  fits: (value) => typeof value === 'string',
  json: { type: 'string' },
  jsonFormat: () => ({ format: 'date-time' }),
  parquet: () => ({
    element: {
      ...OPTIONAL,
      type: 'INT64',
      converted_type: 'TIMESTAMP_MICROS',
      logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' },
    },
    parquetjs: 'TIMESTAMP_MICROS',
    toPrimitive: microseconds,
    size: fixed(8),
  }),
  fromParquet: (primitive) => (typeof primitive === 'bigint' ? ofMicroseconds(primitive) : primitive),
});

/** The normalizer's spelling is read by its positions; of one that has not passed it a Date makes what it can. */
function microseconds(value: unknown): bigint | undefined {
  if (typeof value !== 'string') return undefined;
  const micros = microsecondsOf(value);
  if (micros !== undefined) return micros;
  const milliseconds = Date.parse(value);
  return Number.isNaN(milliseconds) ? undefined : BigInt(milliseconds) * 1000n;
}
