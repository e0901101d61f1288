// The records of a page that are new: what is left out and counted, and what is remembered.
import { describe, expect, test } from 'vitest';
import { incrementalSchema } from '../../../src/config/incremental.ts';
import { contentHash } from '../../../src/core/content-hash.ts';
import { cursorOf } from '../../../src/source/incremental/cursor.ts';
import { knownRecords } from '../../../src/source/incremental/known.ts';
import { type SiftRules, sift } from '../../../src/source/incremental/sift.ts';
import { resourcePlan } from '../../helpers/plans.ts';

const at = (...values: unknown[]) => values.map((value, id) => ({ id, at: value }));

function rules(more: Partial<SiftRules> = {}, keys: object = {}): SiftRules {
  const incremental = incrementalSchema.parse({ cursor_path: 'at', ...keys });
  return {
    cursor: cursorOf(resourcePlan(), incremental),
    keys: incremental,
    from: undefined,
    to: undefined,
    ...more,
  };
}

const bound = (of: SiftRules, raw: unknown, isOpen: boolean) => ({
  value: of.cursor.read(raw, 'a test'),
  isOpen,
});
const idsOf = (records: readonly unknown[]) => records.map((record) => (record as { id: number }).id);

test('between the bounds, open or closed', () => {
  for (const isOpen of [false, true]) {
    const base = rules();
    const page = sift(at(1, 2, 3, 4, 5), {
      ...base,
      from: bound(base, 2, isOpen),
      to: bound(base, 4, isOpen),
    });
    expect(idsOf(page.records)).toEqual(isOpen ? [2] : [1, 2, 3]);
    expect(page.counts).toEqual({ older: isOpen ? 2 : 1, beyond: isOpen ? 2 : 1, repeated: 0, missing: 0 });
    expect(page.progress.last?.raw).toBe(isOpen ? 3 : 4);
  }
});

test('a page that is all of it outside', () => {
  const base = rules();
  const both = { ...base, from: bound(base, 5, false), to: bound(base, 8, true) };
  expect(sift(at(1, 2), both).outside).toBe('older');
  expect(sift(at(8, 9), both).outside).toBe('beyond');
  expect(sift(at(1, 9), both).outside).toBeUndefined();
  expect(sift(at(1, 5), both).outside).toBeUndefined();
  expect(sift([], both).outside).toBeUndefined();
  // What is no record, or has no value, is not older than anything.
  const lax = rules({ from: bound(base, 5, false) }, { on_cursor_value_missing: 'include' });
  expect(sift([...at(1), 'x'], lax).outside).toBeUndefined();
  expect(sift(at(1, null), lax).outside).toBeUndefined();
});

test('an untouched page is handed on as it is', () => {
  const records = at(1, 2);
  expect(sift(records, rules()).records).toBe(records);
});

describe('without a value', () => {
  test.each([null, undefined, ''])('%j', (value) => {
    expect(() => sift(at(1, value), rules())).toThrow(/no value at cursor_path "at"/);
    expect(sift(at(1, value), rules({}, { on_cursor_value_missing: 'include' })).records).toHaveLength(2);
    const excluded = sift(at(1, value), rules({}, { on_cursor_value_missing: 'exclude' }));
    expect(excluded).toMatchObject({ records: [{ id: 0 }], counts: { missing: 1 } });
  });
});

test('a value without an order, or of another kind', () => {
  expect(() => sift(at(1, true), rules())).toThrow(/true in a record is no number, moment or text/);
  expect(() => sift(at('x', 1), rules())).toThrow(/1 in a record is a number, and "x" in a record a text/);
});

test('delivered records are left out as often as they were delivered', () => {
  const [record] = at(5);
  const hash = contentHash(record);
  const base = rules();
  const value = base.cursor.read(5, 'a test');
  const known = knownRecords(
    [
      { value, hash },
      { value, hash },
    ],
    {
      cursor: base.cursor,
      reach: (last) => last,
      isOldestFirst: false,
    },
  ).chain(undefined);
  const page = sift([record, record, record, { id: 1, at: 5 }], { ...base, known });
  expect(page.counts.repeated).toBe(2);
  expect(page.progress.seen.map((one) => one.hash)).toEqual([hash, contentHash({ id: 1, at: 5 })]);
});
