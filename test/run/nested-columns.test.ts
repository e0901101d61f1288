// Columns of objects and lists, from a server to every format, read by DuckDB, and carried over by merge.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { duckdb } from '../helpers/duckdb.ts';
import { exportInto } from '../helpers/exports.ts';
import { temporaryDirectory } from '../helpers/temporary.ts';

const columns = {
  id: { data_type: 'bigint' },
  owner: {
    data_type: 'json',
    fields: {
      name: { data_type: 'text' },
      since: { data_type: 'date' },
      boss: { data_type: 'json', fields: { id: { data_type: 'bigint' } } },
    },
  },
  tags: { data_type: 'json', items: { data_type: 'text' } },
  lines: {
    data_type: 'json',
    items: {
      data_type: 'json',
      fields: { sku: { data_type: 'text' }, price: { data_type: 'decimal', precision: 18, scale: 2 } },
    },
  },
  free: { data_type: 'json' },
};

const records = [
  {
    id: 1,
    owner: { name: 'Ada', since: '2024-02-03', boss: { id: '9007199254740993' } },
    tags: ['a', null, 'ü'],
    lines: [
      { sku: 'x', price: '1.50' },
      { sku: null, price: null },
    ],
    free: { any: [1, 'two'] },
  },
  { id: 2, owner: { name: null, since: null, boss: null }, tags: [], lines: [], free: null },
  { id: 3, owner: null, tags: null, lines: null, free: [1] },
];

describe('columns of objects and lists', () => {
  test('are structs and lists in Parquet, and JSON beside them', async () => {
    const out = path.join(await temporaryDirectory(), 'out');
    const run = await exportInto(out, { records, resource: { columns }, words: ['-f', 'parquet'] });
    expect(run.code).toBe(0);
    const file = `${out}/things/*.parquet`;
    const described = await duckdb(`DESCRIBE SELECT * FROM '${file}'`);
    expect(described.map((row) => [row.column_name, row.column_type])).toEqual([
      ['id', 'BIGINT'],
      ['owner', 'STRUCT("name" VARCHAR, since DATE, boss STRUCT(id BIGINT))'],
      ['tags', 'VARCHAR[]'],
      ['lines', 'STRUCT(sku VARCHAR, price DECIMAL(18,2))[]'],
      ['free', 'JSON'],
      ['_extra', 'VARCHAR'],
    ]);
    expect(
      await duckdb(
        `SELECT id, owner.boss.id AS boss, owner.since::text AS since, len(tags) AS tags, lines[1].price::text AS price, free->>'$.any[1]' AS free FROM '${file}' ORDER BY id`,
      ),
    ).toEqual([
      { id: 1n, boss: 9007199254740993n, since: '2024-02-03', tags: 3n, price: '1.50', free: 'two' },
      { id: 2n, boss: null, since: null, tags: 0n, price: null, free: null },
      { id: 3n, boss: null, since: null, tags: null, price: null, free: null },
    ]);
  });

  test.each(['ndjson', 'csv', 'parquet'])('are carried over by merge: %s', async (format) => {
    const out = path.join(await temporaryDirectory(), 'out');
    const words = ['-f', format];
    expect((await exportInto(out, { records, resource: { columns }, words })).code).toBe(0);
    const later = [{ ...records[1], tags: ['new'] }];
    const second = await exportInto(out, { records: later, resource: { columns }, words });
    expect(second.code).toBe(0);
    const [first] = await exportedAs(out, format);
    expect(first).toEqual({ n: 3n, boss: '9007199254740993', price: '1.50', tags: '["new"]' });
  });

  test('a wrong value inside rejects the record and names its path', async () => {
    const out = path.join(await temporaryDirectory(), 'out');
    const wrong = [...records, { id: 4, lines: [{ sku: 'x', price: 'cheap' }] }];
    const run = await exportInto(out, { records: wrong, resource: { columns }, words: ['-f', 'parquet'] });
    expect(run.code).toBe(6);
    const rejects = await readFile(path.join(out, '_rejects/things/part-00000.ndjson'), 'utf8');
    expect(JSON.parse(rejects)).toMatchObject({
      column: 'lines',
      reason: expect.stringContaining('[0].price'),
    });
  });

  test('whatever the values, Parquet gives them back', async () => {
    const value = fc.record({
      n: fc.option(fc.maxSafeInteger()),
      words: fc.option(fc.array(fc.option(fc.string({ unit: 'grapheme', maxLength: 5 })), { maxLength: 4 })),
      deep: fc.option(fc.array(fc.record({ a: fc.option(fc.boolean()) }), { maxLength: 3 })),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(value), { minLength: 1, maxLength: 30 }), async (values) => {
        const out = path.join(await temporaryDirectory(), 'out');
        const given = values.map((v, id) => ({ id, v }));
        const shape = {
          id: { data_type: 'bigint' },
          v: {
            data_type: 'json',
            fields: {
              n: { data_type: 'bigint' },
              words: { data_type: 'json', items: { data_type: 'text' } },
              deep: { data_type: 'json', items: { data_type: 'json', fields: { a: { data_type: 'bool' } } } },
            },
          },
        };
        const run = await exportInto(out, {
          records: given,
          resource: { columns: shape },
          words: ['-f', 'parquet'],
        });
        expect(run.code).toBe(0);
        const rows = await duckdb(`SELECT to_json(v)::text AS v FROM '${out}/things/*.parquet' ORDER BY id`);
        expect(rows.map((row) => (row.v === null ? null : JSON.parse(String(row.v))))).toEqual(values);
      }),
      { numRuns: 8 },
    );
  });
});

async function exportedAs(out: string, format: string) {
  const files = `${out}/things/*.${format}`;
  if (format === 'parquet')
    return duckdb(
      `SELECT count(*) OVER () AS n, owner.boss.id::text AS boss, lines[1].price::text AS price, (SELECT to_json(tags)::text FROM '${files}' WHERE id = 2) AS tags FROM '${files}' WHERE id = 1 LIMIT 1`,
    ).then(([row]) =>
      duckdb(`SELECT count(*) AS n FROM '${files}'`).then(([count]) => [{ ...row, ...count }]),
    );
  const read =
    format === 'csv'
      ? `read_csv('${files}', all_varchar = true)`
      : `read_ndjson('${files}', columns = {id: 'VARCHAR', owner: 'JSON', tags: 'JSON', lines: 'JSON'})`;
  const [count] = await duckdb(`SELECT count(*) AS n FROM ${read}`);
  const [row] = await duckdb(
    `SELECT owner::json->'boss'->>'id' AS boss, lines::json->0->>'price' AS price, (SELECT tags::text FROM ${read} WHERE id = '2') AS tags FROM ${read} WHERE id = '1'`,
  );
  return [{ ...row, ...count }];
}
