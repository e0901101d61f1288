// Which column type holds values that nobody has declared, as they stand.
import { ExactNumber } from '../core/exact-number.ts';
import type { DataType } from './index.ts';

/**
 * The narrowest type for the values so far and one more. No text is taken for a number or a date: scalars of several
 * kinds are text together, and so is a number that neither a double nor 64 bits can hold.
 * @param known undefined before the first value
 */
export function widen(known: DataType | undefined, value: unknown): DataType | undefined {
  if (value === null || value === undefined) return known;
  const type = typeOf(value);
  if (known === undefined || known === type) return type;
  if (known === 'json' || type === 'json') return 'json';
  return isNumber(known) && isNumber(type) ? 'double' : 'text';
}

function isNumber(type: DataType): boolean {
  return type === 'bigint' || type === 'double';
}

function typeOf(value: unknown): DataType {
  switch (typeof value) {
    case 'string':
      return 'text';
    case 'boolean':
      return 'bool';
    case 'bigint':
      return BigInt.asIntN(64, value) === value ? 'bigint' : 'text';
    case 'number':
      return Number.isSafeInteger(value) ? 'bigint' : 'double';
    default:
      return value instanceof ExactNumber ? 'text' : 'json';
  }
}
