// What every way of dropping repeats does with a batch: records without a key are put aside, of the others some are kept.
import type { Batch, JsonRecord, Reject } from '../../core/batch.ts';
import { type compileKey, type Key, MissingKey, missingKey } from './key.ts';

/**
 * @param isKept asked of each record that has a key, in order
 * @returns the batch itself where all of it is kept
 */
export function keptOf(
  batch: Batch,
  readKey: ReturnType<typeof compileKey>,
  isKept: (key: Key, record: JsonRecord) => boolean,
): Batch {
  const kept: JsonRecord[] = [];
  let rejects: Reject[] | undefined;
  for (const record of batch.records) {
    const key = readKey(record);
    if (key instanceof MissingKey) {
      rejects ??= [...batch.rejects];
      rejects.push(missingKey(key, record));
    } else if (isKept(key, record)) {
      kept.push(record);
    }
  }
  const isUntouched = kept.length === batch.records.length && rejects === undefined;
  return isUntouched ? batch : { ...batch, records: kept, rejects: rejects ?? batch.rejects };
}
