import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stepped } from '../../helpers/steps.ts';

const people = [
  { id: 1, status: 'active', age: 30 },
  { id: 2, status: 'gone', age: null },
  { id: 3, age: 9007199254740993n },
];

test.each<[string, number[]]>([
  ["record.status == 'active'", [1]],
  ['record.age > 18', [1, 3]],
  ['record.age == 9007199254740993', [3]],
  ['record.age == 9007199254740992', []],
  ["'status' in record", [1, 2]],
  ['record.status is None', [3]],
  ["not (record.status == 'active')", [2, 3]],
  ['{{ record.id in [1, 3] }}', [1, 3]],
])('%s keeps %j', (filter, ids) => {
  const { records, counts } = stepped([{ filter }], people);
  expect(records.map(({ id }) => id)).toEqual(ids);
  expect(counts.filtered).toBe(people.length - ids.length);
});

test('what it sees of the page', () => {
  const context = {
    response: { day: '2024-05-06' },
    headers: { 'x-kind': 'a' },
    status: 203,
    partition: { module: 'Tasks' },
    parent: { id: 7 },
  };
  const filter =
    "response.day == '2024-05-06' and headers['x-kind'] == 'a' and status == 203 and partition.module == 'Tasks' and parent.id == 7";
  const endpoint = { path: 'owners/{resources.owners.id}/things' };
  expect(stepped([{ filter }], people, { context, endpoint }).records).toHaveLength(3);
  const seen: unknown[] = [];
  const look = (_: object, page: object) => seen.push({ ...page });
  stepped([{ filter: look }], people.slice(1, 2), { context });
  expect(seen).toEqual([context]);
});

test('a function', () => {
  const { records, counts } = stepped([{ filter: (record: { id: number }) => record.id > 1 }], people);
  expect([records.length, counts.filtered]).toEqual([2, 1]);
  expect(() => stepped([{ filter: async () => false }], people)).toThrow(/a step cannot wait/);
});

test('a function that names no second parameter is not given the page', () => {
  const looking = (_: object, ...[page]: { status: number }[]) => page?.status === 200;
  expect(() => stepped([{ filter: looking }], people)).toThrow(
    /status is only held for a function that names/,
  );
});

test('in = out + filtered', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ n: fc.integer({ max: 9 }) })),
      fc.integer({ max: 9 }),
      (records, most) => {
        const { records: left, counts } = stepped([{ filter: `record.n < ${most}` }], records);
        expect(left.length + counts.filtered).toBe(records.length);
        expect(left).toEqual(records.filter(({ n }) => n < most));
      },
    ),
  );
});

test('none left is a notice, a field that no record has a warning', () => {
  const { events } = stepped([{ filter: "record.statu == 'active'" }], people);
  expect(events).toEqual([
    {
      kind: 'warning',
      resource: 'things',
      message: 'processing_steps[0].filter: no record has a field "statu" (did you mean "status"?)',
    },
    {
      kind: 'notice',
      resource: 'things',
      message: 'processing_steps[0].filter: left out every record (3)',
    },
  ]);
  expect(
    stepped([{ filter: "record.get('statu') == 'x' or 'b' in record or record.id" }], people).events,
  ).toEqual([]);
});
