import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import type { Key } from '../../../src/stages/dedupe/key.ts';
import { KeySet } from '../../../src/stages/dedupe/key-set.ts';
import { temporaryDirectory } from '../../helpers/temporary.ts';

afterEach(() => vi.unstubAllEnvs());

const key = fc.oneof(
  fc.integer({ min: 0, max: 40 }),
  fc.integer({ min: 0, max: 40 }).map(String),
  fc.bigInt({ min: 2n ** 60n, max: 2n ** 60n + 20n }),
  fc.boolean(),
);

test('law: a key is new once, in the set, in the table and on disk', () => {
  fc.assert(
    fc.property(
      fc.array(key, { maxLength: 200 }),
      fc.nat(20),
      fc.integer({ min: 1, max: 15 }),
      (keys, inSet, inTable) => {
        const set = new KeySet({ inSet, inTable });
        const seen = new Set<Key>();
        for (const one of keys) {
          expect(set.add(one), String(one)).toBe(!seen.has(one));
          seen.add(one);
        }
        set.close();
      },
    ),
    { numRuns: 200 },
  );
});

test('a number and its text are two keys at every stage of its memory', () => {
  for (const limits of [
    { inSet: 10, inTable: 10 },
    { inSet: 0, inTable: 10 },
    { inSet: 0, inTable: 1 },
  ]) {
    const set = new KeySet(limits);
    expect([7, '7', true, 'true', 7, '7', true, 'true'].map((one) => set.add(one))).toEqual([
      ...[true, true, true, true],
      ...[false, false, false, false],
    ]);
    set.close();
  }
});

test('few keys need no disk; closing is no fault with or without one, and nothing stays', async () => {
  const directory = await temporaryDirectory();
  vi.stubEnv('TMPDIR', directory);
  const few = new KeySet({ inSet: 5, inTable: 5 });
  few.add(1);
  expect(readdirSync(directory)).toEqual([]);
  few.close();
  const many = new KeySet({ inSet: 0, inTable: 2 });
  for (let i = 0; i < 9; i += 1) many.add(i);
  many.close();
  many.close();
  expect(readdirSync(directory)).toEqual([]);
});
