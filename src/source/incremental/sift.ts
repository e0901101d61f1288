// The records of a page that are new: between start and end, and not delivered by an earlier run.
import type { Ordered } from '../../columns/ordered.ts';
import type { IncrementalPlan } from '../../config/incremental.ts';
import { contentHash } from '../../core/content-hash.ts';
import { SourceError } from '../../core/errors.ts';
import { show } from '../../core/text.ts';
import type { Cursor } from './cursor.ts';
import type { Progress, SeenRecord } from './progress.ts';

/** What was left out, and why; told in the report. */
export interface IncrementalCounts {
  /** Before the start. */
  older: number;
  /** Behind the end. */
  beyond: number;
  /** Delivered by an earlier run, or by another window. */
  repeated: number;
  /** Without a cursor value, where on_cursor_value_missing says exclude. */
  missing: number;
}

export interface Sifted {
  readonly records: readonly unknown[];
  readonly progress: Progress;
  readonly counts: IncrementalCounts;
  /** Every record was older than the start, or every one behind the end. */
  readonly outside: 'older' | 'beyond' | undefined;
}

export interface SiftRules {
  readonly cursor: Cursor;
  readonly keys: Pick<IncrementalPlan, 'cursor_path' | 'on_cursor_value_missing' | 'row_order'>;
  readonly from: { readonly value: Ordered; readonly isOpen: boolean } | undefined;
  readonly to: { readonly value: Ordered; readonly isOpen: boolean } | undefined;
  /** Whether a record was delivered already; undefined where records are not told apart by their content. */
  readonly known?: Known | undefined;
}

export interface Known {
  /** Whether a record was delivered before; one that is asked for twice was delivered twice. */
  isDelivered(value: Ordered | undefined, hash: () => string): boolean;
  /**
   * The lowest value whose records have to be remembered, as far as is known with this page; undefined for all.
   * Without it none are.
   */
  remembersFrom?(last: Ordered | undefined): Ordered | undefined;
}

/** @throws SourceError for a record without a value where that is a fault, or an order that is not what was said */
export function sift(records: readonly unknown[], rules: SiftRules): Sifted {
  const { cursor, keys, from, to, known } = rules;
  const counts: IncrementalCounts = { older: 0, beyond: 0, repeated: 0, missing: 0 };
  const kept: { readonly record: unknown; readonly value: Ordered | undefined; readonly hash: string }[] = [];
  let last: Ordered | undefined;
  let before: Ordered | undefined;
  let bare = 0;
  for (const record of records) {
    const value = isRecord(record) ? cursor.of(record) : undefined;
    if (value === undefined) {
      if (isRecord(record) && keys.on_cursor_value_missing === 'raise') throw missingValue(record, keys);
      if (isRecord(record) && keys.on_cursor_value_missing === 'exclude') {
        counts.missing += 1;
        continue;
      }
      bare += 1;
    } else {
      if (keys.row_order !== undefined && before !== undefined) checkOrder(before, value, rules);
      before = value;
      if (from !== undefined && isOutside(cursor.compare(value, from.value), from.isOpen)) {
        counts.older += 1;
        continue;
      }
      if (to !== undefined && isOutside(cursor.compare(to.value, value), to.isOpen)) {
        counts.beyond += 1;
        continue;
      }
      if (last === undefined || cursor.compare(last, value) < 0) last = value;
    }
    let hash = '';
    const hashed = () => {
      hash ||= contentHash(record);
      return hash;
    };
    if (isRecord(record) && known?.isDelivered(value, hashed)) {
      counts.repeated += 1;
      continue;
    }
    kept.push({ record, value, hash });
  }
  const valued = records.length - bare - counts.missing;
  const outside =
    bare > 0 || valued === 0
      ? undefined
      : counts.older === valued
        ? 'older'
        : counts.beyond === valued
          ? 'beyond'
          : undefined;
  const seen: SeenRecord[] = [];
  if (known?.remembersFrom !== undefined) {
    const lowest = known.remembersFrom(last);
    for (const { record, value, hash } of kept) {
      const isFar = value !== undefined && lowest !== undefined && cursor.compare(value, lowest) < 0;
      if (!isFar && isRecord(record)) seen.push({ value, hash: hash || contentHash(record) });
    }
  }
  return {
    records: kept.length === records.length ? records : kept.map(({ record }) => record),
    progress: { last, seen },
    counts,
    outside,
  };
}

function isOutside(order: number, isOpen: boolean): boolean {
  return order < 0 || (isOpen && order === 0);
}

function isRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function missingValue(record: unknown, { cursor_path: path }: SiftRules['keys']): SourceError {
  return new SourceError(`a record has no value at cursor_path "${path}": ${show(record)}`, {
    hint: 'correct cursor_path, or say on_cursor_value_missing: include or exclude',
  });
}

// Within a page, which is one answer to one query; between two pages records may have moved.
function checkOrder(one: Ordered, other: Ordered, { cursor, keys }: SiftRules): void {
  const order = cursor.compareValues(one, other);
  if (keys.row_order === 'asc' ? order <= 0 : order >= 0) return;
  throw new SourceError(
    `row_order: ${keys.row_order} is said, and ${show(one.raw)} comes before ${show(other.raw)} on one page`,
    { hint: 'leave row_order out, or ask the API for that order' },
  );
}
