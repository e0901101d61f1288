import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { duckdb } from '../../helpers/duckdb.ts';
import { entryOf, exportInto, recordsIn } from '../../helpers/exports.ts';
import { temporaryDirectory } from '../../helpers/temporary.ts';

const outIn = async () => path.join(await temporaryDirectory(), 'out');

describe('append keeps the columns of the snapshot that it stands on', () => {
  test.each(['csv', 'parquet'])('%s without columns: what is new goes to _extra', async (format) => {
    const out = await outIn();
    const words = ['-f', format];
    const resource = { write_disposition: 'append' };
    await exportInto(out, { records: [{ id: 1, v: 5 }], resource, words });
    const outcome = await exportInto(out, { records: [{ id: 2, v: 'six', w: 1 }], resource, words });
    expect(outcome.code, outcome.stderr).toBe(0);
    for (const { path: file } of entryOf(out).files) {
      const columns = await duckdb(`DESCRIBE SELECT * FROM '${path.join(out, file)}'`);
      expect(columns.map((column) => column.column_name)).toEqual(['id', 'v', '_extra']);
    }
    const rows = await duckdb(
      `SELECT id::VARCHAR AS id, _extra::VARCHAR AS rest FROM '${out}/things/*.${format}' ORDER BY 1`,
    );
    expect(rows).toEqual([
      { id: '1', rest: null },
      { id: '2', rest: '{"v":"six","w":1}' },
    ]);
    expect(entryOf(out).columns?.map((column) => column.name)).toEqual(['id', 'v']);
  });

  test('a column that is declared anew', async () => {
    const out = await outIn();
    const words = ['-f', 'parquet'];
    const [id, w] = [{ data_type: 'bigint' }, { data_type: 'decimal', precision: 10, scale: 2 }];
    await exportInto(out, {
      records: [{ id: 1 }],
      resource: { write_disposition: 'append', columns: { id } },
      words,
    });
    const resource = { write_disposition: 'append', columns: { id, w } };
    const outcome = await exportInto(out, { records: [{ id: 2, w: '1.50' }], resource, words });
    expect(outcome.code, outcome.stderr).toBe(0);
    const rows = await duckdb(`SELECT id, _extra FROM '${out}/things/*.parquet' ORDER BY id`);
    expect(rows.map((row) => row._extra)).toEqual([null, '{"w":"1.50"}']);
  });

  test('NDJSON has room for every field', async () => {
    const out = await outIn();
    const resource = { write_disposition: 'append' };
    await exportInto(out, { records: [{ id: 1 }], resource });
    await exportInto(out, { records: [{ id: 2, w: 1 }], resource });
    expect(recordsIn(out)).toEqual([{ id: 1 }, { id: 2, w: 1 }]);
    expect(entryOf(out).records).toBe(2);
  });

  test('another naming is refused', async () => {
    const out = await outIn();
    await exportInto(out, {
      records: [{ Id: 1 }],
      resource: { write_disposition: 'append', primary_key: 'Id' },
    });
    const resource = { write_disposition: 'append', naming: 'snake_case' };
    expect((await exportInto(out, { records: [{ Id: 2 }], resource })).code).toBe(2);
  });
});

test('merge: the union of the columns, null where a record had none', async () => {
  const out = await outIn();
  const old = { id: { data_type: 'text' }, note: { data_type: 'text' } };
  const now = { id: old.id, more: { data_type: 'bool' } };
  for (const format of ['parquet', 'csv', 'ndjson']) {
    const words = ['-f', format];
    const resource = { write_disposition: 'replace', columns: old };
    await exportInto(out, { records: [{ id: 'a', note: 'line\n"two", =1+1' }], resource, words });
    const merged = await exportInto(out, {
      records: [{ id: 'b', more: true }],
      resource: { columns: now },
      words,
    });
    expect(merged.code, merged.stderr).toBe(0);
    const from =
      format === 'ndjson' ? `read_ndjson('${out}/things/*.ndjson')` : `'${out}/things/part-00000.${format}'`;
    const rows = await duckdb(`SELECT id, more, note FROM ${from} ORDER BY id`);
    expect(rows, format).toEqual([
      { id: 'a', more: null, note: 'line\n"two", =1+1' },
      { id: 'b', more: true, note: null },
    ]);
  }
});
