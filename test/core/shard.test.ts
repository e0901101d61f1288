// A share of a run: how it is written, and where units fall.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseShard, shardOf, shardText } from '../../src/core/shard.ts';

test('k/n, k from 1 to n', () => {
  expect(parseShard('3/16')).toEqual({ index: 3, count: 16 });
  expect(shardText({ index: 3, count: 16 })).toBe('3/16');
  for (const text of ['0/4', '5/4', '1', '1/', '/4', 'a/b', '-1/4', '1/0', '1.5/4', '1/10001', ' 1/4'])
    expect(parseShard(text)).toBeUndefined();
});

test('a unit falls to one shard, by itself alone', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.integer({ min: 1, max: 50 }), (resource, partition, count) => {
      const shard = shardOf(resource, partition, count);
      expect(shard).toBe(shardOf(resource, partition, count));
      expect(shard >= 1 && shard <= count).toBe(true);
    }),
  );
  // Runs of other releases must find the same.
  expect([
    shardOf('items', 'module=m0', 4),
    shardOf('items', 'module=m5', 4),
    shardOf('users', '', 4),
  ]).toEqual([1, 4, 3]);
});

test('the shards have about as much each', () => {
  const fallen = Array.from({ length: 16 }, () => 0);
  for (let n = 0; n < 16_000; n += 1) {
    const at = shardOf('things', `id=${n}`, 16) - 1;
    fallen[at] = (fallen[at] ?? 0) + 1;
  }
  expect(Math.min(...fallen)).toBeGreaterThan(850);
  expect(Math.max(...fallen)).toBeLessThan(1150);
});
