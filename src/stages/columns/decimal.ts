// decimal: exact digits as text, never through a double.
import { DEFAULT_PRECISION, DEFAULT_SCALE } from '../../config/columns.ts';
import { type CompileCoerce, INVALID } from './coerce.ts';

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/;

/** A column that states its scale gets exactly so many decimals; else only the ones that say something. */
export const compileDecimal: CompileCoerce = (column) => {
  const scale = column.scale ?? DEFAULT_SCALE;
  const wholeDigits = (column.precision ?? DEFAULT_PRECISION) - scale;
  return (value) => {
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'bigint') return INVALID;
    const match = DECIMAL.exec(String(value).trim());
    if (match === null) return INVALID;
    const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
    if (whole === '' && fraction === '') return INVALID;
    const shifted = shift(whole, fraction, Number(exponent));
    const integer = shifted.whole.replace(/^0+(?=\d)/, '');
    const decimals = shifted.fraction.replace(/0+$/, '');
    if (decimals.length > scale || (integer !== '0' && integer.length > wholeDigits)) return INVALID;
    const shown = column.scale === undefined ? decimals : decimals.padEnd(scale, '0');
    const isZero = integer === '0' && decimals === '';
    return `${sign === '-' && !isZero ? '-' : ''}${integer}${shown === '' ? '' : `.${shown}`}`;
  };
};

function shift(whole: string, fraction: string, by: number): { whole: string; fraction: string } {
  const digits = whole + fraction;
  const point = whole.length + by;
  if (point <= 0) return { whole: '0', fraction: '0'.repeat(-point) + digits };
  return { whole: digits.slice(0, point).padEnd(point, '0'), fraction: digits.slice(point) };
}
