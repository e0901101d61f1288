import { describe, expect, test } from 'vitest';
import { proposeColumns } from '../../src/columns/propose.ts';
import { ExactNumber } from '../../src/core/exact-number.ts';

const keysOf = (...values: unknown[]) =>
  proposeColumns(
    values.map((v) => ({ v })),
    [],
  ).columns[0]?.keys;

describe('types', () => {
  test.each<[unknown[], object]>([
    [[1, 2], { data_type: 'bigint' }],
    [[1, 2.5], { data_type: 'double' }],
    [[9007199254740993n, 1], { data_type: 'bigint' }],
    [[1, ''], { data_type: 'text' }],
    [[true, null], { data_type: 'bool' }],
    [['2024-05-06', '2024-02-30'], { data_type: 'text' }],
    [['2024-05-06T07:08:09Z', ''], { data_type: 'timestamp' }],
    [[null], { data_type: 'json' }],
    [['', ''], { data_type: 'text' }],
    [[new ExactNumber('1.123456789012345678'), 2], { data_type: 'decimal', precision: 38, scale: 18 }],
    [[new ExactNumber(`1.${'1'.repeat(40)}`)], { data_type: 'text' }],
  ])('%o', (values, keys) => {
    expect(keysOf(...values)).toEqual(keys);
  });
});

describe('the key', () => {
  const records = Array.from({ length: 1000 }, (_, i) => ({
    title: `t${i}`,
    accountId: 7,
    Id: i,
    email: `e${i}`,
  }));

  test('is the field named like one that differs in every record', () => {
    expect(proposeColumns(records, []).primaryKey).toEqual(['id']);
  });

  test('is the declared one where the records have it, under its column’s name', () => {
    expect(proposeColumns(records, ['email']).primaryKey).toEqual(['email']);
    expect(proposeColumns(records, ['accountId', 'Id']).primaryKey).toEqual(['account_id', 'id']);
    expect(proposeColumns(records, ['nowhere']).primaryKey).toEqual(['id']);
  });

  test.each([
    ['is missing once', [{ id: 1 }, {}]],
    ['comes twice', [{ id: 1 }, { id: 1 }]],
    ['is empty', [{ id: '' }, { id: 'a' }]],
    ['comes in one record alone', [{ id: 1 }]],
    ['is unique by chance', [{ title: 'a' }, { title: 'b' }]],
  ])('is none where it %s', (_why, few) => {
    expect(proposeColumns(few, []).primaryKey).toEqual([]);
  });
});

test('no column is declared not nullable: a sample cannot tell', () => {
  const { columns } = proposeColumns([{ id: 1 }, { id: 2 }], []);
  expect(JSON.stringify(columns)).not.toContain('nullable');
});

test('two fields that would share a name get two', () => {
  const { columns } = proposeColumns([{ fooBar: 1, foo_bar: 2 }], []);
  expect(columns.map(({ name }) => name)).toEqual(['foo_bar', 'foo_bar_2']);
});

test('objects that are taken apart: names as they are flattened, paths to the fields', () => {
  const records = [{ id: 1, owner: { firstName: 'Ann', 'e mail': 'a@b', org: { id: 1 } } }];
  expect(proposeColumns(records, [], 1).columns.map(({ name, from }) => [name, from])).toEqual([
    ['id', 'id'],
    ['owner__first_name', 'owner.firstName'],
    ['owner__e_mail', "owner['e mail']"],
    ['owner__org', 'owner.org'],
  ]);
});
