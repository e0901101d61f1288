import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RowSet } from '../../src/core/row-set.ts';

test('holds what was added and not taken out, over any distance', () => {
  const row = fc.oneof(
    fc.nat(200),
    fc.integer({ min: 65_500, max: 65_600 }),
    fc.integer({ min: 0, max: 2 ** 40 }),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), row)), row, fc.nat(300), (steps, from, length) => {
      const rows = new RowSet();
      const model = new Set<number>();
      for (const [isAdded, one] of steps) {
        if (isAdded) rows.add(one);
        else rows.delete(one);
        if (isAdded) model.add(one);
        else model.delete(one);
      }
      expect(rows.size).toBe(model.size);
      for (const [, one] of steps) expect(rows.has(one)).toBe(model.has(one));
      const isThere = [...model].some((one) => one >= from && one < from + length);
      expect(rows.hasBetween(from, from + length)).toBe(isThere);
    }),
  );
});
