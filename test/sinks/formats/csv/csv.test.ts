// What we write, our reader and DuckDB read back, whatever the texts are.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonRecord } from '../../../../src/core/batch.ts';
import { toJsonText } from '../../../../src/core/json.ts';
import { csv } from '../../../../src/sinks/formats/csv/index.ts';
import { duckdb } from '../../../helpers/duckdb.ts';
import { columnOf, resourcePlan } from '../../../helpers/plans.ts';
import { temporaryDirectory } from '../../../helpers/temporary.ts';

const plan = resourcePlan({
  columns: [columnOf('a,"b"', 'text'), columnOf('t', 'text'), columnOf('j', 'json')],
  schema_contract: { columns: 'discard_value', data_type: 'discard_row' },
});
const columns = [
  { name: 'a,"b"', type: 'text' },
  { name: 't', type: 'text' },
  { name: 'j', type: 'json' },
] as const;

const options = csv.options.parse({});
const written = { columns, compression: undefined, options };

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
    ' padded ',
    '=1+1',
    '\u2028',
    'NULL',
  ),
);
const records = fc.array(
  fc.record({
    'a,"b"': fc.constant('x'),
    t: fc.option(text),
    j: fc.option(fc.jsonValue().filter((value) => value !== null)),
  }),
  { minLength: 1, maxLength: 12 },
);

async function write(rows: readonly JsonRecord[]): Promise<string> {
  const file = path.join(await temporaryDirectory(), 'x.csv');
  const encoder = (await csv.open(plan, { ...options, earlier: [] })).next();
  const half = rows.length >> 1;
  const chunks = [
    ...(await encoder.encode(rows.slice(0, half))),
    ...(await encoder.encode(rows.slice(half))),
    ...(await encoder.end()),
  ];
  writeFileSync(file, Buffer.concat(chunks));
  return file;
}

describe('csv', () => {
  test('write then read is identity', async () => {
    await fc.assert(
      fc.asyncProperty(records, async (rows) => {
        const back: JsonRecord[] = [];
        for await (const batch of csv.read(await write(rows), written)) back.push(...batch);
        // Compared as text, in which 2^53 is the same as a number and as a BigInt.
        expect(back.map(toJsonText)).toEqual(rows.map(toJsonText));
      }),
      { numRuns: 80 },
    );
  });

  test('DuckDB reads the same texts', async () => {
    await fc.assert(
      fc.asyncProperty(records, async (rows) => {
        // DuckDB takes a NUL for the end of a text.
        fc.pre(rows.every((row) => !row.t?.includes('\u0000')));
        const file = await write(rows);
        const read = await duckdb(
          `SELECT t FROM read_csv('${file}', header=true, auto_detect=false, delim=',', quote='"', escape='"', new_line='\\r\\n', allow_quoted_nulls=false, nullstr='', columns={a:'VARCHAR', t:'VARCHAR', j:'VARCHAR'})`,
        );
        expect(read.map((row) => row.t)).toEqual(rows.map((row) => row.t));
      }),
      { numRuns: 30 },
    );
  });
});
