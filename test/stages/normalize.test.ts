import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import type { DataType } from '../../src/columns/index.ts';
import { DATA_TYPES } from '../../src/columns/index.ts';
import type { Column } from '../../src/config/columns.ts';
import { contractSchema } from '../../src/config/columns.ts';
import type { JsonRecord } from '../../src/core/batch.ts';
import type { Emit } from '../../src/core/events.ts';
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
  const warnings: string[] = [];
  const emit: Emit = (event) => event.kind === 'warning' && warnings.push(event.message);
  const context = { ...contextFor(normalize), emit };
  const stage = normalize.create(
    { columns, schema_contract: contractSchema.parse(contract ?? {}), naming },
    context,
  );
  const batch = batchOf(records);
  const pushed = stage?.push(batch) ?? batch;
  stage?.end();
  return { ...pushed, counts: context.counts, warnings };
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

  test('two fields that get one name: an error', () => {
    const other = [column('id', 'text')];
    expect(() => run({ naming: 'snake_case' }, { fooBar: 1, foo_bar: 2 })).toThrow(/collides/);
    expect(() => run({ columns: other, naming: 'snake_case' }, { fooBar: 1, foo_bar: 2 })).toThrow(
      /collides/,
    );
    expect(() => run({ columns: other, naming: 'snake_case' }, { id: 1, Id: 2 })).toThrow(/collides/);
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
    const columns = [column(String(more.name), 'text', more)];
    const { records, warnings } = run({ columns }, record, record);
    expect(records).toEqual([expected, expected]);
    expect(warnings).toEqual([expect.stringMatching(says)]);
  });

  test('collides where that name is taken too', () => {
    const columns = [column('id', 'text', { from: 'ID' }), column('id_other', 'text')];
    expect(() => run({ columns }, { ID: 1, id: 2 })).toThrow(/collides/);
  });

  test('without a rest there is nothing to say', () => {
    const columns = [column('title', 'text', { from: 'title.raw' })];
    expect(run({ columns }, { title: { raw: 'a' } }).warnings).toEqual([]);
  });
});

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
    const { records, warnings } = run({ columns: [column(name, 'text')], naming }, record);
    expect(records).toEqual([{ [name]: value }]);
    expect(warnings).toEqual([]);
  });

  test('record by record, what is left of an object behind it', () => {
    const columns = [column('id', 'bigint'), column('owner__name', 'text')];
    const { records } = run(
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
    const columns = [column('created_at', 'text', { from: 'made' })];
    const { records } = run({ columns, naming }, { made: 'x', createdAt: 'y' });
    expect(records).toEqual([{ created_at: 'x', created_at_other: 'y' }]);
  });

  test('law: declared by their new names, fields come out as they do undeclared', () => {
    const key = fc.stringMatching(/^[a-z]{1,3}([A-Z][a-z]{1,2})?$/);
    fc.assert(
      fc.property(fc.array(fc.dictionary(key, fc.integer(), { maxKeys: 5 }), { maxLength: 4 }), (records) => {
        const plain = run({ naming }, ...records).records;
        const names = [...new Set(plain.flatMap((record) => Object.keys(record)))];
        const columns = names.map((name) => column(name, 'json'));
        expect(run({ columns, naming }, ...records).records).toEqual(
          plain.map((record) => Object.fromEntries(names.map((name) => [name, record[name] ?? null]))),
        );
      }),
    );
  });
});

describe('a column that no record has a field for', () => {
  test('is said with the fields that the records have', () => {
    const columns = [column('created_at', 'text'), column('owner__name', 'text'), column('id', 'bigint')];
    const { warnings } = run({ columns }, { id: 1, createdAt: 'x' }, { id: 2, owner: { name: 'x' } });
    expect(warnings).toEqual([
      'column "created_at" is null in all of 2 records, which have id, createdAt, owner (did you mean "createdAt"?)',
      'column "owner__name" is null in all of 2 records, which have id, createdAt, owner',
    ]);
  });

  test('names the path that leads nowhere', () => {
    const columns = [column('name', 'text', { from: 'owner.nmae' })];
    expect(run({ columns }, { owner: { name: 'x' } }).warnings).toEqual([
      'column "name" from "owner.nmae" is null in all of 1 record, which have owner',
    ]);
  });

  test('is not one that is null in every record, nor one of no records', () => {
    const columns = [column('id', 'bigint')];
    expect(run({ columns }, { id: null }).warnings).toEqual([]);
    expect(run({ columns }).warnings).toEqual([]);
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
