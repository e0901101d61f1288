// Where columns come from under `naming: snake_case`.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonRecord } from '../../../src/core/batch.ts';
import { normalized } from '../../helpers/normalize.ts';
import { columnOf } from '../../helpers/plans.ts';

describe('with naming: snake_case a column comes from the field that is called so', () => {
  const naming = 'snake_case';

  test.each<[string, JsonRecord, unknown]>([
    ['created_at', { createdAt: 'x' }, 'x'],
    ['created_at', { CreatedAt: 'x' }, 'x'],
    ['created_at', { 'Created-At': 'x' }, 'x'],
    ['owner__name', { owner: { name: 'x' } }, 'x'],
    ['owner_info__full_name', { ownerInfo: { fullName: 'x' } }, 'x'],
    ['a__b__c', { a: { B: { c: 'x' } } }, 'x'],
    ['owner__name', { owner__name: 'x' }, 'x'],
    ['created_at', { created_at: 'x' }, 'x'],
    ['ids', { $ids: 'x' }, 'x'],
    ['a_b', { 'a.b': 'x' }, 'x'],
  ])('%s of %o', (name, record, value) => {
    const { records, warnings } = normalized({ columns: [columnOf(name, 'text')], naming }, record);
    expect(records).toEqual([{ [name]: value }]);
    expect(warnings).toEqual([]);
  });

  test('record by record, what is left of an object behind it', () => {
    const columns = [columnOf('id', 'bigint'), columnOf('owner__name', 'text')];
    const { records } = normalized(
      { columns, naming },
      { id: 1 },
      { id: 2, owner: { name: 'a', Id: 7 } },
      { Id: 3, Owner: { Name: 'b' } },
    );
    expect(records).toEqual([
      { id: 1, owner__name: null },
      { id: 2, owner__name: 'a', owner: { Id: 7 } },
      { id: 3, owner__name: 'b' },
    ]);
  });

  test('but a `from` of its own stands', () => {
    const columns = [columnOf('created_at', 'text', { from: 'made' })];
    const { records } = normalized({ columns, naming }, { made: 'x', createdAt: 'y' });
    expect(records).toEqual([{ created_at: 'x', created_at_other: 'y' }]);
  });

  test('law: declared by their new names, fields come out as they do undeclared', () => {
    const key = fc.stringMatching(/^[a-z]{1,3}([A-Z][a-z]{1,2})?$/);
    fc.assert(
      fc.property(fc.array(fc.dictionary(key, fc.integer(), { maxKeys: 5 }), { maxLength: 4 }), (records) => {
        const plain = normalized({ naming }, ...records).records;
        const names = [...new Set(plain.flatMap((record) => Object.keys(record)))];
        const columns = names.map((name) => columnOf(name, 'json'));
        expect(normalized({ columns, naming }, ...records).records).toEqual(
          plain.map((record) => Object.fromEntries(names.map((name) => [name, record[name] ?? null]))),
        );
      }),
    );
  });
});
