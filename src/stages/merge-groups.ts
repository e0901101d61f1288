// merge_key: earlier records of a group that came again give way, whatever their primary key is.
import type { JsonRecord } from '../core/batch.ts';
import { compileKey, type Key, MissingKey } from './dedupe/key.ts';
import { KeySet } from './dedupe/key-set.ts';
import type { Stage } from './stage.ts';

export interface MergeGroupsOptions {
  /** The columns that name the group; a record without one of them belongs to none. */
  readonly merge_key: readonly string[];
}

export const mergeGroups = {
  name: 'merge_key',
  counts: {},
  create({ merge_key: columns }: MergeGroupsOptions, { isSpelled }) {
    if (columns.length === 0) return undefined;
    const readKey = compileKey(columns, isSpelled);
    const groups = new KeySet();
    // Those of the last batch, of which a limit may cut some off.
    let open: Key[] = [];
    const keyOf = (record: JsonRecord): Key[] => {
      const key = readKey(record);
      return key instanceof MissingKey ? [] : [key];
    };
    const settle = () => {
      for (const key of open) groups.add(key);
      open = [];
    };
    const isOfThem = (record: JsonRecord) => keyOf(record).some((key) => groups.has(key));
    return {
      push(batch) {
        settle();
        open = batch.records.flatMap(keyOf);
        return batch;
      },
      forget(records) {
        for (const key of records.flatMap(keyOf)) {
          const at = open.lastIndexOf(key);
          if (at !== -1) open.splice(at, 1);
        }
      },
      pushEarlier(batch) {
        settle();
        const records = batch.records.filter((record) => !isOfThem(record));
        return records.length === batch.records.length ? batch : { ...batch, records };
      },
      close: () => groups.close(),
    };
  },
} satisfies Stage<never>;
