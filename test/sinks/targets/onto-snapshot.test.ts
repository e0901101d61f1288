// Sequences of runs into one directory, with pipelines that changed in between.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { duckdb } from '../../helpers/duckdb.ts';
import { entryOf, exportInto, recordsIn } from '../../helpers/exports.ts';
import { filesOf } from '../../helpers/files.ts';
import { temporaryDirectory } from '../../helpers/temporary.ts';

const outIn = async () => path.join(await temporaryDirectory(), 'out');
const things = (...ids: number[]) => ids.map((id) => ({ id, v: id * 10 }));

describe('what merge cannot stand on is refused before the first request, and the snapshot stays', () => {
  const columns = { id: { data_type: 'bigint' }, v: { data_type: 'bigint' } };
  test.each([
    ['another key', {}, { primary_key: 'v' }, /primary_key: is v, and it was id in the earlier snapshot/],
    [
      'the key under another name',
      {},
      { primary_key: 'thing_id', columns: { thing_id: { data_type: 'bigint', from: 'id' } } },
      /primary_key: is thing_id/,
    ],
    ['more columns in the key', {}, { primary_key: ['id', 'v'] }, /primary_key: is id, v/],
    ['another naming', {}, { naming: 'snake_case' }, /naming: is snake_case, and was keep/],
    [
      'another type',
      { columns },
      { columns: { ...columns, v: { data_type: 'text' } } },
      /columns\.v: is text, and was bigint/,
    ],
    [
      'another origin of a column',
      { columns, schema_contract: 'discard_value' },
      { columns: { ...columns, v: { data_type: 'bigint', from: 'w' } }, schema_contract: 'discard_value' },
      /columns\.v: is taken from w, and was from v/,
    ],
    [
      'a column that was called otherwise',
      { columns },
      { columns: { id: columns.id, value: { data_type: 'bigint', from: 'v' } } },
      /columns\.value: takes what was the column v/,
    ],
    [
      'columns taken from elsewhere, where none were declared',
      {},
      { columns: { ...columns, value: { data_type: 'bigint', from: 'v' } } },
      /columns\.value: is declared, and was not/,
    ],
    [
      'no columns, where they were taken from elsewhere',
      { columns: { id: columns.id, value: { data_type: 'bigint', from: 'v' } } },
      {},
      /columns\.value: is not declared, and was taken from v/,
    ],
  ])('%s', async (_, before, after, message) => {
    const out = await outIn();
    expect((await exportInto(out, { records: things(1, 2, 3), resource: before })).code).toBe(0);
    const files = filesOf(out);
    const outcome = await exportInto(out, { records: things(3), resource: after });
    expect(outcome).toMatchObject({ code: 2, stderr: expect.stringMatching(message), requests: [] });
    expect(filesOf(out)).toEqual(files);
    const replaced = { ...after, write_disposition: 'replace' };
    expect((await exportInto(out, { records: things(3), resource: replaced })).code).toBe(0);
    expect((await exportInto(out, { records: things(4), resource: after })).code).toBe(0);
  });

  test('the same key in another order, and more columns, do fit', async () => {
    const out = await outIn();
    const key = ['id', 'v'];
    await exportInto(out, { records: things(1, 2), resource: { primary_key: key } });
    const outcome = await exportInto(out, {
      records: things(2, 3),
      resource: { primary_key: key.reverse() },
    });
    expect(outcome.code, outcome.stderr).toBe(0);
    expect(entryOf(out).records).toBe(3);
  });

  test('a snapshot of replace without a key', async () => {
    const out = await outIn();
    const plain = { write_disposition: 'replace', primary_key: null };
    await exportInto(out, { records: things(1, 2), resource: plain });
    const outcome = await exportInto(out, { records: things(2) });
    expect(outcome).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/primary_key: is id, and there was none/),
    });
    expect(recordsIn(out)).toHaveLength(2);
  });
});

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

