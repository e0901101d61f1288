import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonRecord } from '../../src/core/batch.ts';
import { dedupeBy } from '../../src/stages/dedupe.ts';
import { batchOf } from '../helpers/plans.ts';

describe('dedupe', () => {
  test('keeps the first record of a key, drops and counts the later ones', () => {
    const counts = { duplicates: 0, conflicts: 0 };
    const stage = dedupeBy(['id'], counts);
    const first = stage.push(
      batchOf([
        { id: 1, v: 'a' },
        { id: 1, v: 'b' },
        { id: '1', v: 'c' },
      ]),
    );
    const second = stage.push(batchOf([{ id: '1' }, { id: 2 }]));
    expect(first.records).toEqual([
      { id: 1, v: 'a' },
      { id: '1', v: 'c' },
    ]);
    expect(second.records).toEqual([{ id: 2 }]);
    expect(counts).toEqual({ duplicates: 2, conflicts: 2 });
    stage.close();
  });

  const part = fc.oneof(
    fc.integer({ min: 0, max: 60 }),
    fc.integer({ min: 0, max: 60 }).map(String),
    fc.bigInt({ min: 2n ** 53n, max: 2n ** 53n + 20n }),
    fc.boolean(),
  );

  test('is exact at every stage of its memory: set, table, runs on disk', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(part, part), { maxLength: 800 }),
        fc.constantFrom(['id'], ['id', 'other']),
        fc.integer({ min: 0, max: 20 }),
        fc.integer({ min: 1, max: 40 }),
        (keys, columns, inSet, inTable) => {
          const counts = { duplicates: 0, conflicts: 0 };
          const stage = dedupeBy(columns, counts, { inSet, inTable });
          const records = keys.map(([id, other], n) => ({ id, other, n }));
          const kept: JsonRecord[] = [];
          for (let i = 0; i < records.length; i += 7)
            kept.push(...stage.push(batchOf(records.slice(i, i + 7))).records);
          stage.close();
          const seen = new Set<string>();
          const expected = records.filter((record) => {
            const key = columns
              .map((name) => `${typeof record[name as 'id']}:${record[name as 'id']}`)
              .join('|');
            return !seen.has(key) && seen.add(key);
          });
          expect(kept).toEqual(expected);
          // Each has another `n`, so that every repeat differs from what was kept.
          const repeats = records.length - expected.length;
          expect(counts).toEqual({ duplicates: repeats, conflicts: repeats });
        },
      ),
      { numRuns: 300 },
    );
  });

  test('a quarter of a million keys through many runs, each seen twice', () => {
    const counts = { duplicates: 0, conflicts: 0 };
    const stage = dedupeBy(['id'], counts, { inSet: 10, inTable: 15_000 });
    const ids = Array.from({ length: 125_000 }, (_, i) => ({ id: `key-${(i * 7919) % 125_000}` }));
    let kept = 0;
    for (const round of [1, 2]) {
      for (let i = 0; i < ids.length; i += 1000)
        kept += stage.push(batchOf(ids.slice(i, i + 1000))).records.length;
      expect(kept, `round ${round}`).toBe(125_000);
    }
    expect(counts).toEqual({ duplicates: 125_000, conflicts: 0 });
    stage.close();
  });
});
