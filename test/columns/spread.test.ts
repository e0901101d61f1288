import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isObject, spreading } from '../../src/columns/spread.ts';
import { ExactNumber } from '../../src/core/exact-number.ts';

const same = (name: string) => name;

function spreadOut(depth: number, record: Record<string, unknown>): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(record)) {
    spreading(depth, same)(key, record[key], (name, value) => {
      result[name] = value;
    });
  }
  return result;
}

test('so many levels, and no list', () => {
  const record = { a: { b: { c: { d: 1 } }, l: [{ x: 1 }] }, n: null, e: {} };
  expect(spreadOut(0, record)).toEqual(record);
  expect(spreadOut(1, record)).toEqual({ a__b: { c: { d: 1 } }, a__l: [{ x: 1 }], n: null, e: {} });
  expect(spreadOut(2, record)).toEqual({ a__b__c: { d: 1 }, a__l: [{ x: 1 }], n: null, e: {} });
  expect(spreadOut(9, record)).toEqual({ a__b__c__d: 1, a__l: [{ x: 1 }], n: null, e: {} });
});

test('a number of many digits is no object', () => {
  const exact = new ExactNumber('1.123456789012345678');
  expect(spreadOut(3, { a: { n: exact } })).toEqual({ a__n: exact });
});

test('every value comes once, at the keys that lead to it', () => {
  fc.assert(
    fc.property(fc.nat(4), fc.dictionary(fc.string(), fc.jsonValue()), (depth, record) => {
      const rebuilt: Record<string, unknown> = Object.create(null);
      for (const key of Object.keys(record)) {
        spreading(depth, same)(key, record[key], (_, value, keys) => {
          expect(keys.length).toBeLessThanOrEqual(depth + 1);
          if (keys.length <= depth && isObject(value)) expect(value).toEqual({});
          let at = rebuilt;
          for (const one of keys.slice(0, -1)) {
            at[one] ??= Object.create(null);
            at = at[one] as Record<string, unknown>;
          }
          at[keys.at(-1) ?? ''] = value;
        });
      }
      expect(JSON.stringify(rebuilt)).toBe(JSON.stringify({ ...record }));
    }),
  );
});
