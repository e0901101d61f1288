// The values that versions are compared by, as one number each: exactly where a number can hold them, else their place
// in a file.
import { compareOrdered, type Ordered, orderedReader } from '../../columns/ordered.ts';
import { microsecondsOf, ofMicroseconds } from '../../columns/utc.ts';
import type { VersionOrder } from '../../config/merge-rules.ts';
import type { JsonRecord } from '../../core/batch.ts';
import { ContractError } from '../../core/errors.ts';
import { toExact } from '../../core/exact-number.ts';
import { compilePath } from '../../core/path.ts';
import { show } from '../../core/text.ts';
import { ValueFile } from './value-file.ts';

// Kinds of what a number stands for.
const NONE = 0;
const NUMBER = 1;
const MOMENT = 2;
const PLACE = 3;

/** `[what, value]`, both numbers. */
export type SortValue = readonly [kind: number, value: number];

export interface SortValues {
  /** A record without a value comes before all that have one. */
  of(record: JsonRecord): SortValue;
  /**
   * Below zero where the second stays, above where the first does.
   * @throws ContractError for two values that have no order
   */
  compare(one: SortValue, other: SortValue): number;
  close(): void;
}

/** @param order undefined where no value counts, so that all are equal */
export function sortValues(order: VersionOrder | undefined): SortValues {
  if (order === undefined) return { of: () => [NONE, 0], compare: () => 0, close: () => {} };
  const get = compilePath(order.path);
  // Behind normalize a value is in the spelling of its type, whatever the API's was.
  const read = orderedReader(order.column && { data_type: order.column.data_type }, order.format);
  const sign = order.order === 'asc' ? -1 : 1;
  const texts = new ValueFile();

  const orderedOf = ([kind, value]: SortValue): Ordered => {
    if (kind === NUMBER) return { kind: 'number', at: value, raw: value };
    if (kind === MOMENT) return momentOf(value);
    const [word, at] = JSON.parse(texts.read(value)) as ['number' | 'moment' | 'text', string];
    return word === 'number'
      ? { kind: word, at: toExact(at), raw: toExact(at) }
      : { kind: word, at, raw: at };
  };
  return {
    of(record) {
      const raw = get(record);
      const value = raw === undefined || raw === null ? undefined : read(raw);
      if (value === undefined) return [NONE, 0];
      if (value.kind === 'number' && typeof value.at === 'number') return [NUMBER, value.at];
      const micros = value.kind === 'moment' ? microsecondsOf(`${value.at}Z`) : undefined;
      if (micros !== undefined && Number.isSafeInteger(Number(micros))) return [MOMENT, Number(micros)];
      return [PLACE, texts.append(JSON.stringify([value.kind, String(value.at)]))];
    },
    compare(one, other) {
      if (one[0] === NONE || other[0] === NONE) return Math.sign(one[0]) - Math.sign(other[0]);
      if (one[0] === other[0] && one[0] !== PLACE) return sign * Math.sign(one[1] - other[1]);
      const [first, second] = [orderedOf(one), orderedOf(other)];
      if (first.kind === second.kind) return sign * compareOrdered(first, second);
      throw new ContractError(
        `two records with one key hold ${show(first.raw)} and ${show(second.raw)} at ${order.path}, which have no order`,
        { hint: 'declare a column with a data_type for it, or choose another dedup_sort' },
      );
    },
    close: () => texts.close(),
  };
}

function momentOf(micros: number): Ordered {
  const moment = String(ofMicroseconds(BigInt(micros)));
  return { kind: 'moment', at: moment.slice(0, -1), raw: moment };
}
