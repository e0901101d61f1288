// versions: each version of a record once; only one that is equal in every field is dropped.
import type { Batch } from '../../core/batch.ts';
import { contentHash } from '../../core/content-hash.ts';
import type { StageInUse } from '../stage.ts';
import { keptOf } from './kept.ts';
import { compileKey, keyText } from './key.ts';
import { DEFAULT_LIMITS, KeySet, type KeySetLimits } from './key-set.ts';

/**
 * @param counts added to while the stage runs
 * @param limits how many keys stay in memory
 */
export function versionsBy(
  primaryKey: readonly string[],
  counts: Record<'duplicates', number>,
  limits: KeySetLimits = DEFAULT_LIMITS,
): StageInUse {
  const readKey = compileKey(primaryKey);
  const seen = new KeySet(limits);
  return {
    push: (batch: Batch) =>
      keptOf(batch, readKey, (key, record) => {
        const isNew = seen.add(`${contentHash(record)}${keyText(key)}`);
        if (!isNew) counts.duplicates += 1;
        return isNew;
      }),
    close: () => seen.close(),
  };
}
