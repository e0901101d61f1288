// Ranges that join, and those that do not: which shards are to be run again.
import { expect, test } from 'vitest';
import { StateError } from '../../../src/core/errors.ts';
import type { RangeFacts } from '../../../src/core/page-range.ts';
import { shardOf } from '../../../src/core/shard.ts';
import { refuseApart } from '../../../src/run/shards/borders.ts';
import { rangeUnit } from '../../../src/run/shards/share.ts';
import type { ShardFacts } from '../../../src/sinks/files/shard-facts.ts';

const COUNT = 3;

/** Ranges of ten places; their records are the letters. */
const range = (number: number, head: string, tail: string, more: Partial<RangeFacts> = {}): RangeFacts => ({
  range: number,
  from: number * 10,
  to: number * 10 + 10,
  isPast: false,
  head: [...head],
  tail: [...tail],
  isEnd: false,
  ...more,
});
const end = { isEnd: true };
const past = (number: number) => range(number, '', '', { isPast: true, isEnd: true });

/** What commit says of ranges that each lie with the shard that they fall to. */
function saidOf(ranges: readonly RangeFacts[]): StateError | undefined {
  const shards = Array.from({ length: COUNT }, (_, at) => {
    const own = ranges.filter((one) => shardOf('things', rangeUnit(one.range), COUNT) === at + 1);
    return {
      facts: { index: at + 1, resources: [{ name: 'things', ranges: own }] } as unknown as ShardFacts,
    };
  });
  try {
    refuseApart('out', COUNT, shards);
    return undefined;
  } catch (error) {
    return error as StateError;
  }
}

test.each<[string, readonly RangeFacts[]]>([
  ['one range', [range(0, '', 'ab', end)]],
  ['an empty list', [past(0)]],
  ['an empty list that others looked behind', [past(0), past(1), past(2)]],
  ['three that join', [range(0, '', 'ab'), range(1, 'ba', 'cd'), range(2, 'xd', 'e', end)]],
  ['a last one that is full', [range(0, '', 'ab'), past(1)]],
  ['what was looked for behind the end', [range(0, '', 'ab', end), past(2), past(5)]],
])('%s joins', (_, ranges) => {
  expect(saidOf(ranges)).toBeUndefined();
});

test.each<[string, readonly RangeFacts[], RegExp, readonly number[]]>([
  ['none at all', [], /range 1 of its pages was not read/, [0]],
  [
    'one is missing',
    [range(0, '', 'ab'), range(2, 'cd', 'e', end)],
    /range 2 of its pages was not read/,
    [1],
  ],
  [
    'nothing in common',
    [range(0, '', 'ab'), range(1, 'cd', 'e', end)],
    /ranges 1 and 2 .* no record in common/,
    [0, 1],
  ],
  ['nothing to tell by', [range(0, '', 'ab'), range(1, '', 'e', end)], /no record in common/, [0, 1]],
  [
    'another size',
    [range(0, '', 'ab'), range(1, 'ab', 'c', { from: 9, isEnd: true })],
    /pages of other sizes/,
    [0, 1],
  ],
  [
    'more behind the end',
    [range(0, '', 'ab', end), past(1), range(2, 'cd', 'e', end)],
    /end before range 2, and range 3 has/,
    [0, 1, 2],
  ],
])('%s: refused', (_, ranges, says, again) => {
  const error = saidOf(ranges);
  expect(error).toBeInstanceOf(StateError);
  expect(error?.message).toMatch(says);
  const named = [...(error?.hint ?? '').matchAll(/--shard (\d)\/3/g)].map(([, index]) => Number(index));
  const owners = again.map((one) => shardOf('things', rangeUnit(one), COUNT));
  expect(named).toEqual([...new Set(owners)].sort());
});
