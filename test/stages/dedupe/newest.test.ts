// newest, against a model: of each key the best version, wherever it came.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonRecord } from '../../../src/core/batch.ts';
import { newestBy } from '../../../src/stages/dedupe/newest.ts';
import { batchOf } from '../../helpers/plans.ts';

const order = { column: undefined, path: 'at', order: 'desc', format: undefined } as const;
const zero = () => ({ duplicates: 0, superseded: 0, deleted: 0, versions: 0 });
const options = { primary_key: ['id'], hard_delete: 'gone', vanished: 'keep', order } as const;
const terms = { isWhole: false, startedAt: new Date(0) };

interface Version {
  readonly id: number;
  readonly at: number | null;
  readonly v: number;
  readonly gone: boolean | null;
}

const version = fc.record<Version>({
  id: fc.nat(12),
  at: fc.option(fc.nat(4), { nil: null }),
  v: fc.nat(2),
  gone: fc.constantFrom(null, false, true),
});

/** The best of each key: by `at`, then the later one. */
function bestOf(versions: readonly Version[]): Map<number, Version> {
  const best = new Map<number, Version>();
  for (const one of versions) {
    const before = best.get(one.id);
    if (before === undefined || (one.at ?? -1) >= (before.at ?? -1)) best.set(one.id, one);
  }
  return best;
}

/** How many records of the second batch are written. */
function passed(first: readonly Version[], second: readonly Version[]): number {
  const stage = newestBy({ ...options, isCompacted: () => true }, zero());
  stage.push(batchOf(first.map((one) => ({ ...one }))));
  return stage.push(batchOf(second.map((one) => ({ ...one })))).records.length;
}

const sorted = (records: Iterable<JsonRecord | Version>) =>
  [...records].sort((a, b) => Number(a.id) - Number(b.id));

describe('newest', () => {
  test('leaves the best version of each key, of the run and of the earlier snapshot', () => {
    const earlier = fc.uniqueArray(version, { selector: ({ id }) => id });
    fc.assert(
      fc.property(
        fc.array(version, { maxLength: 80 }),
        earlier,
        fc.integer({ min: 1, max: 8 }),
        (now, before, most) => {
          const counts = zero();
          const stage = newestBy({ ...options, isCompacted: () => true }, counts, most);
          const written: JsonRecord[] = [];
          for (let i = 0; i < now.length; i += 3)
            written.push(...stage.push(batchOf(now.slice(i, i + 3).map((one) => ({ ...one })))).records);
          const alive = before.filter(({ gone }) => gone !== true);
          written.push(
            ...(stage.pushEarlier?.(batchOf(alive.map((one) => ({ ...one }))), terms).records ?? []),
          );
          const out = stage.superseded?.();
          const left = written.filter((_, row) => out?.has(row) !== true);
          const best = bestOf([...alive, ...now]);
          expect(sorted(left)).toEqual(sorted([...best.values()].filter(({ gone }) => gone !== true)));
          const deleted = [...best.values()].filter(({ gone }) => gone === true);
          expect(counts.deleted).toBe(deleted.length);
          stage.close?.();
        },
      ),
      { numRuns: 300 },
    );
  });

  test('every record is counted once', () => {
    fc.assert(
      fc.property(fc.array(version, { maxLength: 60 }), (now) => {
        const counts = zero();
        const stage = newestBy({ ...options, isCompacted: () => true }, counts, 3);
        const { records } = stage.push(batchOf(now.map((one) => ({ ...one }))));
        const left = records.length - (stage.superseded?.().size ?? 0);
        expect(left + counts.duplicates + counts.superseded + counts.deleted).toBe(now.length);
        stage.close?.();
      }),
    );
  });

  test('a limit in the middle of a batch: as if the rest had never come', () => {
    fc.assert(
      fc.property(
        fc.array(version, { maxLength: 20 }),
        fc.array(version, { maxLength: 20 }),
        fc.nat(20),
        (first, last, cut) => {
          const counts = zero();
          const stage = newestBy({ ...options, isCompacted: () => true }, counts, 3);
          const written = [...stage.push(batchOf(first.map((one) => ({ ...one })))).records];
          const { records } = stage.push(batchOf(last.map((one) => ({ ...one }))));
          stage.forget?.(records.slice(cut));
          written.push(...records.slice(0, cut));
          const left = written.filter((_, row) => stage.superseded?.().has(row) !== true);
          // The same, read up to the record before the cut; a deletion right behind it counts no more.
          const ends = Array.from({ length: last.length + 1 }, (_, end) => end);
          const end =
            cut < records.length
              ? ends.find((one) => passed(first, last.slice(0, one)) === cut)
              : last.length;
          const model = newestBy({ ...options, isCompacted: () => true }, zero());
          const all = [
            ...model.push(batchOf(first.map((one) => ({ ...one })))).records,
            ...model.push(batchOf(last.slice(0, end).map((one) => ({ ...one })))).records,
          ];
          expect(left).toEqual(all.filter((_, row) => model.superseded?.().has(row) !== true));
          expect(new Set(left.map(({ id }) => id)).size).toBe(left.length);
          stage.close?.();
        },
      ),
    );
  });

  test('without rows that can be taken out, every better version passes, deletions too', () => {
    const counts = zero();
    const stage = newestBy({ ...options, isCompacted: () => false }, counts);
    const versions = [
      { id: 1, at: 1 },
      { id: 1, at: 3 },
      { id: 1, at: 2 },
      { id: 1, at: 4, gone: true },
      { id: 2, at: 1 },
    ];
    expect(stage.push(batchOf(versions)).records).toEqual([
      versions[0],
      versions[1],
      versions[3],
      versions[4],
    ]);
    expect(counts).toEqual({ duplicates: 1, superseded: 0, deleted: 0, versions: 2 });
    stage.close?.();
  });

  test('what a complete read found is what the API has, where vanished asks for it', () => {
    const earlier = batchOf([
      { id: 1, at: 9 },
      { id: 2, at: 9 },
    ]);
    const pushed = (vanished: 'keep' | 'drop', isWhole: boolean) => {
      const stage = newestBy({ ...options, vanished, isCompacted: () => true }, zero());
      stage.push(batchOf([{ id: 1, at: 1 }]));
      return stage.pushEarlier?.(earlier, { ...terms, isWhole }).records.map(({ id }) => id);
    };
    expect(pushed('keep', true)).toEqual([1, 2]);
    expect(pushed('drop', false)).toEqual([1, 2]);
    expect(pushed('drop', true)).toEqual([2]);
  });

  test.each([
    [true, true],
    [false, false],
    [null, false],
    [undefined, false],
    [0, true],
    ['', true],
    ['2026-01-01', true],
  ])('hard_delete %o deletes: %s', (gone, isDeleted) => {
    const counts = zero();
    const stage = newestBy({ ...options, isCompacted: () => true }, counts);
    expect(stage.push(batchOf([{ id: 1, gone }])).records).toHaveLength(isDeleted ? 0 : 1);
    expect(counts.deleted).toBe(isDeleted ? 1 : 0);
    stage.close?.();
  });
});
