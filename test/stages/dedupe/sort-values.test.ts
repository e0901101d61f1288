import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareOrdered, orderedReader } from '../../../src/columns/ordered.ts';
import { ContractError } from '../../../src/core/errors.ts';
import { toExact } from '../../../src/core/exact-number.ts';
import { sortValues } from '../../../src/stages/dedupe/sort-values.ts';

const by = { column: undefined, path: 'at', order: 'desc', format: undefined } as const;

test('compares as the values do, whatever number stands for them', () => {
  const digits = fc
    .tuple(fc.integer(), fc.stringMatching(/^\d{1,25}$/))
    .map(([a, b]) => toExact(`${a}.${b}`));
  const number = fc.oneof(
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.bigInt(),
    digits,
  );
  const moment = fc
    .tuple(
      fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }),
      fc.stringMatching(/^\d{3}$/),
    )
    .map(([date, micros]) => date.toISOString().replace('Z', `${micros}Z`));
  const text = fc.string({ minLength: 1 }).map((one) => `x${one}`);
  const read = orderedReader(undefined, undefined);
  const pair = fc.oneof(fc.tuple(number, number), fc.tuple(moment, moment), fc.tuple(text, text));
  fc.assert(
    fc.property(pair, fc.constantFrom('asc', 'desc'), ([one, other], order) => {
      const values = sortValues({ ...by, order });
      const [a, b] = [read(one), read(other)];
      if (a === undefined || b === undefined) throw new Error('no order');
      const expected = Math.sign(compareOrdered(a, b)) * (order === 'asc' ? -1 : 1);
      expect(Math.sign(values.compare(values.of({ at: one }), values.of({ at: other })))).toBe(expected + 0);
      values.close();
    }),
  );
});

test('a record without a value comes before all others; without an order all are equal', () => {
  for (const order of ['asc', 'desc'] as const) {
    const values = sortValues({ ...by, order });
    expect(values.compare(values.of({}), values.of({ at: 1 }))).toBe(-1);
    expect(values.compare(values.of({ at: 'x' }), values.of({ at: null }))).toBe(1);
    expect(values.compare(values.of({}), values.of({ at: null }))).toBe(0);
    values.close();
  }
  const none = sortValues(undefined);
  expect(none.compare(none.of({ at: 1 }), none.of({ at: 2 }))).toBe(0);
});

test('values of two kinds have no order, and both are shown', () => {
  const values = sortValues(by);
  const compare = () => values.compare(values.of({ at: 5 }), values.of({ at: 'five' }));
  expect(compare).toThrow(ContractError);
  expect(compare).toThrow(/hold 5 and "five" at at/);
});
