// The bytes of CSV files, in every layout.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Column } from '../../../../src/config/columns.ts';
import type { FormatOptions } from '../../../../src/sinks/formats/contract.ts';
import { csvOptions } from '../../../../src/sinks/formats/csv/dialect.ts';
import { csv } from '../../../../src/sinks/formats/csv/index.ts';
import { createCsvFile } from '../../../../src/sinks/formats/csv/write.ts';
import { withExtra } from '../../../../src/sinks/formats/table/columns.ts';
import { writeWith } from '../../../helpers/formats.ts';
import { columnOf, resourcePlan } from '../../../helpers/plans.ts';

const closed = { columns: 'discard_value', data_type: 'discard_row' } as const;
const planOf = (...columns: Column[]) => resourcePlan({ columns, schema_contract: closed });

describe('for people', () => {
  const mixed = planOf(
    columnOf('id', 'bigint'),
    columnOf('d', 'decimal'),
    columnOf('t', 'text'),
    columnOf('b', 'bool'),
  );
  const rows = [
    { id: -1, d: '-12.50', t: '-7', b: true },
    { id: 2, d: null, t: '=1+1', b: null },
    { id: null, d: '0', t: '', b: false },
  ];
  const written = async (options: FormatOptions) =>
    readFileSync(await writeWith(csv, mixed, [rows], options), 'utf8');

  test('plain', async () => {
    expect(await written({})).toBe('id,d,t,b\r\n-1,-12.50,-7,true\r\n2,,=1+1,\r\n,0,"",false\r\n');
  });

  test('a spreadsheet of a land with decimal commas', async () => {
    expect(await written({ delimiter: ';', bom: true })).toBe(
      '\ufeffid;d;t;b\r\n-1;-12.50;-7;true\r\n2;;=1+1;\r\n;0;"";false\r\n',
    );
  });

  test('texts in quotes, numbers without, null stays an empty cell', async () => {
    expect(await written({ quote: 'texts' })).toBe(
      '"id","d","t","b"\r\n-1,-12.50,"-7",true\r\n2,,"=1+1",\r\n,0,"",false\r\n',
    );
  });

  test('guarded formulas, but no guarded number', async () => {
    expect(await written({ safe: true })).toBe(
      'id,d,t,b\r\n-1,-12.50,-7,true\r\n2,,\'=1+1,\r\n,0,"",false\r\n',
    );
  });
});

const typed = [{ name: 'n', type: 'bigint' } as const, { name: 't', type: 'text' } as const];
const textOf = async (file: ReturnType<typeof createCsvFile>, ...pages: Record<string, unknown>[][]) => {
  const chunks: Uint8Array[] = [];
  for (const page of pages) chunks.push(...(await file.encode(page)));
  chunks.push(...(await file.end()));
  return Buffer.concat(chunks).toString();
};
const options = csvOptions.parse({});

test('the header comes once, also where there is no record', async () => {
  expect(await textOf(createCsvFile(typed, options))).toBe('n,t\r\n');
  expect(await textOf(createCsvFile(typed, options), [{ n: 1 }], [], [{ n: 2 }])).toBe('n,t\r\n1,\r\n2,\r\n');
});

test('_extra keeps what no column can hold, the cell of that column is empty', async () => {
  const file = createCsvFile(withExtra(typed), options);
  expect(await textOf(file, [{ n: 'many', t: 'a', more: [1] }])).toBe(
    'n,t,_extra\r\n,a,"{""n"":""many"",""more"":[1]}"\r\n',
  );
});

test('where nothing keeps it, it is refused', () => {
  expect(() => createCsvFile(typed, options).encode([{ n: 'many' }])).toThrow(
    /column "n": CSV cannot hold "many"/,
  );
});

test('a field that only the prototype has is no value', async () => {
  const columns = [{ name: 'constructor', type: 'text' } as const, ...typed];
  expect(await textOf(createCsvFile(columns, options), [{ n: 1 }])).toBe('constructor,n,t\r\n,1,\r\n');
});

test('records without a field are no blank lines', async () => {
  expect(await textOf(createCsvFile(withExtra([]), options), [{}, {}])).toBe('_extra\r\n{}\r\n{}\r\n');
});
