// Columns that differ in letter case alone are kept both, and said.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { alikeColumns } from '../../../../src/sinks/formats/table/columns.ts';
import { extract } from '../../../helpers/extract.ts';
import { json } from '../../../helpers/serve.ts';
import { temporaryDirectory } from '../../../helpers/temporary.ts';

test('each pair is named once', () => {
  const columns = ['Id', 'id', 'x', 'ID', 'ÄB', 'äb'].map((name) => ({ name, type: 'text' as const }));
  expect(alikeColumns(columns).map((text) => text.split(' differ')[0])).toEqual([
    'columns "Id" and "id"',
    'columns "id" and "ID"',
    'columns "ÄB" and "äb"',
  ]);
});

describe.each([
  ['that nobody declared', {}],
  ['that are declared', { columns: { Id: { data_type: 'bigint' }, id: { data_type: 'bigint' } } }],
])('columns %s', (_name, resource) => {
  test.each(['csv', 'parquet'])('into %s: a warning, and both columns', async (format) => {
    const out = path.join(await temporaryDirectory(), 'out');
    const { code, stderr } = await extract((_, response) => json(response, { data: [{ Id: 1, id: 2 }] }), {
      resource,
      words: ['-o', out, '-f', format],
    });
    expect(code).toBe(0);
    expect(stderr).toMatch(/things.*columns "Id" and "id" differ in letter case alone/);
    const { columns } = JSON.parse(readFileSync(path.join(out, '_manifest.json'), 'utf8')).resources.things;
    expect(columns.map((column: { name: string }) => column.name)).toEqual(['Id', 'id']);
  });
});
