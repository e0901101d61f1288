// Exact comparison, sum, difference and product of numbers of any length; a plain number counts as the digits it shows.
import { ExactNumber, toExact } from './exact-number.ts';

export type Numeric = number | bigint | ExactNumber;

/** `digits / 10 ** scale` */
interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

/** Below zero, zero or above it as `a` is to `b`; NaN where one of them is no number. */
export function compareNumbers(a: Numeric, b: Numeric): number {
  // A double beyond 2^53 shows other digits than the whole number that the engine would compare it by.
  if (a instanceof ExactNumber || b instanceof ExactNumber || typeof a !== typeof b) {
    const [left, right] = [decimalOf(a), decimalOf(b)];
    if (left !== undefined && right !== undefined) {
      const [one, other] = level(left, right);
      return one === other ? 0 : one < other ? -1 : 1;
    }
  }
  if (a < b) return -1;
  if (a > b) return 1;
  return Number(a) === Number(b) ? 0 : Number.NaN;
}

export function add(a: Numeric, b: Numeric): Numeric {
  return exactly(a, b, Number(a) + Number(b), (left, right) => {
    const [one, other, scale] = level(left, right);
    return { digits: one + other, scale };
  });
}

export function multiply(a: Numeric, b: Numeric): Numeric {
  return exactly(a, b, Number(a) * Number(b), (left, right) => ({
    digits: left.digits * right.digits,
    scale: left.scale + right.scale,
  }));
}

export function negate(a: Numeric): Numeric {
  if (typeof a === 'number') return -a;
  if (typeof a === 'bigint') return -a;
  const text = String(a);
  return toExact(text.startsWith('-') ? text.slice(1) : `-${text}`);
}

/** Whole numbers that divide without a rest give a whole number of any length; all others the nearest double. */
export function divide(a: Numeric, b: Numeric): Numeric {
  const [left, right] = [wholeOf(a), wholeOf(b)];
  if (left !== undefined && right !== undefined && right !== 0n && left % right === 0n)
    return toExact(String(left / right));
  return Number(a) / Number(b);
}

function wholeOf(value: Numeric): bigint | undefined {
  if (typeof value === 'bigint') return value;
  return typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : undefined;
}

function exactly(a: Numeric, b: Numeric, double: number, work: (a: Decimal, b: Decimal) => Decimal): Numeric {
  const isPlain = typeof a === 'number' && typeof b === 'number';
  if (isPlain && Number.isSafeInteger(a) && Number.isSafeInteger(b) && Number.isSafeInteger(double))
    return double;
  const [left, right] = [decimalOf(a), decimalOf(b)];
  return left === undefined || right === undefined ? double : toExact(textOf(work(left, right)));
}

// A number of more digits behind or before its point than this is none that an API means.
const LONGEST = 2000;

function decimalOf(value: Numeric): Decimal | undefined {
  if (typeof value === 'bigint') return { digits: value, scale: 0 };
  const [, sign = '', whole, fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(String(value)) ?? [];
  const scale = fraction.length - Number(exponent);
  if (whole === undefined || Math.abs(scale) > LONGEST) return undefined;
  return { digits: BigInt(`${sign}${whole}${fraction}`), scale };
}

/** The digits of both at the same scale. */
function level(a: Decimal, b: Decimal): [bigint, bigint, number] {
  const scale = Math.max(a.scale, b.scale);
  const raised = (one: Decimal) => one.digits * 10n ** BigInt(scale - one.scale);
  return [raised(a), raised(b), scale];
}

function textOf({ digits, scale }: Decimal): string {
  if (scale <= 0) return String(digits * 10n ** BigInt(-scale));
  const sign = digits < 0n ? '-' : '';
  const all = String(digits < 0n ? -digits : digits).padStart(scale + 1, '0');
  const fraction = all.slice(-scale).replace(/0+$/, '');
  return `${sign}${all.slice(0, -scale)}${fraction === '' ? '' : `.${fraction}`}`;
}
