// dedupe: the first record with a key is kept, later ones are dropped and counted, those that differ apart; exact at
// any size.
import type { Batch, JsonRecord, Reject } from '../core/batch.ts';
import { show } from '../core/text.ts';
import { contentOf } from './dedupe/content.ts';
import { compileKey, type Key, MissingKey } from './dedupe/key.ts';
import { DEFAULT_LIMITS, KeySet, type KeySetLimits } from './dedupe/key-set.ts';
import type { Stage } from './stage.ts';

export interface DedupeOptions {
  readonly dedupe: boolean;
  /** The columns of the key; a record without one of them is rejected. */
  readonly primary_key: readonly string[];
}

// A key that is not unique shows among the first records of a resource; remembering what came with every key of
// millions would cost as much as the keys themselves.
const MOST_CONTENTS = 20_000;

/** Conflicts are duplicates too; they are told of the first 20,000 keys. */
type DedupeCounts = Record<'duplicates' | 'conflicts', number>;

export const dedupe = {
  name: 'dedupe',
  counts: {
    duplicates: { words: 'record(s) dropped: their key came before' },
    conflicts: {
      words:
        'record(s) dropped that differ from the one kept under their key; is it unique in the whole resource?',
      isNotice: true,
    },
  },
  create({ dedupe: isWanted, primary_key: primaryKey }: DedupeOptions, { counts }) {
    return isWanted ? dedupeBy(primaryKey, counts) : undefined;
  },
} satisfies Stage<keyof DedupeCounts>;

/**
 * @param counts added to while the stage runs
 * @param limits how many keys stay in memory
 */
export function dedupeBy(
  primaryKey: readonly string[],
  counts: DedupeCounts,
  limits: KeySetLimits = DEFAULT_LIMITS,
) {
  const readKey = compileKey(primaryKey);
  const seen = new KeySet(limits);
  const contents = new Map<Key, number>();
  // Keys stay in the set for good; at most a batch of them has to be taken back.
  const forgotten = new Set<Key>();
  const pass = (batch: Batch, onDuplicate: (isOther: boolean) => void): Batch => {
    const kept: JsonRecord[] = [];
    let rejects: Reject[] | undefined;
    for (const record of batch.records) {
      const key = readKey(record);
      if (key instanceof MissingKey) {
        rejects ??= [...batch.rejects];
        const reason = `no key: primary_key column "${key.column}" holds ${show(key.value)}`;
        rejects.push({ reason, column: key.column, record });
        continue;
      }
      if (seen.add(key) || forgotten.delete(key)) {
        if (contents.size < MOST_CONTENTS) contents.set(key, contentOf(record));
        kept.push(record);
      } else {
        const content = contents.get(key);
        onDuplicate(content !== undefined && content !== contentOf(record));
      }
    }
    const isUntouched = kept.length === batch.records.length && rejects === undefined;
    return isUntouched ? batch : { ...batch, records: kept, rejects: rejects ?? batch.rejects };
  };
  return {
    push(batch: Batch) {
      return pass(batch, (isOther) => {
        counts.duplicates += 1;
        if (isOther) counts.conflicts += 1;
      });
    },
    forget(records: readonly JsonRecord[]) {
      for (const record of records) {
        const key = readKey(record);
        if (!(key instanceof MissingKey)) forgotten.add(key);
      }
    },
    // What this run has read replaces what lay there.
    pushEarlier: (batch: Batch) => pass(batch, () => {}),
    close: () => seen.close(),
  };
}
