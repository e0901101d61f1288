// Hashes in bounded memory: what is told at once, and that no circle goes on for ever.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SeenHashes } from '../../src/source/seen-hashes.ts';

test('law: nothing is said to have come that has not', () => {
  const hashes = new SeenHashes(3);
  for (let n = 0; n < 1000; n += 1) {
    expect(hashes.has(String(n))).toBe(false);
    hashes.add(String(n));
    expect(hashes.has(String(n))).toBe(true);
  }
  expect(hashes.size).toBe(1000);
});

test('law: a circle is met within three of its rounds, wherever it begins and however long it is', () => {
  const lengths = fc.record({ lead: fc.nat(300), length: fc.integer({ min: 1, max: 300 }) });
  fc.assert(
    fc.property(lengths, fc.integer({ min: 1, max: 40 }), ({ lead, length }, most) => {
      const hashes = new SeenHashes(most);
      const at = (n: number) => String(n < lead ? n : lead + ((n - lead) % length));
      let n = 0;
      while (!hashes.has(at(n))) {
        hashes.add(at(n));
        n += 1;
      }
      expect(n).toBeGreaterThanOrEqual(lead + length);
      expect(n).toBeLessThanOrEqual(3 * (lead + length) + 1);
      // One that is no longer than what is remembered, or leads back to the beginning, at once.
      if (length <= most || lead === 0) expect(n).toBe(lead + length);
    }),
  );
});
