import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exactStringify, toJsonText } from '../../src/core/json.ts';

test('is JSON.stringify wherever that is exact', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(exactStringify(value)).toBe(JSON.stringify(value));
    }),
  );
});

test('writes every digit of a BigInt, at any depth', () => {
  expect(toJsonText({ a: [9007199254740993n], b: { c: -1n } })).toBe('{"a":[9007199254740993],"b":{"c":-1}}');
});

test('refuses what JSON cannot spell beside a BigInt', () => {
  expect(() => toJsonText({ a: 1n, b: Number.NaN })).toThrow(RangeError);
});
