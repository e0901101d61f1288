// Content: the same for the same record, another for another.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonRecord } from '../../../src/core/batch.ts';
import { ExactNumber } from '../../../src/core/exact-number.ts';
import { contentOf } from '../../../src/stages/dedupe/content.ts';

const record = fc.dictionary(fc.string(), fc.jsonValue());

test('law: a copy, its fields in any order, has the same content', () => {
  fc.assert(
    fc.property(record, (one) => {
      const copy: JsonRecord = Object.fromEntries(Object.entries(structuredClone(one)).reverse());
      expect(contentOf(copy)).toBe(contentOf(one));
    }),
  );
});

test('law: another short value is other content', () => {
  const value = fc.oneof(fc.integer(), fc.double({ noNaN: true }), fc.boolean(), fc.string({ maxLength: 8 }));
  fc.assert(
    fc.property(record, value, value, (one, before, after) => {
      fc.pre(!Object.is(before, after) && JSON.stringify(before) !== JSON.stringify(after));
      expect(contentOf({ ...one, field: after })).not.toBe(contentOf({ ...one, field: before }));
    }),
  );
});

describe('other content', () => {
  test.each<[string, unknown, unknown]>([
    ['null and an empty text', null, ''],
    ['a number and its text', 0, '0'],
    ['an empty text and zero', '', 0],
    ['an empty text and an empty list', '', []],
    ['the smallest decimal and one', 5e-324, 1],
    ['a number and a flag', 1, true],
    ['lists in another order', [1, 2], [2, 1]],
    ['inner fields', { a: 1 }, { a: 2 }],
    ['a list and an object', [], {}],
    ['long integers', 10n ** 20n, 10n ** 20n + 1n],
    ['exact decimals', new ExactNumber('0.10000000000000000001'), new ExactNumber('0.10000000000000000002')],
    ['moments', '2024-05-06T07:08:09.000Z', '2024-05-06T07:08:10.000Z'],
    ['long texts', 'a long text that goes on', 'a long text that went on'],
  ])('%s', (_, one, other) => {
    expect(contentOf({ v: one })).not.toBe(contentOf({ v: other }));
  });
});
