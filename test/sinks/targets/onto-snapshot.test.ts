import path from 'node:path';
import { describe, expect, test } from 'vitest';
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
    ['another nesting', {}, { max_table_nesting: 1 }, /max_table_nesting: is 1, and was 0 in the earlier/],
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
