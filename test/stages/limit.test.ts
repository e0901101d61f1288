/// <reference types="highland" preserve="true" />
import highland from 'highland';
import { expect, test } from 'vitest';
import type { Batch, JsonRecord } from '../../src/core/batch.ts';
import { limit } from '../../src/stages/limit.ts';
import { batchOf } from '../helpers/plans.ts';

const batches = (...sizes: number[]) => {
  let id = 0;
  return sizes.map((size) => batchOf(Array.from({ length: size }, () => ({ id: id++ }))));
};

async function limited(most: number, ...sizes: number[]) {
  const enough: (readonly JsonRecord[])[] = [];
  const source = batches(...sizes);
  let asked = 0;
  const stream = highland<Batch>((push, next) => {
    const batch = source[asked];
    asked += 1;
    if (batch === undefined) return push(null, highland.nil);
    push(null, batch);
    next();
  });
  const passed = await stream
    .through(limit(most, (surplus) => enough.push(surplus)))
    .collect()
    .toPromise(Promise);
  return { asked, enough, ids: passed.flatMap(({ records }) => records.map((one) => one.id)) };
}

test('cuts the batch that reaches it, hands the rest back, and asks for no more', async () => {
  expect(await limited(4, 3, 3, 3)).toEqual({
    ids: [0, 1, 2, 3],
    enough: [[{ id: 4 }, { id: 5 }]],
    asked: 2,
  });
});

test('reached to the record: nothing is left over', async () => {
  expect(await limited(6, 3, 3, 3)).toMatchObject({ ids: [0, 1, 2, 3, 4, 5], enough: [[]], asked: 2 });
});

test('not reached: everything passes, and nobody is told', async () => {
  expect(await limited(9, 3, 0, 3)).toMatchObject({ ids: [0, 1, 2, 3, 4, 5], enough: [] });
});

test('errors pass', async () => {
  const failing = highland<Batch>((push) => {
    push(new Error('broken'));
    push(null, highland.nil);
  });
  const passed = failing
    .through(limit(1, () => {}))
    .collect()
    .toPromise(Promise);
  await expect(passed).rejects.toThrow('broken');
});
