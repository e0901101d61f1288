// max_table_nesting: objects as fields of their record, beside columns and without any.
import { describe, expect, test } from 'vitest';
import { normalized } from '../../helpers/normalize.ts';
import { columnOf } from '../../helpers/plans.ts';

const record = { id: 1, owner: { firstName: 'Ann', org: { id: 7 } }, tags: [{ a: 1 }] };

test('without columns', () => {
  expect(normalized({ nesting: 1 }, record).records).toEqual([
    { id: 1, owner__firstName: 'Ann', owner__org: { id: 7 }, tags: [{ a: 1 }] },
  ]);
  expect(normalized({ nesting: 2, naming: 'snake_case' }, record).records).toEqual([
    { id: 1, owner__first_name: 'Ann', owner__org__id: 7, tags: [{ a: 1 }] },
  ]);
});

describe('with columns', () => {
  test('what they take is theirs, the rest of the object is flattened', () => {
    const columns = [columnOf('name', 'text', { from: 'owner.firstName' }), columnOf('tags', 'json')];
    expect(normalized({ columns, nesting: 2 }, record).records).toEqual([
      { name: 'Ann', tags: [{ a: 1 }], id: 1, owner__org__id: 7 },
    ]);
  });

  test('an object that a column declares stays whole', () => {
    const columns = [columnOf('owner', 'json')];
    expect(normalized({ columns, nesting: 2 }, record).records).toEqual([
      { owner: record.owner, id: 1, tags: [{ a: 1 }] },
    ]);
  });

  test.each(['keep', 'snake_case'] as const)(
    'a column is taken from what is flattened to its name: %s',
    (naming) => {
      const name = naming === 'keep' ? 'owner__firstName' : 'owner__first_name';
      const columns = [columnOf(name, 'text'), columnOf('owner__org__id', 'text')];
      const { records, warnings } = normalized({ columns, naming, nesting: 2 }, record);
      expect(records).toEqual([{ [name]: 'Ann', owner__org__id: '7', id: 1, tags: [{ a: 1 }] }]);
      expect(warnings).toEqual([]);
    },
  );

  test('a column of other origin keeps its name', () => {
    const columns = [columnOf('owner__firstName', 'text', { from: 'id' })];
    const { records, warnings } = normalized({ columns, nesting: 1 }, { id: 1, owner: { firstName: 'Ann' } });
    expect(records).toEqual([{ owner__firstName: '1', owner__firstName_other: 'Ann' }]);
    expect(warnings).toEqual([
      'field "owner.firstName" is kept as "owner__firstName_other": the column "owner__firstName" comes from "id"',
    ]);
  });
});

test('two fields of one name are an error', () => {
  const twice = { a__b: 1, a: { b: 2 } };
  expect(() => normalized({ nesting: 1 }, twice)).toThrow(/field "a\.b" collides with another .*"a__b"/);
  const columns = [columnOf('a__b', 'text')];
  expect(() => normalized({ columns, nesting: 1 }, twice)).toThrow(/collides/);
});

test('names of Object.prototype are data like any other', () => {
  const odd = JSON.parse('{"__proto__": {"constructor": 1, "__proto__": 2}}');
  expect(Object.entries(normalized({ nesting: 3 }, odd).records[0] ?? {})).toEqual([
    ['__proto____constructor', 1],
    ['__proto______proto__', 2],
  ]);
});
