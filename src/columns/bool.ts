// bool: true and false, also as 1 and 0, Y and N, yes and no.
import { declareColumnType, INVALID } from './contract.ts';
import { fixed, OPTIONAL } from './parquet-layout.ts';

const TRUE = new Set(['true', 'y', 'yes', 't', '1']);
const FALSE = new Set(['false', 'n', 'no', 'f', '0']);

export const bool = declareColumnType({
  type: 'bool',
  summary: 'true or false, also written 1 and 0, Y and N, yes and no',
  options: {},
  reading: {},
  isTextual: false,
  coerce: () => (value) => {
    if (typeof value === 'boolean') return value;
    if (value === 1) return true;
    if (value === 0) return false;
    if (typeof value !== 'string') return INVALID;
    const word = value.trim().toLowerCase();
    if (TRUE.has(word)) return true;
    return FALSE.has(word) ? false : INVALID;
  },
  isFine: 'v === true || v === false',
  fits: (value) => typeof value === 'boolean',
  json: { type: 'boolean' },
  parquet: () => ({
    element: { ...OPTIONAL, type: 'BOOLEAN' },
    parquetjs: 'BOOLEAN',
    toPrimitive: (value) => (typeof value === 'boolean' ? value : undefined),
    size: fixed(1),
  }),
});
