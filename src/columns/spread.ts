// max_table_nesting: objects become fields of their record, `owner__name` in place of a name inside of owner.
import { ExactNumber } from '../core/exact-number.ts';

/** Between the names on the way to a field, as in dlt. */
export const SEPARATOR = '__';

/** Takes one field by the name that it has in the output; `keys` lead to it in the record. */
export type Put = (name: string, value: unknown, keys: readonly string[]) => void;

/** Gives a field of a record, or in place of an object the fields in it. */
export type Spread = (field: string, value: unknown, put: Put) => void;

/**
 * Takes objects apart.
 * @param depth so many levels of them; deeper ones stay as they are, and lists always do
 * @param rename brings each name on the way to the naming
 */
export function spreading(depth: number, rename: (name: string) => string): Spread {
  const spread = (name: string, value: unknown, keys: readonly string[], put: Put): void => {
    const inside = keys.length <= depth && isObject(value) ? Object.keys(value) : [];
    // Also an object without a field, which else would leave no trace.
    if (inside.length === 0) put(name, value, keys);
    for (const key of inside) {
      const inner = (value as Record<string, unknown>)[key];
      spread(`${name}${SEPARATOR}${rename(key)}`, inner, [...keys, key], put);
    }
  };
  return (field, value, put) => spread(rename(field), value, [field], put);
}

/** An object of JSON, no list and no number. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber)
  );
}
