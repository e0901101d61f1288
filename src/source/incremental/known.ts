// Which records were delivered already: by an earlier run, or by the window on the other side of a border.
import type { Ordered } from '../../columns/ordered.ts';
import type { ProgressRules, SeenRecord } from './progress.ts';
import type { Known } from './sift.ts';

/** Records that lie exactly on a border, by its moment: hash to the chain that delivered it. */
export type Ties = Map<unknown, Map<string, object>>;

/** The borders that a window shares with others. */
export interface Borders {
  readonly ties: Ties;
  readonly from: Ordered | undefined;
  readonly to: Ordered | undefined;
}

/** Of windows whose records nobody remembers: those on their borders are told apart all the same. */
export function tiedRecords(borders: Borders): Known {
  return { isDelivered: (value, hash) => isTied(borders, value, hash) };
}

const NONE = new Map<string, number>();

/** @param seen by earlier runs */
export function knownRecords(seen: readonly SeenRecord[], { cursor, reach }: ProgressRules) {
  // How often each was delivered: two that are alike in everything are two.
  const left = seen.length === 0 ? NONE : new Map<string, number>();
  let highest: Ordered | undefined;
  let hasBare = false;
  for (const { value, hash } of seen) {
    left.set(hash, (left.get(hash) ?? 0) + 1);
    if (value === undefined) hasBare = true;
    else if (highest === undefined || cursor.compare(highest, value) < 0) highest = value;
  }
  const isDelivered = (value: Ordered | undefined, hash: () => string): boolean => {
    const isPossible =
      value === undefined ? hasBare : highest !== undefined && cursor.compare(value, highest) <= 0;
    const count = isPossible ? (left.get(hash()) ?? 0) : 0;
    if (count > 0) left.set(hash(), count - 1);
    return count > 0;
  };
  return {
    /** @param borders of a window, whose records all have to be remembered */
    chain(borders: Borders | undefined): Known {
      if (borders === undefined) {
        let last: Ordered | undefined;
        return {
          isDelivered,
          remembersFrom(ofPage) {
            if (ofPage !== undefined && (last === undefined || cursor.compare(last, ofPage) < 0))
              last = ofPage;
            return last && reach(last);
          },
        };
      }
      return {
        // The other window may have found that an earlier run delivered it.
        isDelivered: (value, hash) => isTied(borders, value, hash) || isDelivered(value, hash),
        remembersFrom: () => undefined,
      };
    },
  };
}

/** Whether the window beside this one had the record, on the border that both take. */
function isTied(borders: Borders, value: Ordered | undefined, hash: () => string): boolean {
  const { ties, from, to } = borders;
  const isOn = (border: Ordered | undefined) =>
    border !== undefined && value !== undefined && border.at === value.at;
  if (!isOn(from) && !isOn(to)) return false;
  const there = ties.get(value?.at) ?? new Map<string, object>();
  ties.set(value?.at, there);
  const owner = there.get(hash());
  if (owner === undefined) there.set(hash(), borders);
  return owner !== undefined && owner !== borders;
}
