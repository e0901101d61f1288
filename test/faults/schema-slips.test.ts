// Slips in the declared schema: each is said, and no value goes missing.
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { duckdb } from '../helpers/duckdb.ts';
import { extract } from '../helpers/extract.ts';
import { temporaryDirectory } from '../helpers/temporary.ts';
import { text } from './cases/case.ts';

const textColumn = { data_type: 'text' };

test('a column that no record has a field for is said, with the fields that they have', async () => {
  const { code, stderr } = await extract(text('{"data":[{"id":1,"createdAt":"x","owner":{"name":"y"}}]}'), {
    resource: { columns: { created_at: textColumn, owner__name: textColumn } },
  });
  expect(code, stderr).toBe(0);
  expect(stderr).toMatch(
    /things: column "created_at" is null in all of 1 record, which have id, createdAt, owner \(did you mean "createdAt"\?\)/,
  );
  expect(stderr).toMatch(/things: column "owner__name" is null/);
});

test('with naming: snake_case the same columns have their values', async () => {
  const { records, stderr } = await extract(text('{"data":[{"createdAt":"x","owner":{"name":"y"}}]}'), {
    resource: { naming: 'snake_case', columns: { created_at: textColumn, owner__name: textColumn } },
  });
  expect(records).toEqual([{ created_at: 'x', owner__name: 'y' }]);
  expect(stderr).not.toMatch(/is null/);
});

test.each(['parquet', 'csv'])('what shares its name with a column is kept in %s', async (format) => {
  const file = path.join(await temporaryDirectory(), `x.${format}`);
  const body = '{"data":[{"title":{"raw":"a","rendered":"<a>"},"modified":"here","modified_gmt":"there"}]}';
  const { code, stderr } = await extract(text(body), {
    resource: {
      columns: {
        title: { ...textColumn, from: 'title.raw' },
        modified: { ...textColumn, from: 'modified_gmt' },
      },
    },
    words: ['-o', file],
  });
  expect(code, stderr).toBe(0);
  expect(stderr).toMatch(/kept as "title_other"/);
  expect(await duckdb(`SELECT title, modified, _extra FROM '${file}'`)).toEqual([
    {
      title: 'a',
      modified: 'there',
      _extra: '{"title_other":{"rendered":"<a>"},"modified_other":"here"}',
    },
  ]);
});

describe('refused before the first request', () => {
  test.each<[string, object, RegExp]>([
    [
      'a pattern that is none',
      { columns: { d: { data_type: 'date', format: 'bogus' } } },
      /columns\.d\.format: .*"b"/,
    ],
    [
      'a pattern of another language',
      { columns: { d: { data_type: 'timestamp', format: '%Y-%m-%d' } } },
      /"%"/,
    ],
    [
      'a time zone that is none',
      { columns: { d: { data_type: 'timestamp', timezone: 'CEST+1' } } },
      /no time zone/,
    ],
    [
      'a time zone for a text',
      { columns: { d: { ...textColumn, timezone: 'UTC' } } },
      /has no meaning for text/,
    ],
    ['a contract without columns', { schema_contract: 'freeze' }, /schema_contract: .*there are none/],
  ])('%s', async (_what, resource, says) => {
    const { code, stderr, requests } = await extract(text('{"data":[]}'), { resource });
    expect(code, stderr).toBe(2);
    expect(stderr).toMatch(says);
    expect(requests).toHaveLength(0);
  });
});

test.each(['parquet', 'csv'])('scalars of several kinds are texts without quotes in %s', async (format) => {
  const file = path.join(await temporaryDirectory(), `x.${format}`);
  const { code, stderr } = await extract(
    text('{"data":[{"id":1,"v":5},{"id":"A2","v":""},{"id":true,"v":null}]}'),
    {
      words: ['-o', file],
    },
  );
  expect(code, stderr).toBe(0);
  const from =
    format === 'csv' ? `read_csv('${file}', all_varchar=true, allow_quoted_nulls=false)` : `'${file}'`;
  expect(await duckdb(`SELECT id, v FROM ${from}`)).toEqual([
    { id: '1', v: '5' },
    { id: 'A2', v: '' },
    { id: 'true', v: null },
  ]);
});
