import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ExactNumber } from '../../src/core/exact-number.ts';
import { copyJson, exactStringify, toJsonText } from '../../src/core/json.ts';

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

test('a copy can be changed without the original, and keeps every digit', () => {
  const value = { a: [{ b: new ExactNumber('0.12345678901234567890') }], c: 9007199254740993n };
  const copy = copyJson(value);
  expect(exactStringify(copy)).toBe('{"a":[{"b":0.12345678901234567890}],"c":9007199254740993}');
  copy.a.length = 0;
  expect(value.a).toHaveLength(1);
});
