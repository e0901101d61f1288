import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ExactNumber } from '../../../src/core/exact-number.ts';
import { compileKey, type Key, keyText, MissingKey } from '../../../src/stages/dedupe/key.ts';
import { dedupeBy } from '../../../src/stages/dedupe.ts';
import { batchOf } from '../../helpers/plans.ts';

test('keys of more digits than a double are told apart by every one', () => {
  const [one, other] = ['1700000000.12345678901', '1700000000.12345678902'];
  for (const key of [['id'], ['id', 'part']]) {
    const stage = dedupeBy(key, { duplicates: 0, conflicts: 0 });
    const made = [one, other, one].map((digits) => ({ id: new ExactNumber(digits ?? ''), part: 1 }));
    expect(stage.push(batchOf([...made, { id: one, part: 1 }])).records.map(({ id }) => String(id))).toEqual([
      one,
      other,
      one,
    ]);
    stage.close();
  }
});

test('a record without its key is rejected', () => {
  const stage = dedupeBy(['a', 'b'], { duplicates: 0, conflicts: 0 });
  const { records, rejects } = stage.push(
    batchOf([{ a: 1, b: 2 }, { a: 1 }, { a: 1, b: null }, { a: 1, b: {} }, { a: 1, b: '' }]),
  );
  expect(records).toHaveLength(1);
  expect(rejects.map((reject) => reject.column)).toEqual(['b', 'b', 'b', 'b']);
});

describe('compileKey', () => {
  test('one column: its bare value; several: their list, in the order of the key', () => {
    expect(compileKey(['id'])({ id: 5, x: 1 })).toBe(5);
    expect(compileKey(['b', 'a'])({ a: 'x', b: 1 })).toBe('[1,"x"]');
  });

  test.each([[undefined], [null], [''], [{}], [['a']]])('%j is no key, and is named', (value) => {
    for (const columns of [['id'], ['x', 'id']]) {
      const found = compileKey(columns)({ x: 1, id: value });
      expect(found).toBeInstanceOf(MissingKey);
      expect(found).toMatchObject({ column: 'id', value });
    }
  });

  test('what every object has is no key of a record', () => {
    expect(compileKey(['constructor'])({})).toBeInstanceOf(MissingKey);
  });
});

test('law: two keys are one where their texts and types are', () => {
  const key = fc.oneof(fc.string({ minLength: 1 }), fc.integer(), fc.integer().map(String), fc.boolean());
  const part = fc.oneof(
    key,
    fc.integer().map((n) => new ExactNumber(`${n}.12345678901234567890`)),
  );
  const same = (a: unknown, b: unknown) => typeof a === typeof b && String(a) === String(b);
  fc.assert(
    fc.property(part, part, part, part, (a, b, c, d) => {
      const one = compileKey(['x', 'y']);
      expect(one({ x: a, y: b }) === one({ x: c, y: d })).toBe(same(a, c) && same(b, d));
      const only = compileKey(['x']);
      const text = (value: unknown) => keyText(only({ x: value }) as Key);
      expect(text(a) === text(c)).toBe(same(a, c));
    }),
  );
  expect(keyText(1)).toBe(keyText(1n));
});
