import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import type { DataType } from '../../src/columns/index.ts';
import { DATA_TYPES } from '../../src/columns/index.ts';
import type { Column } from '../../src/config/columns.ts';
import { contractSchema } from '../../src/config/columns.ts';
import type { JsonRecord } from '../../src/core/batch.ts';
import { normalize } from '../../src/stages/normalize.ts';
import { contextFor } from '../../src/stages/stage.ts';
import { batchOf } from '../helpers/plans.ts';

const column = (name: string, data_type: DataType, more: Partial<Column> = {}): Column => ({
  name,
  from: name,
  data_type,
  nullable: true,
  ...more,
});

interface Setup {
  readonly columns?: readonly Column[];
  readonly contract?: z.input<typeof contractSchema>;
  readonly naming?: 'keep' | 'snake_case';
}

function run({ columns, contract, naming = 'keep' }: Setup, ...records: JsonRecord[]) {
  const context = contextFor(normalize);
  const stage = normalize.create(
    { columns, schema_contract: contractSchema.parse(contract ?? {}), naming },
    context,
  );
  const batch = batchOf(records);
  return { ...(stage?.push(batch) ?? batch), counts: context.counts };
}

describe('contract', () => {
  const columns = [column('id', 'bigint', { nullable: false }), column('n', 'bigint')];

  test('every declared column, in declared order, null where absent', () => {
    const { records } = run({ columns }, { n: 2, id: 1 }, { id: 3 });
    expect(records.map((record) => JSON.stringify(record))).toEqual(['{"id":1,"n":2}', '{"id":3,"n":null}']);
  });

  test('evolve keeps undeclared fields after the declared ones, nested leftovers too', () => {
    const owner = [column('owner_id', 'text', { from: 'owner.id' })];
    const { records } = run({ columns: owner }, { x: 1, owner: { id: '7', email: 'e' } });
    expect(JSON.stringify(records[0])).toBe('{"owner_id":"7","x":1,"owner":{"email":"e"}}');
  });

  test('discard_value drops and counts, discard_row rejects, freeze fails', () => {
    const record = { id: 1, n: 1, x: 1 };
    expect(run({ columns, contract: { columns: 'discard_value' } }, record)).toMatchObject({
      records: [{ id: 1, n: 1 }],
      counts: { discardedFields: 1 },
    });
    expect(run({ columns, contract: { columns: 'discard_row' } }, record).rejects).toMatchObject([
      { reason: 'undeclared field "x"', column: 'x', record },
    ]);
    expect(() => run({ columns, contract: 'freeze' }, record)).toThrow(/undeclared field "x".*freeze/);
  });

  test('a wrong value: reject by default, null and count, or fail', () => {
    const record = { id: 1, n: 'many' };
    expect(run({ columns }, record).rejects).toMatchObject([
      { column: 'n', reason: '"many" cannot be bigint' },
    ]);
    expect(run({ columns, contract: { data_type: 'discard_value' } }, record)).toMatchObject({
      records: [{ id: 1, n: null }],
      counts: { discardedValues: 1 },
    });
    expect(() => run({ columns, contract: { data_type: 'freeze' } }, record)).toThrow(/column "n"/);
  });

  test('null where nullable: false breaks the contract too', () => {
    expect(run({ columns }, { id: null }, {}).rejects).toHaveLength(2);
  });

  test('names that collide after renaming: an error', () => {
    expect(() => run({ naming: 'snake_case' }, { fooBar: 1, foo_bar: 2 })).toThrow(/collides/);
    expect(() => run({ columns: [column('id', 'text', { from: 'ID' })] }, { ID: '1', id: '2' })).toThrow(
      /collides/,
    );
  });

  test('names of Object.prototype are data like any other', () => {
    const odd = ['constructor', 'toString', '__proto__'].map((name) => column(name, 'bigint'));
    const { records } = run(
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
    const columns = types.map((type) => column(type, type));
    const record = fc.record(Object.fromEntries(types.map((type) => [type, value])), { requiredKeys: [] });
    fc.assert(
      fc.property(
        fc.array(record, { maxLength: 5 }),
        fc.constantFrom('discard_row' as const, 'discard_value' as const),
        (records, data_type) => {
          const once = run({ columns, contract: { data_type } }, ...(records as JsonRecord[]));
          expect(once.records.length + once.rejects.length).toBe(records.length);
          const twice = run({ columns, contract: { data_type: 'freeze' } }, ...once.records);
          expect(twice.records).toEqual(once.records);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('without columns records pass through untouched', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (record) => {
        expect(run({}, record as JsonRecord).records[0]).toBe(record);
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
    const { records } = run({ columns: [column('x', 'bigint', { from })] }, record);
    expect(records[0]?.x).toBe(expected);
  });

  test('a key that is declared as it stands is not undeclared', () => {
    const declared = [column('etag', 'text', { from: '@odata.etag' })];
    expect(run({ columns: declared }, { '@odata.etag': 'a', more: 1 }).records).toEqual([
      { etag: 'a', more: 1 },
    ]);
  });
});
