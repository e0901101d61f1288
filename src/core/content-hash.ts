// A hash of a record's content: the same however its fields are ordered, another wherever a value differs.
import { createHash } from 'node:crypto';
import { ExactNumber } from './exact-number.ts';
import { toJsonText } from './json.ts';

/** 128 bits as text; no two records that anybody could make share one. */
export function contentHash(record: unknown): string {
  return createHash('sha256')
    .update(toJsonText(ordered(record)))
    .digest('base64url')
    .slice(0, 22);
}

function ordered(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || value instanceof ExactNumber) return value;
  if (Array.isArray(value)) return value.map(ordered);
  // A list of pairs, as a field may have any name.
  const keys = Object.keys(value).sort();
  return { fields: keys.map((key) => [key, ordered((value as Record<string, unknown>)[key])]) };
}
