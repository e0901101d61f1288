// bigint: a whole number of 64 bits; a JavaScript number where it is exact as one, else a BigInt.
import { ExactNumber } from '../core/exact-number.ts';
import { type Coerce, declareColumnType, INVALID } from './contract.ts';
import { fixed, OPTIONAL } from './parquet-layout.ts';

const INTEGER = /^([+-]?\d+)(?:\.0+)?$/;
const MAX = 2n ** 63n - 1n;
const MIN = -(2n ** 63n);

export const toInteger: Coerce<number | bigint> = (value) => {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : INVALID;
  if (typeof value === 'bigint') return inRange(value);
  if (typeof value !== 'string' && !(value instanceof ExactNumber)) return INVALID;
  const digits = INTEGER.exec(String(value).trim())?.[1];
  if (digits === undefined) return INVALID;
  const asNumber = Number(digits);
  return Number.isSafeInteger(asNumber) ? asNumber + 0 : inRange(BigInt(digits.replace('+', '')));
};

export const bigint = declareColumnType({
  type: 'bigint',
  summary: 'a whole number of 64 bits, exact',
  options: {},
  reading: {},
  isTextual: false,
  coerce: () => toInteger,
  isFine: 'Number.isSafeInteger(v)',
  fits: (value) => typeof value === 'bigint' || Number.isSafeInteger(value),
  json: { type: 'integer' },
  parquet: () => ({
    element: { ...OPTIONAL, type: 'INT64' },
    parquetjs: 'INT64',
    toPrimitive(value) {
      if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : undefined;
      return typeof value === 'bigint' && value >= MIN && value <= MAX ? value : undefined;
    },
    size: fixed(8),
  }),
  fromParquet: (primitive) => (typeof primitive === 'bigint' ? shortest(primitive) : primitive),
});

function inRange(value: bigint): number | bigint | typeof INVALID {
  return value < MIN || value > MAX ? INVALID : shortest(value);
}

function shortest(value: bigint): number | bigint {
  const asNumber = Number(value);
  return Number.isSafeInteger(asNumber) ? asNumber : value;
}
