// What the operators of an expression do with values: null where one is missing, an error where two do not fit.
import { add, compareNumbers, divide, multiply, type Numeric, negate } from '../../core/arithmetic.ts';
import { SourceError } from '../../core/errors.ts';
import { ExactNumber, isNumeric } from '../../core/exact-number.ts';
import { show } from '../../core/text.ts';

export type Arithmetic = '+' | '-' | '*' | '/';

/** Python's truth: empty texts, lists and objects are false too. */
export function pythonTruth(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return Boolean(value);
  if (value instanceof ExactNumber) return Number(value) !== 0;
  return Array.isArray(value) ? value.length > 0 : Object.keys(value).length > 0;
}

export function isNothing(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

/** A value that an operator or a function cannot take. */
export function unfit(what: string, needed: string, ...got: readonly unknown[]): SourceError {
  return new SourceError(`${what} takes ${needed}, got ${got.map(show).join(' and ')}`);
}

/**
 * Exact for whole and decimal numbers; `+` also joins texts, and a text and a number.
 * @throws SourceError for values of other kinds, and for a division by zero
 */
export function calculate(operator: Arithmetic, a: unknown, b: unknown): unknown {
  if (isNothing(a) || isNothing(b)) return null;
  if (isNumeric(a) && isNumeric(b)) return finite(operator, a, b);
  if (operator !== '+') throw unfit(operator, 'two numbers', a, b);
  const isText = typeof a === 'string' || typeof b === 'string';
  if (isText && isJoinable(a) && isJoinable(b)) return `${a}${b}`;
  throw unfit('+', 'two numbers or two texts', a, b);
}

function finite(operator: Arithmetic, a: Numeric, b: Numeric): Numeric {
  if (operator === '/' && Number(b) === 0) throw new SourceError(`${show(a)} is divided by zero`);
  const result = {
    '+': () => add(a, b),
    '-': () => add(a, negate(b)),
    '*': () => multiply(a, b),
    '/': () => divide(a, b),
  }[operator]();
  if (typeof result === 'number' && !Number.isFinite(result))
    throw new SourceError(`${show(a)} ${operator} ${show(b)} is too large to compute`);
  return result;
}

function isJoinable(value: unknown): value is string | Numeric {
  return typeof value === 'string' || isNumeric(value);
}

/** @throws SourceError for what is no number */
export function negative(value: unknown): unknown {
  if (isNothing(value)) return null;
  if (!isNumeric(value)) throw unfit('-', 'a number', value);
  return negate(value);
}

export function equal(a: unknown, b: unknown): boolean {
  if (a === b || (isNothing(a) && isNothing(b))) return true;
  // A BigInt and a number are never ===, however equal.
  return isNumeric(a) && isNumeric(b) && compareNumbers(a, b) === 0;
}

/** Numbers by their size, texts letter by letter; false for two of different kinds. */
export function ordered(operator: '<' | '<=' | '>' | '>=', a: unknown, b: unknown): boolean {
  let order = Number.NaN;
  if (isNumeric(a) && isNumeric(b)) order = compareNumbers(a, b);
  else if (typeof a === 'string' && typeof b === 'string') order = a === b ? 0 : a < b ? -1 : 1;
  if (operator === '<') return order < 0;
  if (operator === '<=') return order <= 0;
  return operator === '>' ? order > 0 : order >= 0;
}

export function contains(whole: unknown, part: unknown): boolean {
  if (typeof whole === 'string') return typeof part === 'string' && whole.includes(part);
  if (Array.isArray(whole)) return whole.some((item) => equal(item, part));
  return (
    typeof whole === 'object' && whole !== null && typeof part === 'string' && Object.hasOwn(whole, part)
  );
}

export function sizeOf(value: unknown): number {
  if (typeof value === 'string' || Array.isArray(value)) return value.length;
  return typeof value === 'object' && value !== null ? Object.keys(value).length : 0;
}
