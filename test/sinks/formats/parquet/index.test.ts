// DuckDB reads back what we wrote: values, types and counts.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { parquetReadObjects } from 'hyparquet';
import { describe, expect, test } from 'vitest';
import type { ResourcePlan } from '../../../../src/config/pipeline.ts';
import type { JsonRecord } from '../../../../src/core/batch.ts';
import { toJsonText } from '../../../../src/core/json.ts';
import { parquet } from '../../../../src/sinks/formats/parquet/index.ts';
import { columnsOf, duckdb } from '../../../helpers/duckdb.ts';
import { columnOf, resourcePlan } from '../../../helpers/plans.ts';
import { temporaryDirectory } from '../../../helpers/temporary.ts';

const typed = resourcePlan({
  schema_contract: { columns: 'discard_value', data_type: 'discard_row' },
  columns: [
    columnOf('t', 'text'),
    columnOf('d', 'double'),
    columnOf('b', 'bool'),
    columnOf('ts', 'timestamp'),
    columnOf('da', 'date'),
    columnOf('n', 'bigint'),
    columnOf('j', 'json'),
    columnOf('x', 'binary'),
  ],
});

const nullable = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { freq: 4 });
const int64 = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.constantFrom(9007199254740993n, 2n ** 63n - 1n, -(2n ** 63n)),
  fc.maxSafeInteger(),
);
const micros = fc
  .tuple(
    fc.date({ min: new Date('0001-01-02'), max: new Date('9999-12-30'), noInvalidDate: true }),
    fc.integer({ min: 0, max: 999 }),
  )
  .map(([date, micro]) =>
    micro === 0 ? date.toISOString() : date.toISOString().replace('Z', `${String(micro).padStart(3, '0')}Z`),
  );
const rows = fc.array(
  fc.record({
    t: nullable(fc.string({ unit: 'grapheme' })),
    d: nullable(fc.double({ noNaN: true, noDefaultInfinity: true })),
    b: nullable(fc.boolean()),
    ts: nullable(micros),
    da: nullable(micros.map((text) => text.slice(0, 10))),
    n: nullable(int64),
    j: nullable(fc.jsonValue()),
    x: nullable(fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes).toString('base64'))),
  }),
  { maxLength: 40 },
);

const defaults = parquet.options.parse({});
const { writer: writers, compression: compressions } = parquet.options.shape;

