// JSON text that keeps what JSON.stringify cannot: every digit of a BigInt and of an ExactNumber.
import { ExactNumber } from './exact-number.ts';
import { setOwn } from './path.ts';

/**
 * Serialises a value exactly. Properties keep their order, `undefined` is left out, NaN and infinities are refused.
 * @throws RangeError for a number that JSON has no spelling for, or for nesting beyond the stack
 */
export function exactStringify(value: unknown): string {
  switch (typeof value) {
    case 'bigint':
      return value.toString();
    case 'number':
      if (!Number.isFinite(value)) throw new RangeError(`${value} has no JSON spelling`);
      return JSON.stringify(value);
    case 'object':
      break;
    default:
      return JSON.stringify(value) ?? 'null';
  }
  if (value === null) return 'null';
  if (value instanceof ExactNumber) return value.toString();
  if (Array.isArray(value)) return `[${value.map(exactStringify).join(',')}]`;
  if ('toJSON' in value && typeof value.toJSON === 'function') return JSON.stringify(value);
  const members: string[] = [];
  for (const [key, inner] of Object.entries(value)) {
    if (inner !== undefined) members.push(`${JSON.stringify(key)}:${exactStringify(inner)}`);
  }
  return `{${members.join(',')}}`;
}

/** JSON text by the engine's own serialiser, by the exact one only where a number needs its digits. */
export function toJsonText(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'null';
  } catch (error) {
    if (error instanceof TypeError) return exactStringify(value);
    throw error;
  }
}

/** A copy of a JSON value that may be changed; numbers keep their digits. */
export function copyJson<T>(value: T): T {
  if (typeof value !== 'object' || value === null || value instanceof ExactNumber) return value;
  if (Array.isArray(value)) return value.map(copyJson) as T;
  const copy = {};
  for (const [key, inner] of Object.entries(value)) setOwn(copy, key, copyJson(inner));
  return copy as T;
}
