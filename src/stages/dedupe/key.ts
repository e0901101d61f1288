// A record's identity as one comparable value.
import type { JsonRecord, Reject } from '../../core/batch.ts';
import { ExactNumber } from '../../core/exact-number.ts';
import { fingerprint } from '../../core/fingerprint.ts';
import { own } from '../../core/path.ts';
import { show } from '../../core/text.ts';

/** `1` and `"1"` are different keys; so are the parts of a key of several columns. */
export type Key = string | number | bigint | boolean;

export type ReadKey = (record: JsonRecord) => Key | MissingKey;

/** Names the column that holds no usable key. */
export class MissingKey {
  readonly column: string;
  readonly value: unknown;

  constructor(column: string, value: unknown) {
    this.column = column;
    this.value = value;
  }
}

/** The reject of a record without a key. */
export function missingKey({ column, value }: MissingKey, record: JsonRecord): Reject {
  return { reason: `no key: primary_key column "${column}" holds ${show(value)}`, column, record };
}

/**
 * Compiles the key of one column to its bare value, of several to a JSON list.
 * @param isSpelled `1` and `"1"` are one key: a file whose columns have one type each cannot tell them apart
 */
export function compileKey(columns: readonly string[], isSpelled = false): ReadKey {
  if (isSpelled) return spelledKey(columns);
  const [only] = columns;
  if (columns.length === 1 && only !== undefined) {
    return (record) => {
      const value = own(record, only);
      if (isPart(value)) return value;
      return value instanceof ExactNumber ? keyOfDigits(value) : new MissingKey(only, value);
    };
  }
  return (record) => {
    const parts: unknown[] = [];
    for (const column of columns) {
      const value = own(record, column);
      const isExact = typeof value === 'bigint' || value instanceof ExactNumber;
      if (!isExact && !isPart(value)) return new MissingKey(column, value);
      parts.push(isExact ? { n: String(value) } : value);
    }
    return JSON.stringify(parts);
  };
}

function spelledKey(columns: readonly string[]): ReadKey {
  return (record) => {
    const parts: string[] = [];
    for (const column of columns) {
      const value = own(record, column);
      if (!isPart(value) && !(value instanceof ExactNumber)) return new MissingKey(column, value);
      parts.push(String(value));
    }
    return columns.length === 1 ? (parts[0] ?? '') : JSON.stringify(parts);
  };
}

/** The key as a text in which no two different keys are the same. */
export function keyText(key: Key): string {
  return `${typeof key === 'string' ? 's' : typeof key === 'boolean' ? 'b' : 'n'}${String(key)}`;
}

/**
 * The fingerprint of a key. Texts, numbers and flags have seeds of their own: a letter before each would make a text of
 * every key.
 * @param out receives it
 */
export function fingerprintKey(key: Key, seed: number, out: Uint32Array): void {
  if (typeof key === 'string') fingerprint(key, seed, out);
  else fingerprint(String(key), seed + (typeof key === 'boolean' ? 1 : 2), out);
}

// No text of an API begins like this.
function keyOfDigits(value: ExactNumber): Key {
  return `\0number ${value}`;
}

function isPart(value: unknown): value is Key {
  if (typeof value === 'string') return value !== '';
  return typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean';
}
