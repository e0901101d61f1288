// decimal: exact digits as text, never through a double.
import { z } from 'zod';
import { isNumeric } from '../core/exact-number.ts';
import { type Coerce, declareColumnType, INVALID } from './contract.ts';
import { fixed, OPTIONAL } from './parquet-layout.ts';

/** dlt's defaults for a decimal that does not say. */
const DEFAULT_PRECISION = 38;
const DEFAULT_SCALE = 9;
// Sixteen bytes hold the 38 digits that a decimal may have.
const BYTES = 16;

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/;

export const decimal = declareColumnType({
  type: 'decimal',
  summary: 'an exact decimal number, as text in JSON',
  options: {
    precision: z.number().int().min(1).max(38).optional().describe('decimal: digits in all'),
    scale: z.number().int().min(0).max(38).optional().describe('decimal: digits after the point'),
  },
  reading: {},
  check: ({ precision = DEFAULT_PRECISION, scale = 0 }) =>
    scale > precision ? { key: 'scale', message: 'is greater than the precision' } : undefined,
  isTextual: false,
  coerce: ({ precision, scale }) => toDecimal(precision, scale),
  fits: (value) => typeof value === 'string',
  // Text, because a JSON number would lose digits in almost every reader.
  json: { type: 'string' },
  jsonFormat: ({ precision = DEFAULT_PRECISION, scale = DEFAULT_SCALE }) => ({
    format: 'x-singer.decimal',
    precision,
    scale,
  }),
  parquet({ precision = DEFAULT_PRECISION, scale = DEFAULT_SCALE }) {
    const digits = { precision, scale };
    return {
      element: {
        ...OPTIONAL,
        type: 'FIXED_LEN_BYTE_ARRAY',
        type_length: BYTES,
        converted_type: 'DECIMAL',
        ...digits,
        logical_type: { type: 'DECIMAL', ...digits },
      },
      parquetjs: undefined,
      toPrimitive: (value) => unscaled(value, scale),
      size: fixed(BYTES),
    };
  },
  fromParquet: (primitive, { scale = DEFAULT_SCALE }) =>
    primitive instanceof Uint8Array ? decimalText(primitive, scale) : primitive,
});

/** A column that states its scale gets exactly so many decimals; else only the ones that say something. */
function toDecimal(precision = DEFAULT_PRECISION, stated: number | undefined): Coerce<string> {
  const scale = stated ?? DEFAULT_SCALE;
  return (value) => {
    if (typeof value !== 'string' && !isNumeric(value)) return INVALID;
    const match = DECIMAL.exec(String(value).trim());
    if (match === null) return INVALID;
    const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
    if (whole === '' && fraction === '') return INVALID;
    const shifted = shift(whole, fraction, Number(exponent));
    const integer = shifted.whole.replace(/^0+(?=\d)/, '');
    const decimals = shifted.fraction.replace(/0+$/, '');
    if (decimals.length > scale || (integer !== '0' && integer.length > precision - scale)) return INVALID;
    const shown = stated === undefined ? decimals : decimals.padEnd(scale, '0');
    const isZero = integer === '0' && decimals === '';
    return `${sign === '-' && !isZero ? '-' : ''}${integer}${shown === '' ? '' : `.${shown}`}`;
  };
}

function shift(whole: string, fraction: string, by: number): { whole: string; fraction: string } {
  const digits = whole + fraction;
  const point = whole.length + by;
  if (point <= 0) return { whole: '0', fraction: '0'.repeat(-point) + digits };
  return { whole: digits.slice(0, point).padEnd(point, '0'), fraction: digits.slice(point) };
}

/** A decimal's digits as one integer, from the canonical text. */
function unscaled(value: unknown, scale: number): bigint | undefined {
  const match = typeof value === 'string' ? /^(-?)(\d+)(?:\.(\d+))?$/.exec(value) : null;
  if (match === null) return undefined;
  const [, sign, whole = '', fraction = ''] = match;
  return fraction.length > scale ? undefined : BigInt(`${sign}${whole}${fraction.padEnd(scale, '0')}`);
}

function decimalText(bytes: Uint8Array, scale: number): string {
  const number = BigInt.asIntN(bytes.length * 8, BigInt(`0x${Buffer.from(bytes).toString('hex')}`));
  const sign = number < 0n ? '-' : '';
  const digits = (number < 0n ? -number : number).toString().padStart(scale + 1, '0');
  return scale === 0 ? `${sign}${digits}` : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}
