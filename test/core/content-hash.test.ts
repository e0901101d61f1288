// One hash for one content.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contentHash } from '../../src/core/content-hash.ts';
import { toExact } from '../../src/core/exact-number.ts';
import { exactStringify } from '../../src/core/json.ts';

test('the order of fields does not count, at any depth', () => {
  expect(contentHash({ a: 1, b: { c: [1, 2], d: null } })).toBe(
    contentHash({ b: { d: null, c: [1, 2] }, a: 1 }),
  );
  expect(contentHash({ a: [1, 2] })).not.toBe(contentHash({ a: [2, 1] }));
  expect(contentHash({ a: 1 })).toMatch(/^[\w-]{22}$/);
});

test('digits beyond a double count', () => {
  expect(contentHash({ a: 9007199254740993n })).not.toBe(contentHash({ a: 9007199254740992n }));
  expect(contentHash({ a: toExact('0.10000000000000000001') })).not.toBe(contentHash({ a: 0.1 }));
});

test('whatever differs, differs', () => {
  const record = fc.dictionary(fc.string(), fc.jsonValue());
  const sorted = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return Array.isArray(value) ? value.map(sorted) : value;
    return Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner), '{}']);
  };
  fc.assert(
    fc.property(record, record, (a, b) => {
      const isSame = exactStringify(sorted(a)) === exactStringify(sorted(b));
      expect(contentHash(a) === contentHash(b)).toBe(isSame);
    }),
  );
});
