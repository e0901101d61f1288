// The stage: what it hands on of a batch, and that a huge one is never held whole.
import { expect, test } from 'vitest';
import type { Batch, JsonRecord } from '../../src/core/batch.ts';
import { contextFor } from '../../src/stages/stage.ts';
import { processingSteps } from '../../src/stages/steps.ts';
import { batchOf } from '../helpers/plans.ts';
import { planWithSteps } from '../helpers/steps.ts';

const stageOf = (steps: unknown) => processingSteps.create(planWithSteps(steps), contextFor(processingSteps));

test('a resource without steps has no such stage', () => {
  expect(stageOf(undefined)).toBeUndefined();
  expect(stageOf([])).toBeUndefined();
});

test('many records go on in lists, each made when it is asked for; position and rejects with the last', () => {
  let made = 0;
  const stage = stageOf([
    {
      *yield_map(record: JsonRecord) {
        for (; made < 5000; made += 1) yield { ...record, made };
      },
    },
  ]);
  const rejects = [{ reason: 'odd', column: undefined, record: 5 }];
  const context = { response: {}, headers: {}, status: 200, partition: {}, parent: undefined };
  const batches = stage?.spread(batchOf([{ id: 1 }], { position: { page: 2 }, rejects, context }));
  const got: Batch[] = [];
  for (const batch of batches ?? []) {
    if (got.length === 0) expect(made).toBeLessThan(4100);
    got.push(batch);
  }
  expect(got.map(({ records }) => records.length)).toEqual([2000, 2000, 1000]);
  expect(got.map(({ position }) => position)).toEqual([undefined, undefined, { page: 2 }]);
  expect(got.map((batch) => batch.rejects.length)).toEqual([0, 0, 1]);
  for (const batch of got) expect(batch).not.toHaveProperty('context');
});

test('a page of which nothing is left goes on, with its position', () => {
  const [only, ...more] =
    stageOf([{ filter: 'false' }])?.spread(batchOf([{ id: 1 }], { position: { n: 1 } })) ?? [];
  expect([only?.records, only?.position, more]).toEqual([[], { n: 1 }, []]);
});
