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

/** One value through one column: the value, or `reject`. */
function through(one: Column, value: unknown): unknown {
  const { records, rejects } = run({ columns: [one] }, { [one.name]: value });
  return rejects.length > 0 ? 'reject' : records[0]?.[one.name];
}

describe('types', () => {
  test.each<[DataType, unknown, unknown]>([
    ['text', 'a', 'a'],
    ['text', 5, '5'],
    ['text', 9007199254740993n, '9007199254740993'],
    ['text', '', ''],
    ['text', { a: 1 }, 'reject'],
    ['double', '1.5', 1.5],
    ['double', ' 2 ', 2],
    ['double', 3n, 3],
    ['double', '12abc', 'reject'],
    ['double', '1e400', 'reject'],
    ['double', true, 'reject'],
    ['double', '', null],
    ['bigint', 5, 5],
    ['bigint', '005', 5],
    ['bigint', '5.0', 5],
    ['bigint', '9007199254740993', 9007199254740993n],
    ['bigint', 9223372036854775807n, 9223372036854775807n],
    ['bigint', 9223372036854775808n, 'reject'],
    ['bigint', 1.7, 'reject'],
    ['bigint', true, 'reject'],
    ['bool', 'Y', true],
    ['bool', 'n', false],
    ['bool', 'false', false],
    ['bool', 1, true],
    ['bool', 0, false],
    ['bool', 2, 'reject'],
    ['bool', 'maybe', 'reject'],
    ['timestamp', '2024-05-06T07:08:09Z', '2024-05-06T07:08:09.000Z'],
    ['timestamp', '2024-05-06T07:08:09.123456Z', '2024-05-06T07:08:09.123456Z'],
    ['timestamp', '2024-05-06T07:08:09.1234567Z', '2024-05-06T07:08:09.123456Z'],
    ['timestamp', '2024-05-06T07:08:09+05:30', '2024-05-06T01:38:09.000Z'],
    ['timestamp', '2024-05-06T07:08:09.000001-0230', '2024-05-06T09:38:09.000001Z'],
    ['timestamp', '2024-05-06 07:08', '2024-05-06T07:08:00.000Z'],
    ['timestamp', '2024-05-06', '2024-05-06T00:00:00.000Z'],
    ['timestamp', '0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
    ['timestamp', '0001-01-01T00:00:00+01:00', 'reject'],
    ['timestamp', '10000-01-01T00:00:00Z', 'reject'],
    ['timestamp', '2024-02-30T00:00:00Z', 'reject'],
    ['timestamp', '2023-02-29', 'reject'],
    ['timestamp', '2016-12-31T23:59:60Z', 'reject'],
    ['timestamp', 'yesterday', 'reject'],
    ['timestamp', 1700000000, 'reject'],
    ['date', '2024-05-06', '2024-05-06'],
    ['date', '2024-05-06T00:00:00Z', '2024-05-06'],
    ['date', '2024-05-06T10:00:00Z', 'reject'],
    ['time', '7:08', 'reject'],
    ['time', '07:08', '07:08:00'],
    ['time', '07:08:09.500', '07:08:09.5'],
    ['time', '24:00:00', 'reject'],
    ['decimal', '0012.50', '12.5'],
    ['decimal', 1e-7, '0.0000001'],
    ['decimal', '1.5e3', '1500'],
    ['decimal', '-0.0', '0'],
    ['decimal', '123456789012345678901234567890', 'reject'],
    ['decimal', '12345678901234567890123456789', '12345678901234567890123456789'],
    ['decimal', 'abc', 'reject'],
    ['json', { a: [1] }, { a: [1] }],
    ['json', 'text', 'text'],
    ['binary', 'aGVsbG8=', 'aGVsbG8='],
    ['binary', 'not base64!', 'reject'],
  ])('%s of %o', (type, value, expected) => {
    expect(through(column('c', type), value)).toEqual(expected);
  });

  test.each<[Partial<Column> & { data_type: DataType }, unknown, unknown]>([
    [{ data_type: 'timestamp', format: 'epoch_s' }, 1700000000, '2023-11-14T22:13:20.000Z'],
    [{ data_type: 'timestamp', format: 'epoch_s' }, '1700000000', '2023-11-14T22:13:20.000Z'],
    [{ data_type: 'timestamp', format: 'epoch_s' }, 1700000000.25, '2023-11-14T22:13:20.250Z'],
    [{ data_type: 'timestamp', format: 'epoch_ms' }, 1700000000001, '2023-11-14T22:13:20.001Z'],
    [{ data_type: 'timestamp', format: 'epoch_ms' }, 1e17, 'reject'],
    [{ data_type: 'timestamp', format: 'DD.MM.YYYY HH:mm' }, '06.05.2024 07:08', '2024-05-06T07:08:00.000Z'],
    [{ data_type: 'timestamp', format: 'DD.MM.YYYY HH:mm' }, '31.02.2024 07:08', 'reject'],
    [{ data_type: 'date', format: 'MM/DD/YYYY' }, '05/06/2024', '2024-05-06'],
    [{ data_type: 'decimal', precision: 6, scale: 2 }, '12.5', '12.50'],
    [{ data_type: 'decimal', precision: 6, scale: 2 }, '12.345', 'reject'],
    [{ data_type: 'decimal', precision: 6, scale: 2 }, '12345.00', 'reject'],
  ])('%o of %o', (more, value, expected) => {
    expect(through(column('c', more.data_type, more), value)).toEqual(expected);
  });
});

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

  test('48 two fields of one name are an error', () => {
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
