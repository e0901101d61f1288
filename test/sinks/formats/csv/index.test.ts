// What we write, our reader, csv-parse and DuckDB read back, whatever the texts and the dialect are.
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Column } from '../../../../src/config/columns.ts';
import { ExactNumber } from '../../../../src/core/exact-number.ts';
import { toJsonText } from '../../../../src/core/json.ts';
import { csv } from '../../../../src/sinks/formats/csv/index.ts';
import { duckdb } from '../../../helpers/duckdb.ts';
import { readWith, writeWith } from '../../../helpers/formats.ts';
import { columnOf, resourcePlan } from '../../../helpers/plans.ts';

const closed = { columns: 'discard_value', data_type: 'discard_row' } as const;
const planOf = (...columns: Column[]) => resourcePlan({ columns, schema_contract: closed });
const plan = planOf(columnOf('=a,"b"', 'text'), columnOf('t', 'text'), columnOf('j', 'json'));
const columns = [
  { name: '=a,"b"', type: 'text' },
  { name: 't', type: 'text' },
  { name: 'j', type: 'json' },
] as const;

const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(
    '',
    'line\nbreak',
    'return\ralone',
    'both\r\n',
    '"',
    '""',
    ',',
    ';\t|',
    ' padded ',
    '=1+1',
    "'=1",
    '-5',
    '\u2028',
    '\ufeffmark',
    'NULL',
  ),
);
const records = fc.array(
  fc.record({
    '=a,"b"': fc.constant('x'),
    t: fc.option(text),
    j: fc.option(fc.jsonValue().filter((value) => value !== null)),
  }),
  { minLength: 1, maxLength: 12 },
);
const dialect = fc.record({
  delimiter: fc.constantFrom(',', ';', 'tab', '|', ' ', "'", '-', '^', ']', '\\'),
  quote: fc.constantFrom('needed', 'texts'),
  bom: fc.boolean(),
  safe: fc.boolean(),
});

const half = <T>(rows: readonly T[]) => [rows.slice(0, rows.length >> 1), rows.slice(rows.length >> 1)];

describe('law', () => {
  test('write then read is identity in every dialect', async () => {
    await fc.assert(
      fc.asyncProperty(records, dialect, async (rows, options) => {
        const back = await readWith(csv, await writeWith(csv, plan, half(rows), options), columns, options);
        // Compared as text, in which 2^53 is the same as a number and as a BigInt.
        expect(back.map(toJsonText)).toEqual(rows.map(toJsonText));
      }),
      { numRuns: 120 },
    );
  });

  test('csv-parse reads the same texts in every dialect', async () => {
    await fc.assert(
      fc.asyncProperty(records, dialect, async (rows, { safe: _, ...options }) => {
        const file = await writeWith(csv, plan, half(rows), options);
        const delimiter = options.delimiter === 'tab' ? '\t' : options.delimiter;
        const settings = { delimiter, bom: options.bom, record_delimiter: '\r\n' };
        const read = parse<Record<string, string>>(readFileSync(file), { ...settings, columns: true });
        expect(read.map((row) => row.t)).toEqual(rows.map((row) => row.t ?? ''));
      }),
      { numRuns: 80 },
    );
  });

  test('DuckDB reads the same texts', async () => {
    await fc.assert(
      fc.asyncProperty(records, async (rows) => {
        // DuckDB takes a NUL for the end of a text, and its package drops a mark at the start.
        fc.pre(rows.every((row) => !/\u0000|^\ufeff/.test(row.t ?? '')));
        const file = await writeWith(csv, plan, half(rows));
        const read = await duckdb(
          `SELECT t FROM read_csv('${file}', header=true, auto_detect=false, delim=',', quote='"', escape='"', new_line='\\r\\n', allow_quoted_nulls=false, nullstr='', columns={a:'VARCHAR', t:'VARCHAR', j:'VARCHAR'})`,
        );
        expect(read.map((row) => row.t)).toEqual(rows.map((row) => row.t));
      }),
      { numRuns: 30 },
    );
  });
});

describe('no line is blank', () => {
  const lines = (file: string) => readFileSync(file, 'utf8').split('\r\n').slice(0, -1);

  test.each([
    ['a column that may be null', planOf(columnOf('v', 'text'))],
    ['no columns', resourcePlan()],
  ])('%s', async (_name, plan) => {
    const rows = [{ v: null }, { v: 'a' }, { v: '' }, {}];
    const file = await writeWith(csv, plan, [rows]);
    expect(lines(file)).toHaveLength(5);
    expect(lines(file)).not.toContain('');
    const read = await readWith(csv, file, [{ name: 'v', type: 'text' }]);
    expect(read.map((row) => row.v)).toEqual([null, 'a', '', null]);
    expect(
      await duckdb(
        `SELECT count(*)::INT AS n, count(v)::INT AS v FROM read_csv('${file}', allow_quoted_nulls=false)`,
      ),
    ).toEqual([{ n: 4, v: 2 }]);
  });

  test('records without a field', async () => {
    const file = await writeWith(csv, resourcePlan(), [[{}, {}]]);
    expect(lines(file)).toEqual(['_extra', '{}', '{}']);
    expect(await readWith(csv, file, [])).toEqual([{}, {}]);
  });

  test('a column that is never null stands alone', async () => {
    const file = await writeWith(csv, planOf(columnOf('v', 'text', { nullable: false })), [[{ v: '' }]]);
    expect(lines(file)).toEqual(['v', '""']);
  });
});

test('a value that no column can hold is refused where no _extra keeps it', async () => {
  await expect(
    writeWith(csv, planOf(columnOf('t', 'text'), columnOf('u', 'text')), [[{ t: '\ud800', u: 'x' }]]),
  ).rejects.toThrow(/column "t": CSV cannot hold/);
});

describe('columns that nobody declared', () => {
  const cells = async (...values: unknown[]) => {
    const file = await writeWith(csv, resourcePlan(), [values.map((v) => ({ v }))]);
    return readFileSync(file, 'utf8').split('\r\n').slice(1, -1);
  };

  test.each<[string, unknown[], string[]]>([
    ['an empty text beside numbers', [5, ''], ['5,', '"",']],
    ['numbers beside texts', [1, 'A2'], ['1,', 'A2,']],
    ['truth beside numbers', [true, 1.5], ['true,', '1.5,']],
    ['every digit beside a text', ['x', 9007199254740993n], ['x,', '9007199254740993,']],
    [
      'more digits than a double has',
      [new ExactNumber('0.12345678901234567890')],
      ['0.12345678901234567890,'],
    ],
    ['integers beyond 64 bits', [2n ** 70n, 1], [`${2n ** 70n},`, '1,']],
    ['null beside texts', [null, ''], [',', '"",']],
    ['an object beside a text', [{ a: 1 }, 'x'], ['"{""a"":1}",', '"""x""",']],
  ])('%s', async (_name, values, lines) => {
    expect(await cells(...values)).toEqual(lines);
  });
});
