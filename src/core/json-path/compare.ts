// How JSONPath compares values: integers of any length as numbers, all else by kind.
import { isNumeric } from '../exact-number.ts';

type Compare = (a: unknown, b: unknown) => boolean;

/** The comparisons of a filter, by their operators. */
export const COMPARE: Record<'==' | '!=' | '<' | '<=' | '>' | '>=', Compare> = {
  '==': isEqual,
  '!=': (a, b) => !isEqual(a, b),
  '<': isLess,
  '<=': (a, b) => isLess(a, b) || isEqual(a, b),
  '>': (a, b) => isLess(b, a),
  '>=': (a, b) => isLess(b, a) || isEqual(a, b),
};

function isLess(a: unknown, b: unknown): boolean {
  if (isNumeric(a) && isNumeric(b)) return a < b;
  return typeof a === 'string' && typeof b === 'string' && a < b;
}

function isEqual(a: unknown, b: unknown): boolean {
  if (isNumeric(a) && isNumeric(b)) return !(a < b) && !(a > b);
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [Object.keys(a), Object.keys(b)];
  return (
    left.length === right.length &&
    left.every((key) => {
      const inner = (b as Record<string, unknown>)[key];
      return Object.hasOwn(b, key) && isEqual((a as Record<string, unknown>)[key], inner);
    })
  );
}
