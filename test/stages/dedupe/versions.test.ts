import { expect, test } from 'vitest';
import { versionsBy } from '../../../src/stages/dedupe/versions.ts';
import { batchOf } from '../../helpers/plans.ts';

test('each version once, however its fields are ordered; without a key it is rejected', () => {
  const counts = { duplicates: 0 };
  const stage = versionsBy(['id'], counts, { inSet: 1, inTable: 2 });
  const first = stage.push(batchOf([{ id: 1, v: 1 }, { id: 1, v: 2 }, { v: 1, id: 1 }, { v: 3 }]));
  expect(first.records).toEqual([
    { id: 1, v: 1 },
    { id: 1, v: 2 },
  ]);
  expect(first.rejects).toHaveLength(1);
  expect(
    stage.push(
      batchOf([
        { id: '1', v: 1 },
        { id: 1, v: 2 },
      ]),
    ).records,
  ).toEqual([{ id: '1', v: 1 }]);
  expect(counts.duplicates).toBe(2);
  stage.close?.();
});
