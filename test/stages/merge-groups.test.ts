// merge_key: groups that came again give way as a whole.
import { expect, test } from 'vitest';
import { mergeGroups } from '../../src/stages/merge-groups.ts';
import { contextFor } from '../../src/stages/stage.ts';
import { batchOf } from '../helpers/plans.ts';

test('without a merge_key there is nothing to do', () => {
  expect(mergeGroups.create({ merge_key: [] }, contextFor(mergeGroups))).toBeUndefined();
});

test('earlier records of a group that came are left out; those of no group stay', () => {
  const stage = mergeGroups.create({ merge_key: ['day', 'shop'] }, contextFor(mergeGroups));
  stage?.push(
    batchOf([
      { day: 1, shop: 'a', id: 5 },
      { day: null, shop: 'a' },
    ]),
  );
  const earlier = [
    { day: 1, shop: 'a', id: 1 },
    { day: 1, shop: 'b', id: 2 },
    { day: null, shop: 'a', id: 3 },
    { id: 4 },
  ];
  expect(stage?.pushEarlier(batchOf(earlier)).records.map(({ id }) => id)).toEqual([2, 3, 4]);
  const others = batchOf([{ day: 2, shop: 'a' }]);
  expect(stage?.pushEarlier(others)).toBe(others);
  stage?.close();
});

test('a group of which a limit has cut off every record did not come', () => {
  const stage = mergeGroups.create({ merge_key: ['day'] }, contextFor(mergeGroups));
  const batch = [{ day: 1 }, { day: 1 }, { day: 2 }];
  stage?.push(batchOf(batch));
  stage?.forget(batch.slice(1));
  expect(stage?.pushEarlier(batchOf([{ day: 1 }, { day: 2 }])).records).toEqual([{ day: 2 }]);
  stage?.close();
});
