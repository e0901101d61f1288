// Moments counted from 1970, as numbers or as text, to the microsecond and without a double in between.
import { isNumeric } from '../core/exact-number.ts';
import { INVALID } from './contract.ts';
import { type Moment, ofMicroseconds } from './utc.ts';

/** How many decimal places of one unit make a microsecond. */
export const EPOCHS = { epoch_s: 6, epoch_ms: 3, epoch_us: 0, epoch_ns: -3 } as const;

const DIGITS = /^([+-]?)(\d{1,25})(?:\.(\d*))?$/;

/** @param places of EPOCHS */
export function epoch(value: unknown, places: number): Moment {
  if (typeof value !== 'string' && !isNumeric(value)) return INVALID;
  const match = DIGITS.exec(String(value).trim());
  if (match === null) return INVALID;
  const [, sign, whole = '', fraction = ''] = match;
  const digits = places < 0 ? whole.slice(0, places) : whole + fraction.slice(0, places).padEnd(places, '0');
  const micros = BigInt(digits === '' ? 0 : digits);
  return ofMicroseconds(sign === '-' ? -micros : micros);
}
