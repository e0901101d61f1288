// A hash of a record's content: the same however its fields are ordered, another wherever a value differs.
import { hash } from 'node:crypto';
import { ExactNumber } from './exact-number.ts';
import { toJsonText } from './json.ts';

/** 128 bits as text; no two records that anybody could make share one. */
export function contentHash(record: unknown): string {
  // In one call: a Hash object for each record would keep the collector busy.
  return hash('sha256', toJsonText(ordered(record)), 'base64url').slice(0, 22);
}

function ordered(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || value instanceof ExactNumber) return value;
  if (Array.isArray(value)) return value.map(ordered);
  // A list of names and values, as a field may have any name.
  const fields: unknown[] = [];
  for (const key of Object.keys(value).sort())
    fields.push(key, ordered((value as Record<string, unknown>)[key]));
  return { fields };
}
