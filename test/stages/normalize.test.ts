import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DATA_TYPES } from '../../src/columns/index.ts';
import type { JsonRecord } from '../../src/core/batch.ts';
import { normalized } from '../helpers/normalize.ts';
import { columnOf } from '../helpers/plans.ts';

describe('contract', () => {
  const columns = [columnOf('id', 'bigint', { nullable: false }), columnOf('n', 'bigint')];

  test('every declared column, in declared order, null where absent', () => {
    const { records } = normalized({ columns }, { n: 2, id: 1 }, { id: 3 });
    expect(records.map((record) => JSON.stringify(record))).toEqual(['{"id":1,"n":2}', '{"id":3,"n":null}']);
  });

  test('evolve keeps undeclared fields after the declared ones, nested leftovers too', () => {
    const owner = [columnOf('owner_id', 'text', { from: 'owner.id' })];
    const { records } = normalized({ columns: owner }, { x: 1, owner: { id: '7', email: 'e' } });
    expect(JSON.stringify(records[0])).toBe('{"owner_id":"7","x":1,"owner":{"email":"e"}}');
  });

  test('discard_value drops and counts, discard_row rejects, freeze fails', () => {
    const record = { id: 1, n: 1, x: 1 };
    expect(normalized({ columns, contract: { columns: 'discard_value' } }, record)).toMatchObject({
      records: [{ id: 1, n: 1 }],
      counts: { discardedFields: 1 },
    });
    expect(normalized({ columns, contract: { columns: 'discard_row' } }, record).rejects).toMatchObject([
      { reason: 'undeclared field "x"', column: 'x', record },
    ]);
    expect(() => normalized({ columns, contract: 'freeze' }, record)).toThrow(/undeclared field "x".*freeze/);
  });

  test('a wrong value: reject by default, null and count, or fail', () => {
    const record = { id: 1, n: 'many' };
    expect(normalized({ columns }, record).rejects).toMatchObject([
      { column: 'n', reason: '"many" cannot be bigint' },
    ]);
    expect(normalized({ columns, contract: { data_type: 'discard_value' } }, record)).toMatchObject({
      records: [{ id: 1, n: null }],
      counts: { discardedValues: 1 },
    });
    expect(() => normalized({ columns, contract: { data_type: 'freeze' } }, record)).toThrow(/column "n"/);
  });

  test('null where nullable: false breaks the contract too', () => {
    expect(normalized({ columns }, { id: null }, {}).rejects).toHaveLength(2);
  });

  test('names of Object.prototype are data like any other', () => {
    const odd = ['constructor', 'toString', '__proto__'].map((name) => columnOf(name, 'bigint'));
    const { records } = normalized(
      { columns: odd },
      JSON.parse('{"__proto__": 3, "constructor": 1, "hasOwnProperty": 4}'),
    );
    expect(Object.entries(records[0] ?? {})).toEqual([
      ['constructor', 1],
      ['toString', null],
      ['__proto__', 3],
      ['hasOwnProperty', 4],
    ]);
  });
});

describe('laws', () => {
  const types = DATA_TYPES;
  const value = fc.oneof(
    fc.jsonValue(),
    fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
    fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n }),
    fc.constantFrom('2024-05-06T07:08:09.123456+02:00', '07:08', '12.50', 'Y', '0', 'aGVsbG8='),
  );

  test('normalize is idempotent, and no record is lost', () => {
    const columns = types.map((type) => columnOf(type, type));
    const record = fc.record(Object.fromEntries(types.map((type) => [type, value])), { requiredKeys: [] });
    fc.assert(
      fc.property(
        fc.array(record, { maxLength: 5 }),
        fc.constantFrom('discard_row' as const, 'discard_value' as const),
        (records, data_type) => {
          const once = normalized({ columns, contract: { data_type } }, ...(records as JsonRecord[]));
          expect(once.records.length + once.rejects.length).toBe(records.length);
          const twice = normalized({ columns, contract: { data_type: 'freeze' } }, ...once.records);
          expect(twice.records).toEqual(once.records);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('without columns records pass through untouched', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (record) => {
        expect(normalized({}, record as JsonRecord).records[0]).toBe(record);
      }),
    );
  });
});

describe('columns from a path', () => {
  test.each<[string, JsonRecord, unknown]>([
    ['owner.id', { owner: { id: 1 } }, 1],
    ['owner.id', { 'owner.id': 2 }, 2],
    ["['owner.id']", { 'owner.id': 2, owner: { id: 1 } }, 2],
    ['@odata.etag', { '@odata.etag': 3 }, 3],
    ['tags[-1].id', { tags: [{ id: 4 }, { id: 5 }] }, 5],
    ['$.tags[?@.main].id', { tags: [{ id: 4 }, { id: 5, main: true }] }, 5],
    ['First Name', { 'First Name': 6 }, 6],
    ['$ref', { $ref: 7 }, 7],
  ])('%s', (from, record, expected) => {
    const { records } = normalized({ columns: [columnOf('x', 'bigint', { from })] }, record);
    expect(records[0]?.x).toBe(expected);
  });

  test('a key that is declared as it stands is not undeclared', () => {
    const declared = [columnOf('etag', 'text', { from: '@odata.etag' })];
    expect(normalized({ columns: declared }, { '@odata.etag': 'a', more: 1 }).records).toEqual([
      { etag: 'a', more: 1 },
    ]);
  });
});
