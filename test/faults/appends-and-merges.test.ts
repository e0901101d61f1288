// Sequences of runs: what append and merge keep of columns, names and texts, in every format.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { duckdb } from '../helpers/duckdb.ts';
import { sequence } from '../helpers/sequence.ts';

const formats = ['ndjson', 'csv', 'parquet'];
const merge = { primary_key: 'id', write_disposition: 'merge' };

async function rowsIn(out: string, format: string): Promise<string> {
  const rows = await duckdb(
    `SELECT to_json(t)::VARCHAR AS row FROM '${out}/things/*.${format}' t ORDER BY id`,
  );
  return rows.map((row) => String(row.row)).join('\n');
}

describe('merge or append onto something else', () => {
  test.each(formats)(
    'append without columns, a field more in the second run: one schema, nothing lost, %s',
    async (format) => {
      const runs = await sequence(format);
      const resource = { write_disposition: 'append' };
      const bodies = [[{ id: 1, v: 5 }], [{ id: 2, v: 6, w: 'kept' }], [{ id: 3, x: 'also kept' }]];
      for (const records of bodies) {
        const ran = await runs.run({ records, resource });
        expect(ran.code, ran.stderr).toBe(0);
      }
      const rows = await rowsIn(runs.out, format);
      expect(rows.split('\n')).toHaveLength(3);
      expect(rows).toMatch(/5[\s\S]*6[\s\S]*kept[\s\S]*also kept/);
      if (format === 'ndjson') return;
      const files = await duckdb(`SELECT DISTINCT file FROM glob('${runs.out}/things/*.${format}')`);
      const shapes = new Set<string>();
      for (const { file } of files) {
        const columns = await duckdb(`DESCRIBE SELECT * FROM '${String(file)}'`);
        shapes.add(JSON.stringify(columns.map((column) => column.column_name)));
      }
      expect([...shapes]).toHaveLength(1);
    },
  );

  test.each(formats)(
    'append with declared columns, then others: refused or one schema, %s',
    async (format) => {
      const runs = await sequence(format);
      const columns = { id: { data_type: 'bigint' }, v: { data_type: 'bigint' } };
      expect(
        (await runs.run({ records: [{ id: 1, v: 5 }], resource: { write_disposition: 'append', columns } }))
          .code,
      ).toBe(0);
      const before = runs.visible();
      const ran = await runs.run({
        records: [{ id: 2, v: 'six' }],
        resource: { write_disposition: 'append', columns: { ...columns, v: { data_type: 'text' } } },
      });
      if (ran.code !== 0) expect(runs.visible()).toEqual(before);
      else expect(await rowsIn(runs.out, format)).toMatch(/5[\s\S]*six/);
    },
  );
});

describe('odd names and texts through merges', () => {
  const texts = ['a\u2028b\u2029c', '\uFEFFmark', 'cr\r\nlf\n', '"q", \\', ' padded ', '=1+1', '\u0085next'];
  test.each(formats)('texts are the same after each, %s', async (format) => {
    const runs = await sequence(format);
    const columns = { id: { data_type: 'bigint' }, t: { data_type: 'text' } };
    const resource = { ...merge, columns };
    const first = await runs.run({ records: texts.map((t, id) => ({ id, t })), resource });
    expect(first.code, first.stderr).toBe(0);
    for (const id of [100, 101, 102]) {
      const ran = await runs.run({ records: [{ id, t: 'new' }], resource });
      expect(ran.code, ran.stderr).toBe(0);
    }
    if (format === 'ndjson') {
      const lines = runs.text('things/part-00000.ndjson').trim().split('\n');
      const kept = lines.map((line) => JSON.parse(line)).filter(({ id }) => id < 100);
      expect(kept.sort((one, two) => one.id - two.id).map(({ t }) => t)).toEqual(texts);
      return;
    }
    const rows = await duckdb(
      `SELECT hex(t) AS t FROM '${runs.out}/things/*.${format}' WHERE id::BIGINT < 100 ORDER BY id::BIGINT`,
    );
    expect(rows.map((row) => Buffer.from(String(row.t), 'hex').toString())).toEqual(texts);
  });

  const names: Record<string, { readonly record: object; readonly columns?: object }> = {
    'a declared column with a dot': {
      record: { owner: { id: 7 } },
      columns: { id: { data_type: 'bigint' }, 'owner.id': { data_type: 'bigint' } },
    },
    'a field with a dot': { record: { 'a.b': 7 } },
    'a field with a dot beside an object': { record: { 'a.b': 7, a: { b: 8 } } },
    'a field with brackets': { record: { 'a[0]': 7, "['x']": 8, $: 9 } },
    'a field with a space, a quote, a comma': { record: { 'a b': 7, 'c"d': 8, 'e,f': 9 } },
    'names of prototypes': { record: { constructor: 7, toString: 8 } },
    'fields that differ in letter case': { record: { A: 7, a: 8 } },
  };
  test.each(formats.flatMap((format) => Object.keys(names).map((name) => [name, format] as const)))(
    '%s, %s',
    async (name, format) => {
      const runs = await sequence(format);
      const { record, columns } = names[name] ?? { record: {} };
      const resource = { ...merge, ...(columns === undefined ? {} : { columns }) };
      const states: string[] = [];
      for (let id = 1; id <= 3; id += 1) {
        const ran = await runs.run({ records: [{ id, ...record }], resource });
        expect(ran.code, ran.stderr).toBe(0);
        states.push(await firstRow(runs.out, format));
      }
      expect(states[1]).toBe(states[0]);
      expect(states[2]).toBe(states[0]);
      expect(states[0]).toMatch(/7/);
    },
  );
});

/** The record of the first run, as any reader finds it. */
async function firstRow(out: string, format: string): Promise<string> {
  if (format === 'ndjson') {
    const lines = readFileSync(`${out}/things/part-00000.ndjson`, 'utf8').trim().split('\n');
    return lines.find((line) => JSON.parse(line).id === 1) ?? '';
  }
  const source =
    format === 'csv'
      ? `read_csv('${out}/things/*.csv', all_varchar=true, header=true)`
      : `'${out}/things/*.parquet'`;
  const rows = await duckdb(`SELECT to_json(t)::VARCHAR AS row FROM ${source} t WHERE id::BIGINT = 1`);
  return rows.map((row) => String(row.row)).join('\n');
}
