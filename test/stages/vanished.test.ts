// vanished: what becomes of earlier records that did not come again.
import { expect, test } from 'vitest';
import { ContractError } from '../../src/core/errors.ts';
import { contextFor } from '../../src/stages/stage.ts';
import { vanished } from '../../src/stages/vanished.ts';
import { batchOf } from '../helpers/plans.ts';

const whole = { isWhole: true, startedAt: new Date('2026-01-02T03:04:05Z') };

function stage(mode: 'keep' | 'drop' | 'mark') {
  const context = contextFor(vanished);
  return { counts: context.counts, one: vanished.create({ vanished: mode }, context) };
}

test('keep has no use for a stage', () => {
  expect(stage('keep').one).toBeUndefined();
});

test('drop leaves them out and counts them, but for a run that has not seen everything', () => {
  const { one, counts } = stage('drop');
  const batch = batchOf([{ id: 1 }, { id: 2 }]);
  expect(one?.pushEarlier(batch, { ...whole, isWhole: false })).toBe(batch);
  expect(counts.vanished).toBe(0);
  expect(one?.pushEarlier(batch, whole).records).toEqual([]);
  expect(counts.vanished).toBe(2);
});

test('mark says since when, once', () => {
  const { one, counts } = stage('mark');
  const before = { id: 1, _vanished_at: '2025-01-01T00:00:00.000Z' };
  expect(one?.pushEarlier(batchOf([before, { id: 2, _vanished_at: null }]), whole).records).toEqual([
    before,
    { id: 2, _vanished_at: '2026-01-02T03:04:05.000Z' },
  ]);
  expect(counts.vanished).toBe(1);
});

test('a field of the mark’s name is in its way', () => {
  const { one } = stage('mark');
  expect(one?.push(batchOf([{ id: 1 }])).records).toHaveLength(1);
  expect(() => one?.push(batchOf([{ id: 1, _vanished_at: null }]))).toThrow(ContractError);
});
