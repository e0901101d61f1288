// What is said of declared columns that no record has a field for.
import { describe, expect, test } from 'vitest';
import { normalized } from '../helpers/normalize.ts';
import { columnOf } from '../helpers/plans.ts';

describe('a column that no record has a field for', () => {
  test('is said with the fields that the records have', () => {
    const columns = [
      columnOf('created_at', 'text'),
      columnOf('owner__name', 'text'),
      columnOf('id', 'bigint'),
    ];
    const { warnings } = normalized({ columns }, { id: 1, createdAt: 'x' }, { id: 2, owner: { name: 'x' } });
    expect(warnings).toEqual([
      'column "created_at" is null in all of 2 records, which have id, createdAt, owner (did you mean "createdAt"?)',
      'column "owner__name" is null in all of 2 records, which have id, createdAt, owner',
    ]);
  });

  test('names the path that leads nowhere', () => {
    const columns = [columnOf('name', 'text', { from: 'owner.nmae' })];
    expect(normalized({ columns }, { owner: { name: 'x' } }).warnings).toEqual([
      'column "name" from "owner.nmae" is null in all of 1 record, which have owner',
    ]);
  });

  test('is not one that is null in every record, nor one of no records', () => {
    const columns = [columnOf('id', 'bigint')];
    expect(normalized({ columns }, { id: null }).warnings).toEqual([]);
    expect(normalized({ columns }).warnings).toEqual([]);
  });
});
