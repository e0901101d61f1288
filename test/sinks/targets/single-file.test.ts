// One resource into one file, whose name says format and compression.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { duckdb } from '../../helpers/duckdb.ts';
import { exportInto } from '../../helpers/exports.ts';
import { temporaryDirectory } from '../../helpers/temporary.ts';

const columns = {
  id: { data_type: 'text' },
  n: { data_type: 'bigint' },
  note: { data_type: 'text' },
};
const row = (id: string, n: number) => ({ id, n, note: 'x' });

const runInto = (
  out: string,
  records: readonly object[],
  write_disposition: string,
  words: readonly string[],
  resource: object = { columns },
) => exportInto(out, { records, resource: { write_disposition, ...resource }, words });

describe('a single file', () => {
  test('CSV quoting: by RFC 4180, null and empty text apart, formulas only by --csv-safe', async () => {
    const file = path.join(await temporaryDirectory(), 'x.csv');
    const rows = [
      { id: '=1+1', note: 'a "quoted", line\r\nand more' },
      { id: '@x', note: '' },
      { id: '+1', note: null },
    ];
    const resource = {
      columns: { id: columns.id, note: columns.note },
      schema_contract: { columns: 'discard_value' },
    };
    await runInto(file, rows, 'replace', [], resource);
    expect(readFileSync(file, 'utf8')).toBe(
      'id,note\r\n=1+1,"a ""quoted"", line\r\nand more"\r\n@x,""\r\n+1,\r\n',
    );
    await runInto(file, rows, 'replace', ['--csv-safe'], resource);
    expect(readFileSync(file, 'utf8').split('\r\n').slice(0, 2)).toEqual([
      'id,note',
      `'=1+1,"a ""quoted"", line`,
    ]);
  });

  test('no records at all: the header', async () => {
    const file = path.join(await temporaryDirectory(), 'x.csv');
    await runInto(file, [], 'replace', []);
    expect(readFileSync(file, 'utf8')).toBe('id,n,note,_extra\r\n');
  });

  test.each(['csv.gz', 'csv.zst', 'ndjson.gz', 'ndjson.zst'])('-o things.%s', async (ending) => {
    const file = path.join(await temporaryDirectory(), `things.${ending}`);
    expect((await runInto(file, [row('a', 1)], 'replace', [])).code).toBe(0);
    const from = ending.startsWith('csv') ? `read_csv('${file}')` : `read_ndjson('${file}')`;
    expect(await duckdb(`SELECT id FROM ${from}`)).toEqual([{ id: 'a' }]);
  });

  test('merge onto it is refused', async () => {
    const file = path.join(await temporaryDirectory(), 'things.csv');
    expect((await runInto(file, [row('a', 1)], 'merge', [])).code).toBe(0);
    const outcome = await runInto(file, [row('b', 1)], 'merge', []);
    expect(outcome).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/merge onto a single file is not possible/),
    });
  });
});
