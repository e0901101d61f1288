// Every registered format passes this suite, and one of one's own: what goes in is what DuckDB reads, in order, with
// every column; what is read back and merged stays the same.
import path from 'node:path';
import { csv, extend } from 'penstock';
import { describe, expect, test } from 'vitest';
import { formatFlags } from '../../src/cli/format-flags.ts';
import type { Format } from '../../src/sinks/formats/contract.ts';
import { formats } from '../../src/sinks/formats/index.ts';
import { duckdb } from '../helpers/duckdb.ts';
import { readWith, writeWith } from '../helpers/formats.ts';
import { columnOf, resourcePlan } from '../helpers/plans.ts';
import { json, serve } from '../helpers/serve.ts';
import { temporaryDirectory } from '../helpers/temporary.ts';

const columns = [
  columnOf('id', 'text'),
  columnOf('n', 'bigint'),
  columnOf('d', 'double'),
  columnOf('b', 'bool'),
];
const records = Array.from({ length: 2500 }, (_, i) => ({
  id: `r${i}`,
  n: i % 5 === 0 ? null : 9007199254740993n + BigInt(i),
  d: i / 4,
  b: i % 2 === 0,
}));

// What a user who needs bars between cells writes.
const { delimiter } = csv.format.options.shape;
const psv = {
  ...csv.format,
  name: 'psv',
  extension: 'psv',
  options: csv.format.options.extend({ delimiter: delimiter.default('|') }),
};

const all: readonly Format[] = [...formats, psv];
const text = (format: Format) => (format.name === 'ndjson' ? 'read_ndjson' : 'read_csv');
const from = (format: Format, file: string) =>
  format.name === 'parquet' ? `'${file}'` : `${text(format)}('${file}')`;

describe.each(all.map((format): [string, Format] => [format.name, format]))('%s', (_name, format) => {
  const split = (size: number) =>
    Array.from({ length: Math.ceil(records.length / size) }, (_, i) =>
      records.slice(i * size, (i + 1) * size),
    );
  const read = (file: string) =>
    duckdb(`SELECT id, n::BIGINT AS n, d, b FROM ${from(format, file)}`).then((rows) =>
      rows.map((row) => ({ ...row, n: row.n === null ? null : BigInt(row.n as bigint) })),
    );

  test.each([1, 7, 200, 5000])('DuckDB reads what was written in pages of %i', async (size) => {
    expect(await read(await writeWith(format, resourcePlan({ columns }), split(size)))).toEqual(records);
  });

  test('without columns too', async () => {
    expect(await read(await writeWith(format, resourcePlan(), split(300)))).toEqual(records);
  });

  test('says of itself what the reference and the flags need', () => {
    expect(format.summary).not.toBe('');
    for (const key of Object.keys(format.options.shape)) expect(key).toMatch(/^[a-z][a-z_]*$/);
    for (const { option } of formatFlags([format])) expect(option.description).toMatch(/^\S/);
    // Every option has a default.
    expect(Object.keys(format.options.parse({}))).toEqual(Object.keys(format.options.shape));
  });

  test('no records are a file that is complete: its columns, no rows', async () => {
    const plan = resourcePlan({
      columns,
      schema_contract: { columns: 'discard_value', data_type: 'discard_row' },
    });
    const stored = columns.map(({ name, data_type: type }) => ({ name, type }));
    for (const pages of [[], [[]]]) {
      const file = await writeWith(format, plan, pages);
      expect(await readWith(format, file, stored)).toEqual([]);
      if (format.name === 'ndjson') continue;
      const source = format.name === 'parquet' ? from(format, file) : `read_csv('${file}', header=true)`;
      const described = await duckdb(`DESCRIBE SELECT * FROM ${source}`);
      expect(described.map((row) => row.column_name)).toEqual(['id', 'n', 'd', 'b']);
      expect(await duckdb(`SELECT count(*)::INT AS n FROM ${source}`)).toEqual([{ n: 0 }]);
    }
  });

  test('names and texts that other programs trip over are the same after each merge', async () => {
    const odd = {
      id: 1,
      'owner.id': 7,
      'a.b': { 'c.d': [1] },
      "['x']": 'y',
      '$.z': 'rooted',
      'back\\slash, it’s': "it's",
      'Ünïcode key': 'line\u2028separator\u2029s',
      mark: '\ufeffmark',
      breaks: 'a\r\nb\rc\n',
      empty: '',
    };
    let run = 0;
    const api = await serve((_, response) => json(response, { data: run++ === 0 ? [odd] : [{ id: run }] }));
    const mine = extend({ formats: [psv] });
    const opened = await mine.open({
      client: { base_url: api.url },
      resources: [
        {
          name: 'things',
          endpoint: { path: '/things', data_selector: 'data', paginator: { type: 'single_page' } },
          primary_key: 'id',
          write_disposition: 'merge',
        },
      ],
    });
    const out = path.join(await temporaryDirectory(), 'out');
    const to = (mine.formats as unknown as Record<string, (place: string) => never>)[format.name];
    for (const _ of [1, 2, 3]) {
      const report = await opened.run({ to: to?.(`${out}/`) as never });
      expect(report).toMatchObject({ exitCode: 0, resources: [{ rejects: 0 }] });
    }
    const file = path.join(out, `things/part-00000.${format.extension}`);
    const stored = format.name === 'ndjson' ? undefined : [{ name: 'a.b', type: 'json' } as const];
    const read = await readWith(format, file, stored);
    const kept = read.find((row) => String(row.id) === '1');
    expect(kept).toMatchObject({ ...odd, id: expect.anything(), 'owner.id': expect.anything() });
    expect(Number(kept?.['owner.id'])).toBe(7);
    expect(read).toHaveLength(3);
  });
});
