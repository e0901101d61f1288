// uuid: 128 bits, spelled in lower case with dashes.
import { declareColumnType, INVALID } from './contract.ts';
import { fixed, OPTIONAL } from './parquet-layout.ts';

const UUID = /^(?:urn:uuid:)?(?:([\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12})|([\da-f]{32}))$/;
const BARE = /^(.{8})(.{4})(.{4})(.{4})(.{12})$/;

export const uuid = declareColumnType({
  type: 'uuid',
  summary: 'a UUID in any letter case, with or without dashes and braces',
  options: {},
  reading: {},
  isTextual: false,
  coerce: () => (value) => {
    if (typeof value !== 'string') return INVALID;
    const match = UUID.exec(
      value
        .trim()
        .toLowerCase()
        .replace(/^\{(.*)\}$/, '$1'),
    );
    if (match === null) return INVALID;
    return match[1] ?? dashed(match[2] ?? '');
  },
  fits: (value) => typeof value === 'string',
  json: { type: 'string' },
  jsonFormat: () => ({ format: 'uuid' }),
  parquet: () => ({
    element: {
      ...OPTIONAL,
      type: 'FIXED_LEN_BYTE_ARRAY',
      type_length: 16,
      logical_type: { type: 'UUID' },
    },
    parquetjs: undefined,
    toPrimitive: (value) => {
      const bytes = typeof value === 'string' ? Buffer.from(value.replaceAll('-', ''), 'hex') : undefined;
      return bytes?.length === 16 ? bytes : undefined;
    },
    size: fixed(16),
  }),
  fromParquet: (primitive) =>
    primitive instanceof Uint8Array ? dashed(Buffer.from(primitive).toString('hex')) : primitive,
});

function dashed(digits: string): string {
  return digits.replace(BARE, '$1-$2-$3-$4-$5');
}
