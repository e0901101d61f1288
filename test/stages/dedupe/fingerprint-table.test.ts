import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FingerprintTable } from '../../../src/stages/dedupe/fingerprint-table.ts';

const word = fc.oneof(fc.constantFrom(0, 1, 0xffffffff), fc.integer({ min: 0, max: 0xffffffff }));
const fingerprint = fc.tuple(word, word, word, word).map((words) => Uint32Array.from(words));
const several = fc.uniqueArray(fingerprint, { maxLength: 60, selector: String });

const inOrder = (a: Uint32Array, b: Uint32Array) => (a[0] ?? 0) - (b[0] ?? 0);
const cut = (all: Uint32Array) =>
  Array.from({ length: all.length / 4 }, (_, i) => all.slice(i * 4, i * 4 + 4));

test('law: it holds what was added, and nothing else', () => {
  fc.assert(
    fc.property(several, several, (added, others) => {
      const table = new FingerprintTable(60);
      for (const words of added) {
        expect(table.has(words)).toBe(false);
        const place = table.placeFor(words);
        expect(place).not.toBe(-1);
        if (table.size % 2 === 0) table.putAt(words, place);
        else table.add(words);
        expect(table.has(words)).toBe(true);
        expect(table.placeFor(words)).toBe(-1);
      }
      expect(table.size).toBe(added.length);
      const known = new Set(added.map(String));
      for (const words of others) expect(table.has(words)).toBe(known.has(String(words)));
    }),
  );
});

test('law: sorted, they are all there, by their first word', () => {
  fc.assert(
    fc.property(several, (added) => {
      const table = new FingerprintTable(60);
      for (const words of added) table.add(words);
      const found = cut(table.sorted());
      expect(found.map(([first]) => first)).toEqual(added.toSorted(inOrder).map(([first]) => first));
      expect(found.map(String).sort()).toEqual(added.map(String).sort());
    }),
  );
});

test('slots that meet: each is found behind the others', () => {
  const table = new FingerprintTable(8);
  // The second word chooses the slot.
  const same = Array.from({ length: 8 }, (_, i) => Uint32Array.of(i, 15, i, 1));
  for (const words of same) table.add(words);
  for (const words of same) expect(table.has(words)).toBe(true);
  expect(table.has(Uint32Array.of(9, 15, 9, 1))).toBe(false);
});

test('cleared, it is as new, the fingerprint of zeros too', () => {
  const table = new FingerprintTable(4);
  const both = [Uint32Array.of(0, 0, 0, 0), Uint32Array.of(1, 2, 3, 4)];
  for (const words of both) table.add(words);
  table.clear();
  expect(table.size).toBe(0);
  expect(both.map((words) => table.has(words))).toEqual([false, false]);
  expect(table.sorted()).toHaveLength(0);
  for (const words of both) table.add(words);
  expect(cut(table.sorted())).toEqual(both);
});
