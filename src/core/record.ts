// What counts as a record.
import type { JsonRecord } from './batch.ts';
import { ExactNumber } from './exact-number.ts';

/** Whether a value is an object with fields of its own: no list, and no number of many digits. */
export function isRecord(value: unknown): value is JsonRecord {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject && !(value instanceof ExactNumber);
}
