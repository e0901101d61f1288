// The rows that are read are those of csv-parse, however the bytes come; what is no CSV is an error.
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvRows, type Row } from '../../../../src/sinks/formats/csv/rows.ts';

async function rowsOf(text: string | Buffer, size = 1 << 20, delimiter = ','): Promise<Row[]> {
  const bytes = Buffer.from(text);
  const source = (async function* () {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  })();
  const rows: Row[] = [];
  for await (const some of csvRows(source, delimiter)) rows.push(...some);
  return rows;
}

test('an empty cell is null, a quoted one the empty text', async () => {
  expect(await rowsOf('a,b\r\n,""\r\n"",\r\n')).toEqual([
    ['a', 'b'],
    [null, ''],
    ['', null],
  ]);
});

test('law: as csv-parse reads it, in chunks of any size', async () => {
  const cell = fc.string({ unit: fc.constantFrom('"', ',', ';', '\r', '\n', 'é', '🙂', '\ufeff', ' ', 'a') });
  const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(
      rows,
      fc.integer({ min: 1, max: 9 }),
      fc.constantFrom(',', ';'),
      async (rows, size, delimiter) => {
        const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
        const text = rows.map((row) => `${row.map(quoted).join(delimiter)}\r\n`).join('');
        const judge = parse(text, { delimiter, record_delimiter: '\r\n', bom: false });
        expect(judge).toEqual(rows);
        expect(await rowsOf(text, size, delimiter)).toEqual(judge);
      },
    ),
    { numRuns: 300 },
  );
});

test('a cell of many chunks is read in time that grows with it', async () => {
  const long = 'x,"\r\n'.repeat(400_000);
  const [row] = await rowsOf(`"${long.replaceAll('"', '""')}",1\r\n`, 1 << 10);
  expect(row?.[0] === long).toBe(true);
});

test('lists of rows are bounded', async () => {
  const source = (async function* () {
    yield Buffer.from('1\r\n'.repeat(1234));
  })();
  const sizes: number[] = [];
  for await (const rows of csvRows(source, ',')) sizes.push(rows.length);
  expect(sizes).toEqual([500, 500, 234]);
});

test.each([
  ['a,b\r\n1,2', /cut short/],
  ['a,b\r\n"1,2\r\n', /cut short/],
  ['a,b\r\n"1"x,2\r\n', /"x" after a cell/],
  ['a\rb\r\n', /after a cell/],
])('%j is an error', async (text, message) => {
  await expect(rowsOf(text)).rejects.toThrow(message);
});

test('bytes that are no UTF-8 are an error', async () => {
  await expect(rowsOf(Buffer.from([0x61, 0xff, 0x0d, 0x0a]))).rejects.toThrow(/not valid|invalid/i);
});
