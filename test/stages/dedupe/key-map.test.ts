import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KeyMap } from '../../../src/stages/dedupe/key-map.ts';

test('is a Map, whether its entries are in memory or on disk', () => {
  const step = fc.tuple(fc.nat(120), fc.double({ noNaN: true }));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 600 }), fc.integer({ min: 1, max: 70 }), (steps, most) => {
      const map = new KeyMap(2, most);
      const model = new Map<number, number>();
      try {
        for (const [key, value] of steps) {
          const before = map.get(key);
          expect(before?.[0]).toBe(model.get(key));
          if (before !== undefined) expect(before[1]).toBe(key);
          map.set(key, Float64Array.of(value, key));
          model.set(key, value);
        }
        for (let key = 0; key <= 120; key += 1) expect(map.get(key)?.[0]).toBe(model.get(key));
      } finally {
        map.close();
      }
    }),
    { numRuns: 60 },
  );
});

test('grows from small to large, and then to the disk', () => {
  const map = new KeyMap(1, 20_000);
  for (let key = 0; key < 50_000; key += 1) map.set(`k${key}`, Float64Array.of(key));
  for (let key = 0; key < 50_000; key += 7) expect(map.get(`k${key}`)?.[0]).toBe(key);
  expect(map.get('k50000')).toBeUndefined();
  map.close();
});
