// What a function of the pipeline gave, judged before it travels on as a record.
import type { JsonRecord } from '../../core/batch.ts';
import { isRecord } from '../../core/record.ts';
import { show } from '../../core/text.ts';

/** @throws TypeError for a promise, which would be true whatever it comes to */
export function refusePromise(value: unknown): void {
  if (isRecord(value) && typeof value.then === 'function')
    throw new TypeError('it gives a promise; a step cannot wait');
}

/** @throws TypeError for what is no record */
export function recordGiven(value: unknown): JsonRecord {
  refusePromise(value);
  const isOther = value instanceof Date || value instanceof Map || value instanceof Set;
  if (isRecord(value) && !isOther) return value;
  throw new TypeError(
    `it gives ${isOther ? `a ${value.constructor.name}` : show(value)} where a record is due`,
  );
}

/** @throws TypeError for what is no list of records and no generator */
export function* recordsGiven(value: unknown): Generator<JsonRecord, void, undefined> {
  refusePromise(value);
  if (typeof value !== 'object' || value === null || !(Symbol.iterator in value)) {
    const isAsync = typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
    const what = isAsync ? 'an async generator' : show(value);
    throw new TypeError(`it gives ${what} where a list of records, or a generator, is due`);
  }
  for (const one of value as Iterable<unknown>) yield recordGiven(one);
}