describe('a run that is limited', () => {
  const replace = { write_disposition: 'replace' };

  test('never replaces a complete snapshot, unless it is forced', async () => {
    const out = await outIn();
    await exportInto(out, { records: things(1, 2, 3, 4), resource: replace });
    const before = filesOf(out);
    const refused = await exportInto(out, {
      records: things(1, 2),
      resource: replace,
      words: ['--limit', '1'],
    });
    expect(refused).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/limited run would replace a snapshot of 4 records\n.*--force/s),
      requests: [],
    });
    expect(filesOf(out)).toEqual(before);
    const forced = await exportInto(out, {
      records: things(1, 2),
      resource: replace,
      words: ['--limit', '1', '--force'],
    });
    expect(forced.code, forced.stderr).toBe(0);
    expect(entryOf(out)).toMatchObject({ records: 1, complete: false });
  });

  test('may be tried again and again where only limited runs have been', async () => {
    const out = await outIn();
    for (const limit of ['3', '1']) {
      const words = ['--limit', limit];
      expect((await exportInto(out, { records: things(1, 2, 3, 4), resource: replace, words })).code).toBe(0);
    }
    expect(recordsIn(out)).toHaveLength(1);
    expect((await exportInto(out, { records: things(1, 2), resource: replace })).code).toBe(0);
    expect(entryOf(out).complete).toBe(true);
  });

  test('does not replace what merge and append have gathered either, though the last of them was limited', async () => {
    const out = await outIn();
    await exportInto(out, { records: things(1, 2, 3, 4) });
    await exportInto(out, { records: things(1, 2), words: ['--limit', '1'] });
    expect(entryOf(out)).toMatchObject({ records: 4, complete: false });
    const refused = await exportInto(out, { records: things(1), resource: replace, words: ['--limit', '1'] });
    expect(refused.code).toBe(2);
    expect(recordsIn(out)).toHaveLength(4);
  });

  test('by maximum_page: found out at the end, and the earlier records stay', async () => {
    const out = await outIn();
    await exportInto(out, { records: things(1, 2, 3, 4), resource: replace });
    const before = filesOf(out);
    const endpoint = { paginator: { type: 'page_number', maximum_page: 1, limit: 2, total_path: null } };
    const outcome = await exportInto(out, { records: things(5, 6), resource: replace, endpoint });
    expect(outcome).toMatchObject({
      code: 8,
      stderr: expect.stringMatching(/would replace a snapshot of 4 records/),
    });
    expect(filesOf(out)).toEqual(before);
  });

  test('with merge keeps what did not come, also of the page that the limit cut', async () => {
    const out = await outIn();
    await exportInto(out, { records: things(1, 2, 3, 4, 5, 6, 7, 8, 9, 10) });
    const changed = things(1, 2, 3, 4, 5, 6, 7, 8, 9, 10).map((thing) => ({ ...thing, v: 'new' }));
    const outcome = await exportInto(out, { records: changed, words: ['--limit', '3'] });
    expect(outcome.code, outcome.stderr).toBe(0);
    const records = recordsIn(out);
    expect(records.map((record) => record.id).sort()).toEqual([1, 10, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(records.filter((record) => record.v === 'new').map((record) => record.id)).toEqual([1, 2, 3]);
  });
});

describe('rejects', () => {
  const columns = { id: { data_type: 'bigint', nullable: false }, v: { data_type: 'bigint' } };
  const allowed = ['--max-rejects', '5'];

  test('those of earlier appends and merges stay, those of replace go', async () => {
    const out = await outIn();
    for (const [index, disposition] of ['append', 'append', 'merge'].entries()) {
      const records = [
        { id: index, v: 1 },
        { id: `bad ${index}`, v: 1 },
      ];
      const resource = { columns, write_disposition: disposition };
      const outcome = await exportInto(out, { records, resource, words: allowed });
      expect(outcome.code, outcome.stderr).toBe(0);
    }
    const reasons = recordsIn(out, '_rejects/things').map(({ record }) => (record as { id: string }).id);
    expect(reasons).toEqual(['bad 0', 'bad 1', 'bad 2']);
    expect(entryOf(out)).toMatchObject({ rejects: 3, rejected: [{ rows: 1 }, { rows: 1 }, { rows: 1 }] });
    await exportInto(out, { records: things(1), resource: { columns, write_disposition: 'replace' } });
    expect(readdirSync(out).sort()).toEqual(['_manifest.json', 'things']);
    expect(entryOf(out)).toMatchObject({ rejects: 0, rejected: [] });
  });

  test('a run whose every record was rejected leaves the snapshot as it was', async () => {
    const out = await outIn();
    const resource = { write_disposition: 'replace' };
    await exportInto(out, { records: things(1, 2), resource });
    const before = filesOf(out);
    const outcome = await exportInto(out, {
      records: things(3, 4),
      resource: { ...resource, primary_key: 'uuid' },
      words: allowed,
    });
    expect(outcome.code).not.toBe(0);
    expect(filesOf(out)).toEqual(before);
  });
});
