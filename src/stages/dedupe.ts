// dedupe: of the records with one key the first is kept, later ones are dropped and counted, those that differ apart; or
// the newest, or each version once. Exact at any size.
import { dedupeMode, type MergeKeys, versionOrder } from '../config/merge-rules.ts';
import type { Batch, JsonRecord } from '../core/batch.ts';
import { contentOf } from './dedupe/content.ts';
import { keptOf } from './dedupe/kept.ts';
import { compileKey, type Key, MissingKey } from './dedupe/key.ts';
import { DEFAULT_LIMITS, KeySet, type KeySetLimits } from './dedupe/key-set.ts';
import { type NewestCounts, newestBy } from './dedupe/newest.ts';
import { versionsBy } from './dedupe/versions.ts';
import type { Stage } from './stage.ts';

export interface DedupeOptions extends Omit<MergeKeys, 'schema_contract'> {
  readonly dedupe: boolean;
}

// A key that is not unique shows among the first records of a resource; remembering what came with every key of
// millions would cost as much as the keys themselves.
const MOST_CONTENTS = 20_000;

/** Conflicts are duplicates too; they are told of the first 20,000 keys. */
type FirstCounts = Record<'duplicates' | 'conflicts', number>;
type DedupeCounts = FirstCounts & NewestCounts;

export const dedupe = {
  name: 'dedupe',
  counts: {
    duplicates: { words: 'record(s) dropped: their key came before' },
    conflicts: {
      words:
        'record(s) dropped that differ from the one kept under their key; is it unique in the whole resource?',
      isNotice: true,
    },
    superseded: { words: 'record(s) left out for a newer version' },
    deleted: { words: 'key(s) deleted by hard_delete' },
    versions: {
      words: 'newer version(s) written behind the one they replace: of each key the last one counts',
      isNotice: true,
    },
  },
  create(options: DedupeOptions, { counts, isCompacted = () => false, isSpelled = false }) {
    const { dedupe: isWanted, primary_key: key } = options;
    if (!isWanted) return undefined;
    switch (dedupeMode(options)) {
      case 'first':
        return dedupeBy(key, counts, DEFAULT_LIMITS, isSpelled);
      case 'newest':
        return newestBy({ ...options, order: versionOrder(options), isCompacted, isSpelled }, counts);
      case 'versions':
        return versionsBy(key, counts);
    }
  },
} satisfies Stage<keyof DedupeCounts>;

/**
 * @param counts added to while the stage runs
 * @param limits how many keys stay in memory
 * @param isSpelled whether `1` and `"1"` are one key
 */
export function dedupeBy(
  primaryKey: readonly string[],
  counts: FirstCounts,
  limits: KeySetLimits = DEFAULT_LIMITS,
  isSpelled = false,
) {
  const readKey = compileKey(primaryKey, isSpelled);
  const seen = new KeySet(limits);
  const contents = new Map<Key, number>();
  // Keys stay in the set for good; at most a batch of them has to be taken back.
  const forgotten = new Set<Key>();
  const isFirst = (key: Key, record: JsonRecord): boolean => {
    if (!seen.add(key) && !forgotten.delete(key)) return false;
    if (contents.size < MOST_CONTENTS) contents.set(key, contentOf(record));
    return true;
  };
  const isFirstOrCounted = (key: Key, record: JsonRecord): boolean => {
    if (isFirst(key, record)) return true;
    counts.duplicates += 1;
    const content = contents.get(key);
    if (content !== undefined && content !== contentOf(record)) counts.conflicts += 1;
    return false;
  };
  return {
    push: (batch: Batch) => keptOf(batch, readKey, isFirstOrCounted),
    forget(records: readonly JsonRecord[]) {
      for (const record of records) {
        const key = readKey(record);
        if (!(key instanceof MissingKey)) forgotten.add(key);
      }
    },
    remember(records: readonly JsonRecord[]) {
      for (const record of records) {
        const key = readKey(record);
        if (!(key instanceof MissingKey)) isFirst(key, record);
      }
    },
    // What this run has read replaces what lay there.
    pushEarlier: (batch: Batch) => keptOf(batch, readKey, isFirst),
    close: () => seen.close(),
  };
}
