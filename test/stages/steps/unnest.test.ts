import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ExactNumber } from '../../../src/core/exact-number.ts';
import { stepped } from '../../helpers/steps.ts';

const long = new ExactNumber('0.12345678901234567890');
const order = {
  id: 1,
  customer: { name: 'Ada' },
  rate: long,
  lines: [{ sku: 'a' }, { sku: 'b', customer: { city: 'Rome' } }],
};

test.each<[string, object, Record<string, unknown>, object[]]>([
  ['objects', { unnest: 'lines' }, order, order.lines],
  [
    'with fields of the record behind',
    { unnest: 'lines', keep: ['id', 'customer.name', 'rate', 'none'] },
    order,
    [
      { sku: 'a', id: 1, customer: { name: 'Ada' }, rate: long },
      { sku: 'b', customer: { city: 'Rome', name: 'Ada' }, id: 1, rate: long },
    ],
  ],
  [
    'scalars, null and lists',
    { unnest: 'tags', keep: ['id'] },
    { id: 1, tags: ['x', 9007199254740993n, null, [1], long] },
    ['x', 9007199254740993n, null, [1], long].map((value) => ({ value, id: 1 })),
  ],
  ['one object in place of a list', { unnest: 'lines' }, { lines: { sku: 'a' } }, [{ sku: 'a' }]],
  ['deeper', { unnest: 'order.lines' }, { order: { lines: [{ n: 1 }] } }, [{ n: 1 }]],
  [
    'lists in lists',
    { unnest: 'groups[*].members' },
    { groups: [{ members: [{ n: 1 }] }, { members: [{ n: 2 }] }] },
    [{ n: 1 }, { n: 2 }],
  ],
  ['a key as it stands', { unnest: 'a.b' }, { 'a.b': [{ n: 1 }], a: { b: [] } }, [{ n: 1 }]],
  [
    'the same value under the same name',
    { unnest: 'lines', keep: ['id'] },
    { id: 1, lines: [{ id: 1 }] },
    [{ id: 1 }],
  ],
])('%s', (_name, step, record, result) => {
  const { records, counts } = stepped([step], [record]);
  expect(records).toEqual(result);
  expect(counts).toEqual({ filtered: 0, emptied: 0, added: result.length - 1 });
});

test('an empty list, and null, give no record and are counted', () => {
  const { records, counts } = stepped([{ unnest: 'lines' }], [{ lines: [] }, { lines: null }, order]);
  expect(records).toEqual(order.lines);
  expect(counts).toEqual({ filtered: 0, emptied: 2, added: 1 });
});

test('a missing one fails, unless skipped', () => {
  const step = { unnest: 'lines' };
  expect(() => stepped([step], [order, { id: 2 }], { primary_key: 'id' })).toThrow(
    /processing_steps\[0\]\.unnest failed at the record with id 2: it has no "lines"; where .* on_missing: skip/,
  );
  const { records, counts } = stepped([{ ...step, on_missing: 'skip' }], [{ id: 2 }]);
  expect([records, counts.emptied]).toEqual([[], 1]);
});

test('a field of the element is not covered', () => {
  expect(() => stepped([{ unnest: 'lines', keep: ['id'] }], [{ id: 1, lines: [{ id: 5 }] }])).toThrow(
    /an element of the list has a "id" of its own, 5, where 1 of the record is kept; rename one/,
  );
});

test('the steps behind see each element', () => {
  const steps = [
    { rename: { id: 'order_id' } },
    { unnest: 'lines', keep: ['order_id'] },
    { filter: "record.sku != 'b'" },
    { set: { sku: 'upper(record.sku)' } },
  ];
  const { records, counts } = stepped(steps, [order, order]);
  expect(records).toEqual([
    { sku: 'A', order_id: 1 },
    { sku: 'A', order_id: 1 },
  ]);
  expect(counts).toEqual({ filtered: 2, emptied: 0, added: 2 });
});

test('as many records as the lists have elements, and every one is accounted for', () => {
  const lists = fc.array(fc.option(fc.array(fc.oneof(fc.integer(), fc.record({ x: fc.integer() })))));
  fc.assert(
    fc.property(lists, (all) => {
      const given = all.map((list, id) => ({ id, list }));
      const { records, counts } = stepped([{ unnest: 'list', keep: ['id'] }], given);
      expect(records.length).toBe(all.reduce((sum, list) => sum + (list?.length ?? 0), 0));
      expect(given.length - counts.emptied + counts.added).toBe(records.length);
      expect(records.map(({ id }) => id)).toEqual(all.flatMap((list, id) => (list ?? []).map(() => id)));
    }),
  );
});
