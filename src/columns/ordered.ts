// Values that have an order: numbers, moments and other texts, each compared as what it is and without losing a digit.
import { ExactNumber, isNumeric, toExact } from '../core/exact-number.ts';
import { INVALID } from './contract.ts';
import { EPOCHS, epoch } from './epoch.ts';
import { compileCoerce, type DataType } from './index.ts';
import { isoMoment } from './iso.ts';
import { toMoment } from './moment.ts';

type Exact = number | bigint | ExactNumber;

/** `at` is UTC in the one spelling, without its Z, so that texts compare as moments. */
export interface Moment {
  readonly kind: 'moment';
  readonly at: string;
  readonly raw: unknown;
}

/** A value with its place in the order of its kind. */
export type Ordered =
  | { readonly kind: 'number'; readonly at: Exact; readonly raw: unknown }
  | Moment
  | { readonly kind: 'text'; readonly at: string; readonly raw: unknown };

/** Gives undefined for a value that has no place in any order. */
export type ReadOrdered = (raw: unknown) => Ordered | undefined;

interface ColumnKeys {
  readonly data_type: DataType;
  readonly format?: string | readonly string[] | undefined;
  readonly timezone?: string | undefined;
}

const NUMBERS: readonly DataType[] = ['bigint', 'double', 'decimal'];
const MOMENTS: readonly DataType[] = ['timestamp', 'date'];
/** Types whose values have no order that a server could go by. */
export const UNORDERED: readonly DataType[] = ['bool', 'json', 'binary'];
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/**
 * Compiles what reads one field's values: by the column that declares it, else numbers as numbers, texts of ISO 8601 as
 * moments, other texts as they are.
 * @param format how requests spell the values, which records may do, too: without a column, numbers beside `epoch_s`
 *   are moments
 */
export function orderedReader(column: ColumnKeys | undefined, format: string | undefined): ReadOrdered {
  const written = format === undefined || format === 'date' ? undefined : toMoment({ format });
  const bySelf: ReadOrdered = (raw) => {
    const unit = isEpoch(format) ? EPOCHS[format] : undefined;
    if (isNumeric(raw)) return unit === undefined ? numberOf(raw) : momentOf(epoch(raw, unit), raw);
    if (typeof raw !== 'string' || raw === '') return undefined;
    const moment = isoMoment(raw, undefined);
    return momentOf(moment === INVALID ? (written?.(raw) ?? INVALID) : moment, raw) ?? textOf(raw);
  };
  if (column === undefined) return bySelf;
  if (NUMBERS.includes(column.data_type)) return numberOf;
  if (MOMENTS.includes(column.data_type)) {
    const { format: own, timezone } = column;
    const read = toMoment({ format: own, timezone });
    return (raw) => {
      const moment = momentOf(read(raw), raw);
      // A pipeline may spell a value in its own way, whichever the API's is.
      return moment ?? (typeof raw === 'string' ? momentOf(isoMoment(raw, undefined), raw) : undefined);
    };
  }
  if (column.data_type === 'time') {
    const coerce = compileCoerce(column);
    return (raw) => {
      const value = coerce(raw);
      return typeof value === 'string' ? { kind: 'text', at: value, raw } : undefined;
    };
  }
  return (raw) => (typeof raw === 'string' && raw !== '' ? textOf(raw) : bySelf(raw));
}

export function isEpoch(format: string | undefined): format is keyof typeof EPOCHS {
  return format !== undefined && Object.hasOwn(EPOCHS, format);
}

/** Below zero where the first comes first; both are of one kind. */
export function compareOrdered(a: Ordered, b: Ordered): number {
  if (a.at instanceof ExactNumber || b.at instanceof ExactNumber) return compareDigits(a.at, b.at);
  return a.at < b.at ? -1 : a.at > b.at ? 1 : 0;
}

function numberOf(raw: unknown): Ordered | undefined {
  if (typeof raw === 'string') {
    const digits = raw.trim();
    if (!NUMBER.test(digits)) return undefined;
    return { kind: 'number', at: toExact(digits.replace(/^\+/, '').replace(/^(-?)\./, '$10.')), raw };
  }
  return isNumeric(raw) && !Number.isNaN(raw) ? { kind: 'number', at: raw, raw } : undefined;
}

function momentOf(moment: string | typeof INVALID, raw: unknown): Ordered | undefined {
  return moment === INVALID ? undefined : { kind: 'moment', at: moment.slice(0, -1), raw };
}

function textOf(raw: string): Ordered {
  return { kind: 'text', at: raw, raw };
}

const DECIMAL = /^(-?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/;

// More digits than a double holds: brought to one power of ten, and compared as whole numbers.
function compareDigits(a: unknown, b: unknown): number {
  const [one, other] = [partsOf(a), partsOf(b)];
  const [high, low] = [one.power + one.length, other.power + other.length];
  // So far apart that no digit has to be looked at: 1e1000000 must not be written out.
  if (one.sign !== other.sign || one.sign === 0) return one.sign - other.sign;
  if (high !== low) return (high < low ? -1 : 1) * one.sign;
  const power = Math.min(one.power, other.power);
  const scaled = (parts: typeof one) => BigInt(parts.digits) * 10n ** BigInt(parts.power - power);
  const [x, y] = [scaled(one), scaled(other)];
  return x < y ? -one.sign : x > y ? one.sign : 0;
}

function partsOf(value: unknown) {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = DECIMAL.exec(String(value)) ?? [];
  const digits = (whole + fraction).replace(/^0+/, '');
  if (digits === '') return { sign: 0, digits: '0', length: 1, power: 0 };
  return {
    sign: sign === '-' ? -1 : 1,
    digits,
    length: digits.length,
    power: Number(exponent) - fraction.length,
  };
}
