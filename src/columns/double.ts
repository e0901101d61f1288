// double: a number of 64 bits, never NaN or infinite.
import { isNumeric } from '../core/exact-number.ts';
import { declareColumnType, INVALID } from './contract.ts';
import { fixed, OPTIONAL } from './parquet-layout.ts';

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

export const double = declareColumnType({
  type: 'double',
  summary: 'a floating-point number of 64 bits',
  options: {},
  reading: {},
  isTextual: false,
  coerce: () => (value) => {
    if (typeof value === 'number') return finite(value);
    if (isNumeric(value)) return finite(Number(value));
    if (typeof value !== 'string') return INVALID;
    const trimmed = value.trim();
    return NUMBER.test(trimmed) ? finite(Number(trimmed)) : INVALID;
  },
  isFine: "typeof v === 'number' && v - v === 0",
  fits: (value) => typeof value === 'number',
  json: { type: 'number' },
  parquet: () => ({
    element: { ...OPTIONAL, type: 'DOUBLE' },
    parquetjs: 'DOUBLE',
    toPrimitive: (value) => (typeof value === 'number' ? value : undefined),
    size: fixed(8),
  }),
});

function finite(value: number): number | typeof INVALID {
  return Number.isFinite(value) ? value : INVALID;
}
