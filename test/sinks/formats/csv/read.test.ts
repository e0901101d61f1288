// Our own CSV files back to records.
import { expect, test } from 'vitest';
import { csvOptions } from '../../../../src/sinks/formats/csv/dialect.ts';
import { readCsv } from '../../../../src/sinks/formats/csv/read.ts';
import type { TableColumn } from '../../../../src/sinks/formats/table/columns.ts';

async function read(text: string, columns: TableColumn[] = [], options: object = {}) {
  const source = (async function* () {
    yield Buffer.from(text);
  })();
  const records: Record<string, unknown>[] = [];
  for await (const batch of readCsv(source, columns, csvOptions.parse(options))) records.push(...batch);
  return records;
}

test('an empty cell is null, a quoted one the empty text; typed ones are what they were', async () => {
  const columns: TableColumn[] = [
    { name: 'j', type: 'json' },
    { name: 't', type: 'text' },
  ];
  expect(await read('t,j\r\n"","{""a"":[1]}"\r\n,\r\n', columns)).toEqual([
    { t: '', j: { a: [1] } },
    { t: null, j: null },
  ]);
});

test('_extra goes back into its record, over the empty cell of a column', async () => {
  expect(await read('n,_extra\r\n,"{""n"":""many"",""__proto__"":1}"\r\n1,\r\n')).toEqual([
    JSON.parse('{"n": "many", "__proto__": 1}'),
    { n: '1' },
  ]);
});

test('in the layout that it was written in, apostrophes taken off the header too', async () => {
  const options = { delimiter: 'tab', bom: true, safe: true };
  expect(await read("\ufeff'=a\tb\r\n'=1+1\t'quoted\r\n", [], options)).toEqual([
    { '=a': '=1+1', b: "'quoted" },
  ]);
  expect(await read("a\r\n'=1+1\r\n")).toEqual([{ a: "'=1+1" }]);
});

test('a header alone holds no record; of many rows none is taken for it', async () => {
  expect(await read('a,b\r\n')).toEqual([]);
  const rows = Array.from({ length: 1200 }, (_, i) => `${i}\r\n`).join('');
  const found = await read(`a\r\n${rows}`);
  expect(found.map(({ a }) => Number(a))).toEqual(Array.from({ length: 1200 }, (_, i) => i));
});
