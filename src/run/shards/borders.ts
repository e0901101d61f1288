// Whether ranges of pages that several shards have read join: of each two, the later one begins with a page that holds
// records which the earlier one has read. Where the order of a list stays, nothing between them is missing then: what
// stands before such a record the earlier range has, what stands behind it the later one.
import { StateError } from '../../core/errors.ts';
import type { RangeFacts } from '../../core/page-range.ts';
import { shardOf } from '../../core/shard.ts';
import type { ShardFacts } from '../../sinks/files/shard-facts.ts';
import { rangeUnit } from './share.ts';

interface ReadRange extends RangeFacts {
  readonly shard: number;
}

/**
 * @param place for messages
 * @throws StateError that names the shards to run again
 */
export function refuseApart(
  place: string,
  count: number,
  shards: readonly { readonly facts: ShardFacts }[],
): void {
  const names = new Set(
    shards.flatMap(({ facts }) =>
      facts.resources.flatMap(({ name, ranges }) => (ranges === undefined ? [] : [name])),
    ),
  );
  for (const name of names) {
    const ranges = shards.flatMap(({ facts }) =>
      facts.resources
        .filter((one) => one.name === name)
        .flatMap((one) => (one.ranges ?? []).map((range) => ({ ...range, shard: facts.index }))),
    );
    const apart = whereApart(new Map(ranges.map((range) => [range.range, range])), (range) =>
      shardOf(name, rangeUnit(range), count),
    );
    if (apart === undefined) continue;
    const again = [...new Set(apart.shards)].sort((a, b) => a - b);
    throw new StateError(`${place}: "${name}": ${apart.why}`, {
      hint: `run again, then commit: ${again.map((index) => `--shard ${index}/${count}`).join(', ')}; where its order changes too often for that, leave --page-range out`,
    });
  }
}

interface Apart {
  readonly why: string;
  readonly shards: readonly number[];
}

function whereApart(
  ranges: ReadonlyMap<number, ReadRange>,
  ownerOf: (range: number) => number,
): Apart | undefined {
  let before: ReadRange | undefined;
  for (let number = 0; ; number += 1) {
    const range = ranges.get(number);
    if (range === undefined) {
      if (before?.isEnd === true) return beyond(ranges, number);
      const why = `range ${number + 1} of its pages was not read, and the list goes on there`;
      return { why, shards: [ownerOf(number)] };
    }
    if (before !== undefined) {
      if (range.isPast) return beyond(ranges, number);
      const why = whyNotJoined(before, range);
      if (why !== undefined)
        return {
          why: `ranges ${number} and ${number + 1} of its pages ${why}`,
          shards: [before.shard, range.shard],
        };
    }
    before = range;
  }
}

function whyNotJoined(before: RangeFacts, range: RangeFacts): string | undefined {
  if (range.from !== before.to) return 'were counted by pages of other sizes';
  const known = new Set(before.tail);
  return range.head.some((record) => known.has(record))
    ? undefined
    : 'have no record in common at their border: the list has moved, and records may be missing';
}

/** Where the list was found to end, nothing may stand behind. */
function beyond(ranges: ReadonlyMap<number, ReadRange>, end: number): Apart | undefined {
  const behind = [...ranges.values()].filter(({ range, isPast }) => range > end && !isPast);
  const [first] = behind;
  if (first === undefined) return undefined;
  const early = [...ranges.values()].filter(({ range }) => range === end || range === end - 1);
  const why = `its pages end before range ${end + 1}, and range ${first.range + 1} has records`;
  return { why, shards: [...early, ...behind].map(({ shard }) => shard) };
}