describe.each(writers.unwrap().options)('%s', (writer) => {
  async function write(plan: ResourcePlan, ...pages: JsonRecord[][]): Promise<string> {
    const file = path.join(await temporaryDirectory(), 'x.parquet');
    const encoder = (await parquet.open(plan, { ...defaults, writer, earlier: [] })).next();
    const chunks: Uint8Array[] = [];
    for (const records of pages) chunks.push(...(await encoder.encode(records)));
    chunks.push(...(await encoder.end()));
    writeFileSync(file, Buffer.concat(chunks));
    return file;
  }

  describe('declared columns', () => {
    test('no records at all: a valid file with all its columns', async () => {
      const file = await write(typed);
      expect(await duckdb(`SELECT count(*)::INT AS n FROM '${file}'`)).toEqual([{ n: 0 }]);
      expect(await columnsOf(file)).toEqual([
        ['t', 'VARCHAR'],
        ['d', 'DOUBLE'],
        ['b', 'BOOLEAN'],
        ['ts', writer === 'hyparquet' ? 'TIMESTAMP WITH TIME ZONE' : 'TIMESTAMP'],
        ['da', 'DATE'],
        ['n', 'BIGINT'],
        ['j', 'JSON'],
        ['x', 'BLOB'],
      ]);
    });

    test('write then read is identity', async () => {
      await fc.assert(
        fc.asyncProperty(rows, async (records) => {
          const file = await write(typed, records.slice(0, 7), records.slice(7));
          const read = await duckdb(
            `SELECT t, d, b, strftime(ts::TIMESTAMP, '%Y-%m-%dT%H:%M:%S.%f') AS ts, da::VARCHAR AS da, n, j, to_base64(x) AS x FROM '${file}'`,
          );
          const expected = records.map((record) => ({
            ...record,
            d: record.d === null ? null : record.d + 0,
            ts: record.ts === null ? null : `${record.ts.slice(0, -1).padEnd(26, '0')}`,
            n: record.n === null ? null : BigInt(record.n),
            j: record.j === null ? null : toJsonText(record.j),
          }));
          expect(
            read.map((row) => ({
              ...row,
              d: row.d === null ? null : Number(row.d) + 0,
              n: row.n === null ? null : BigInt(row.n as bigint),
            })),
          ).toEqual(expected);
        }),
        { numRuns: 20 },
      );
    });

    test('integers beyond 2^53: exact, also for the independent reader', async () => {
      const values = [9007199254740993n, 2n ** 63n - 1n, -(2n ** 63n), 5];
      const file = await write(
        resourcePlan({ columns: [columnOf('n', 'bigint')] }),
        values.map((n) => ({ n })),
      );
      expect((await duckdb(`SELECT n FROM '${file}'`)).map((row) => BigInt(row.n as bigint))).toEqual(
        values.map(BigInt),
      );
      const { readFileSync } = await import('node:fs');
      const buffer = readFileSync(file);
      const objects = await parquetReadObjects({
        file: buffer.buffer.slice(buffer.byteOffset, buffer.byteOffset + buffer.byteLength) as ArrayBuffer,
      });
      expect(objects.map((row) => row.n)).toEqual(values.map(BigInt));
    });

    test('undeclared fields and what a column cannot hold are kept in _extra', async () => {
      const plan = resourcePlan({ columns: [columnOf('t', 'text')] });
      const file = await write(plan, [{ t: 'a' }, { t: 'lone \ud800', more: { n: 9007199254740993n } }]);
      expect(await duckdb(`SELECT * FROM '${file}'`)).toEqual([
        { t: 'a', _extra: null },
        { t: null, _extra: '{"t":"lone \\ud800","more":{"n":9007199254740993}}' },
      ]);
      await expect(write(typed, [{ t: '\ud800' }])).rejects.toThrow(/Parquet cannot hold/);
    });

    test('columns named like properties of Object.prototype', async () => {
      const names = ['constructor', 'toString', 'hasOwnProperty', 'a b', 'a,b', 'a.b'];
      const plan = resourcePlan({ columns: names.map((name) => columnOf(name, 'bigint')) });
      const file = await write(plan, [Object.fromEntries(names.map((name, i) => [name, i]))], [{}]);
      const read = await duckdb(`SELECT * EXCLUDE (_extra) FROM '${file}'`);
      expect(read.map((row) => names.map((name) => (row[name] === null ? null : Number(row[name]))))).toEqual(
        [
          [0, 1, 2, 3, 4, 5],
          [null, null, null, null, null, null],
        ],
      );
    });

    test.each(['decimal', 'time'] as const)('%s: one writer refuses it and names the other', async (type) => {
      const plan = resourcePlan({
        columns: [columnOf('c', type, type === 'decimal' ? { precision: 20, scale: 3 } : {})],
      });
      const refusal = parquet.refuse(plan, { ...defaults, writer });
      if (writer === 'parquetjs-lite') {
        expect(refusal).toMatch(/column "c".*--parquet-writer hyparquet/);
        return;
      }
      expect(refusal).toBeUndefined();
      const values =
        type === 'time'
          ? ['00:00:00', '07:08:09.123456', '23:59:59.5', null]
          : ['0.000', '-12345678901234567.891', '99999999999999999.999', null];
      const file = await write(
        plan,
        values.map((c) => ({ c })),
      );
      const read = await duckdb(`SELECT c::VARCHAR AS c FROM '${file}'`);
      expect(read.map((row) => row.c)).toEqual(values);
      expect(await columnsOf(file)).toEqual([
        ['c', type === 'time' ? 'TIME' : 'DECIMAL(20,3)'],
        ['_extra', 'VARCHAR'],
      ]);
      const back: unknown[] = [];
      const typedColumn = { name: 'c', type, precision: 20, scale: 3 } as const;
      for await (const batch of parquet.read(file, {
        columns: [typedColumn],
        compression: undefined,
        options: defaults,
      }))
        back.push(...batch.map((one) => one.c));
      expect(back).toEqual(
        type === 'time' ? ['00:00:00.000000', '07:08:09.123456', '23:59:59.500000', null] : values,
      );
    });

    test.each(compressions.unwrap().options)(
      '%s: DuckDB reads it, or the other writer is named',
      async (compression) => {
        const plan = resourcePlan({ columns: [columnOf('t', 'text')] });
        const options = { ...defaults, writer, compression };
        const refusal = parquet.refuse(plan, options);
        const isLacking = writer === 'parquetjs-lite' && ['zstd', 'brotli'].includes(compression);
        if (isLacking) {
          expect(refusal).toMatch(/use --parquet-writer hyparquet/);
          return;
        }
        expect(refusal).toBeUndefined();
        const file = path.join(await temporaryDirectory(), 'x.parquet');
        const encoder = (await parquet.open(plan, { ...options, earlier: [] })).next();
        const records = Array.from({ length: 3000 }, (_, i) => ({ t: `text ${i % 7}` }));
        writeFileSync(file, Buffer.concat([...(await encoder.encode(records)), ...(await encoder.end())]));
        expect(
          await duckdb(`SELECT count(DISTINCT t)::INT AS n, count(*)::INT AS rows FROM '${file}'`),
        ).toEqual([{ n: 7, rows: 3000 }]);
        const codec = compression === 'none' ? 'UNCOMPRESSED' : compression.toUpperCase();
        expect(await duckdb(`SELECT DISTINCT compression AS c FROM parquet_metadata('${file}')`)).toEqual([
          { c: codec },
        ]);
      },
    );

    test('no columns at all is refused', () => {
      expect(parquet.refuse(resourcePlan({ columns: [] }), defaults)).toMatch(/at least one column/);
    });
  });

  describe('inferred columns', () => {
    test('types of the first thousand; what comes later and does not fit goes to _extra', async () => {
      const first = Array.from({ length: 1000 }, (_, i) => ({
        i,
        d: i / 2,
        t: `t${i}`,
        b: true,
        o: { a: i },
        m: i % 2 ? 1 : 'x',
        e: null,
      }));
      const later = [{ i: 'no number', t: 5, fresh: 'new', d: 1 }];
      const file = await write(resourcePlan(), first, later);
      expect(await columnsOf(file)).toEqual([
        ['i', 'BIGINT'],
        ['d', 'DOUBLE'],
        ['t', 'VARCHAR'],
        ['b', 'BOOLEAN'],
        ['o', 'JSON'],
        ['m', 'VARCHAR'],
        ['e', 'JSON'],
        ['_extra', 'VARCHAR'],
      ]);
      const [last] = await duckdb(`SELECT i, d, t, _extra FROM '${file}' WHERE _extra IS NOT NULL`);
      expect(last).toEqual({ i: null, d: 1, t: '5', _extra: '{"i":"no number","fresh":"new"}' });
    });

    test('nothing is ever lost, whatever the records', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), fc.jsonValue(), { maxKeys: 5 }), {
            maxLength: 12,
          }),
          async (records) => {
            const file = await write(resourcePlan(), records as JsonRecord[]);
            const types = new Map(await columnsOf(file));
            const read = await duckdb(`SELECT * FROM '${file}'`);
            expect(read).toHaveLength(records.length);
            read.forEach((row, i) => {
              const back: JsonRecord = row._extra === null ? {} : JSON.parse(String(row._extra));
              const source = (records[i] ?? {}) as JsonRecord;
              for (const [key, value] of Object.entries(source)) {
                const held = row[key] ?? null;
                const same = (one: unknown) => toJsonText(one) === toJsonText(value);
                const isKept =
                  value === null ||
                  same(held) ||
                  same(back[key]) ||
                  (typeof held === 'bigint' && Number(held) === value) ||
                  (typeof held === 'number' && held + 0 === (value as number) + 0) ||
                  (['VARCHAR', 'JSON'].includes(types.get(key) ?? '') && held === toJsonText(value));
                expect(isKept, `${key} of ${toJsonText(source)} in ${Object.keys(row)}`).toBe(true);
              }
            });
          },
        ),
        { numRuns: 20 },
      );
    });

    test('no records at all: still a valid file', async () => {
      const file = await write(resourcePlan());
      expect(await duckdb(`SELECT count(*)::INT AS n FROM '${file}'`)).toEqual([{ n: 0 }]);
    });
  });
});
