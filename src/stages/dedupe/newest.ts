// newest: of the records with one key the newest version stays, wherever in the run it came, and what deletes a key
// removes it. Versions that a better one follows have passed by then; their rows are taken out behind the run.
import { deletesKey, type VersionOrder } from '../../config/merge-rules.ts';
import type { Batch, JsonRecord } from '../../core/batch.ts';
import { fingerprint } from '../../core/fingerprint.ts';
import { toJsonText } from '../../core/json.ts';
import { own } from '../../core/path.ts';
import { RowSet } from '../../core/row-set.ts';
import type { EarlierTerms, StageInUse } from '../stage.ts';
import { keptOf } from './kept.ts';
import { compileKey, type Key } from './key.ts';
import { KeyMap } from './key-map.ts';
import { type SortValue, sortValues } from './sort-values.ts';

export interface NewestOptions {
  readonly primary_key: readonly string[];
  readonly hard_delete?: string | undefined;
  readonly vanished: 'keep' | 'drop' | 'mark';
  readonly order: VersionOrder | undefined;
  /** Whether rows can be taken out again behind the run; else every better version is written, deletions too. */
  readonly isCompacted: () => boolean;
  /** Whether `1` and `"1"` are one key. */
  readonly isSpelled?: boolean;
}

export type NewestCounts = Record<'duplicates' | 'superseded' | 'deleted' | 'versions', number>;

/** The best version of a key so far. */
interface Version {
  readonly sort: SortValue;
  readonly content: number;
  /** Where it stands in the output; or one of those below. */
  readonly row: number;
}

// In place of a row.
const DELETED = -1;
const EARLIER = -2;
const FORGOTTEN = -3;

/**
 * @param counts added to while the stage runs
 * @param most keys in memory
 */
export function newestBy(options: NewestOptions, counts: NewestCounts, most?: number): StageInUse {
  const readKey = compileKey(options.primary_key, options.isSpelled);
  const { hard_delete: deletes } = options;
  const best = new KeyMap(4, most);
  const values = sortValues(options.order);
  const superseded = new RowSet();
  let rows = 0;
  // How to take back what the last batch did, of which a limit may cut some off.
  let undo: { readonly row: number; take(): void }[] = [];
  const numbers = new Float64Array(4);

  const get = (key: Key): Version | undefined => {
    const [kind = 0, value = 0, content = 0, row = FORGOTTEN] = best.get(key) ?? [];
    return row === FORGOTTEN ? undefined : { sort: [kind, value], content, row };
  };
  const set = (key: Key, version: Version | undefined) => {
    const { sort, content, row } = version ?? { sort: [0, 0], content: 0, row: FORGOTTEN };
    numbers.set([sort[0], sort[1], content, row]);
    best.set(key, numbers);
  };

  /** Counts a version out, or in again. */
  const outdate = ({ row }: Version, by: 1 | -1) => {
    if (!options.isCompacted()) {
      counts.versions += by;
      return;
    }
    counts.superseded += by;
    if (row === DELETED) counts.deleted -= by;
    else if (by === 1) superseded.add(row);
    else superseded.delete(row);
  };

  const isDeleted = (record: JsonRecord) => deletes !== undefined && deletesKey(own(record, deletes));

  /** @returns whether the record is written */
  const take = (key: Key, record: JsonRecord): boolean => {
    const before = get(key);
    const content = contentOf(record);
    const sort = values.of(record);
    if (before !== undefined) {
      const order = values.compare(sort, before.sort);
      if (order < 0 || (order === 0 && content === before.content)) {
        counts.duplicates += 1;
        return false;
      }
      outdate(before, 1);
    }
    const isGone = isDeleted(record) && options.isCompacted();
    const row = isGone ? DELETED : rows;
    const at = rows;
    if (isGone) counts.deleted += 1;
    else rows += 1;
    set(key, { sort, content, row });
    undo.push({
      row: at,
      take() {
        set(key, before);
        if (isGone) counts.deleted -= 1;
        if (before !== undefined) outdate(before, -1);
      },
    });
    return !isGone;
  };

  /** Among earlier records the one that is read first counts: it was written last. */
  const isCarriedOver = (key: Key, record: JsonRecord, isWhole: boolean): boolean => {
    const now = get(key);
    if (now === undefined) {
      set(key, { sort: [0, 0], content: 0, row: EARLIER });
      return true;
    }
    // What a complete read has not left out for being unchanged is what the API has now.
    const isTruth = isWhole && options.vanished !== 'keep';
    if (now.row === EARLIER || isTruth || values.compare(values.of(record), now.sort) <= 0) return false;
    outdate(now, 1);
    set(key, { ...now, row: EARLIER });
    return true;
  };

  return {
    push(batch) {
      undo = [];
      return keptOf(batch, readKey, take);
    },
    forget(records) {
      if (records.length === 0) return;
      const left = rows - records.length;
      for (let last = undo.at(-1); last !== undefined && last.row >= left; last = undo.at(-1)) {
        last.take();
        undo.pop();
      }
      rows = left;
    },
    pushEarlier: (batch: Batch, { isWhole }: EarlierTerms) =>
      keptOf(batch, readKey, (key, record) => isCarriedOver(key, record, isWhole)),
    superseded: () => superseded,
    close() {
      best.close();
      values.close();
    },
  };
}

const words = new Uint32Array(4);

/** 53 bits of the content: only versions of one key are compared by it. */
function contentOf(record: JsonRecord): number {
  fingerprint(toJsonText(record), SEED, words);
  return ((words[0] ?? 0) & 0x1fffff) * 2 ** 32 + (words[1] ?? 0);
}

const SEED = 7;
