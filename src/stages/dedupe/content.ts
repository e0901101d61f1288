// A number that differs where two records differ: with it, a repeated key is told from a key that two records share.
// It is made for every record, so it looks at a text here and there: two records that differ only in the middle of a
// long text are taken for one.
import type { JsonRecord } from '../../core/batch.ts';

const PRIME = 0x01000193;
// Of so many fields the texts are looked into; of further ones their length and last character count.
const FIELDS = 16;
const SHORT = 12;
// Where texts and decimals begin: neither an empty text nor the smallest decimals may look like a small integer.
const TEXT = 0x5bd1e995;
const DECIMAL = 0x3c6ef372;
const double = new Float64Array(1);
const halves = new Int32Array(double.buffer);

/** Bits of the content; the order of fields does not count. */
export function contentOf(record: JsonRecord): number {
  // 30 bits, which a Map holds without a number object beside each.
  return fieldsOf(record) & 0x3fffffff;
}

function fieldsOf(fields: Readonly<Record<string, unknown>>): number {
  let sum = 0;
  let count = 0;
  for (const name in fields) {
    const value = fields[name];
    const isFurther = typeof value === 'string' && count >= FIELDS;
    const inner = isFurther ? (value.length << 16) ^ value.charCodeAt(value.length - 1) : hashOf(value);
    const hash = inner ^ (name.length << 8) ^ name.charCodeAt(name.length - 1);
    sum = (sum + Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)) | 0;
    count += 1;
  }
  return sum;
}

function hashOf(value: unknown): number {
  switch (typeof value) {
    case 'string':
      return textOf(value);
    case 'number':
      if ((value | 0) === value) return Math.imul(value, 0x297a2d39);
      double[0] = value;
      return Math.imul(DECIMAL ^ (halves[0] ?? 0) ^ Math.imul(halves[1] ?? 0, PRIME), 0x297a2d39);
    case 'boolean':
      return value ? 3 : 5;
    case 'object':
      return value === null ? 7 : objectOf(value);
    default:
      return textOf(String(value));
  }
}

function objectOf(value: object): number {
  if (Array.isArray(value)) {
    return value.reduce((sum: number, one) => Math.imul(sum ^ hashOf(one), PRIME), value.length + 11);
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  // An exact number is an object whose text says it all.
  const isPlain = prototype === Object.prototype || prototype === null;
  return isPlain ? fieldsOf(value as Record<string, unknown>) : textOf(String(value));
}

// Every character of a short text; of a longer one nine, spread evenly, the last among them.
function textOf(text: string): number {
  const { length } = text;
  let hash = TEXT ^ length;
  if (length <= SHORT) {
    for (let at = 0; at < length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), PRIME);
    return hash;
  }
  const step = length >> 3;
  for (let at = 0; at < length; at += step) hash = Math.imul(hash ^ text.charCodeAt(at), PRIME);
  return Math.imul(hash ^ text.charCodeAt(length - 1), PRIME);
}
