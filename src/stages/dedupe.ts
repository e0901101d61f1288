// dedupe: the first record with a key is kept, later ones are dropped and counted; exact at any size.
import type { Batch, JsonRecord, Reject } from '../core/batch.ts';
import { show } from '../core/text.ts';
import { compileKey, MissingKey } from './dedupe/key.ts';
import { DEFAULT_LIMITS, KeySet, type KeySetLimits } from './dedupe/key-set.ts';
import type { Stage } from './stage.ts';

export interface DedupeCounts {
  duplicates: number;
}

export interface DedupeStage extends Stage<Batch, Batch> {
  /** The same keys with other counts: for records of another origin that must not come again either. */
  counting(counts: DedupeCounts): Stage<Batch, Batch>;
  /** Gives memory and disk space back. */
  close(): void;
}

/**
 * @param primaryKey the columns of the key; a record without one of them is rejected
 * @param counts added to while the stage runs
 * @param limits how many keys stay in memory
 */
export function dedupe(
  primaryKey: readonly string[],
  counts: DedupeCounts,
  limits: KeySetLimits = DEFAULT_LIMITS,
): DedupeStage {
  const readKey = compileKey(primaryKey);
  const seen = new KeySet(limits);
  const counting =
    (tally: DedupeCounts) =>
    (batch: Batch): Batch => {
      const kept: JsonRecord[] = [];
      let rejects: Reject[] | undefined;
      for (const record of batch.records) {
        const key = readKey(record);
        if (key instanceof MissingKey) {
          rejects ??= [...batch.rejects];
          const reason = `no key: primary_key column "${key.column}" holds ${show(key.value)}`;
          rejects.push({ reason, column: key.column, record });
        } else if (seen.add(key)) {
          kept.push(record);
        } else {
          tally.duplicates += 1;
        }
      }
      const isUntouched = kept.length === batch.records.length && rejects === undefined;
      return isUntouched ? batch : { ...batch, records: kept, rejects: rejects ?? batch.rejects };
    };
  return Object.assign(counting(counts), { counting, close: () => seen.close() });
}
