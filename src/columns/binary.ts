// binary: base64 text, as JSON carries bytes.
import { declareColumnType, INVALID } from './contract.ts';
import { OPTIONAL } from './parquet-layout.ts';

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

export const binary = declareColumnType({
  type: 'binary',
  summary: 'bytes as base64 text; real bytes in Parquet',
  options: {},
  reading: {},
  isTextual: true,
  coerce: () => (value) => {
    if (typeof value !== 'string' || !BASE64.test(value)) return INVALID;
    // The last digit before a padding can hold bits that are no part of the bytes.
    return value.endsWith('=') ? Buffer.from(value, 'base64').toString('base64') : value;
  },
  fits: (value) => typeof value === 'string',
  json: { type: 'string' },
  parquet: () => ({
    element: { ...OPTIONAL, type: 'BYTE_ARRAY' },
    parquetjs: 'BYTE_ARRAY',
    toPrimitive: (value) => (typeof value === 'string' ? Buffer.from(value, 'base64') : undefined),
    size: (primitive) => (primitive as Uint8Array).length + 4,
  }),
  fromParquet: (primitive) =>
    primitive instanceof Uint8Array ? Buffer.from(primitive).toString('base64') : primitive,
});
