// Fields that would share a name with a column, or with each other.
import { describe, expect, test } from 'vitest';
import type { Column } from '../../../src/config/columns.ts';
import type { JsonRecord } from '../../../src/core/batch.ts';
import { normalized } from '../../helpers/normalize.ts';
import { columnOf } from '../../helpers/plans.ts';

describe('a field that shares its name with a column of other origin', () => {
  test.each<[string, Partial<Column>, JsonRecord, JsonRecord, RegExp]>([
    [
      'the rest of an object',
      { name: 'title', from: 'title.raw' },
      { title: { raw: 'a', rendered: '<b>' } },
      { title: 'a', title_other: { rendered: '<b>' } },
      /the rest of "title" is kept as "title_other": the column "title" comes from "title.raw"/,
    ],
    [
      'another field',
      { name: 'modified', from: 'modified_gmt' },
      { modified: 'here', modified_gmt: 'there' },
      { modified: 'there', modified_other: 'here' },
      /field "modified" is kept as "modified_other"/,
    ],
    [
      'a field in other letter case',
      { name: 'id', from: 'ID' },
      { ID: 'a', id: 'b' },
      { id: 'a', id_other: 'b' },
      /field "id" is kept as "id_other"/,
    ],
  ])('%s is kept beside it, and said once', (_what, more, record, expected, says) => {
    const columns = [columnOf(String(more.name), 'text', more)];
    const { records, warnings } = normalized({ columns }, record, record);
    expect(records).toEqual([expected, expected]);
    expect(warnings).toEqual([expect.stringMatching(says)]);
  });

  test('collides where that name is taken too', () => {
    const columns = [columnOf('id', 'text', { from: 'ID' }), columnOf('id_other', 'text')];
    expect(() => normalized({ columns }, { ID: 1, id: 2 })).toThrow(/collides/);
  });

  test('without a rest there is nothing to say', () => {
    const columns = [columnOf('title', 'text', { from: 'title.raw' })];
    expect(normalized({ columns }, { title: { raw: 'a' } }).warnings).toEqual([]);
  });
});

test('two fields that get one name: an error', () => {
  const other = [columnOf('id', 'text')];
  expect(() => normalized({ naming: 'snake_case' }, { fooBar: 1, foo_bar: 2 })).toThrow(/collides/);
  expect(() => normalized({ columns: other, naming: 'snake_case' }, { fooBar: 1, foo_bar: 2 })).toThrow(
    /collides/,
  );
  expect(() => normalized({ columns: other, naming: 'snake_case' }, { id: 1, Id: 2 })).toThrow(/collides/);
});
