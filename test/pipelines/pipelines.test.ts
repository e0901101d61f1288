// Both CRM pipelines of this repo: complete, typed, and nothing of a record left over.
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Dialect, fieldsOf, recordMaker } from '../../fixtures/crm/data.ts';
import { DEFAULT_COUNTS, TAG_MODULES } from '../../fixtures/crm/routes.ts';
import { lines, penstock } from '../helpers/cli.ts';
import { crmServer } from '../helpers/crm.ts';
import { columnsOf, duckdb } from '../helpers/duckdb.ts';
import { temporaryDirectory } from '../helpers/temporary.ts';

const root = path.join(import.meta.dirname, '../..');

interface Listed {
  readonly name: string;
  readonly primary_key: string[];
  readonly columns: {
    readonly name: string;
    readonly data_type: string;
    readonly from: string;
    readonly nullable: boolean;
  }[];
}

async function list(pipeline: Dialect | 'crm-sync'): Promise<Listed[]> {
  const { stdout, code, stderr } = await penstock([
    'list',
    path.join(root, `pipelines/${pipeline}.ts`),
    '--json',
  ]);
  expect(code, stderr).toBe(0);
  return lines(stdout) as unknown as Listed[];
}

const PARQUET_TYPES: Record<string, string> = {
  text: 'VARCHAR',
  bigint: 'BIGINT',
  double: 'DOUBLE',
  bool: 'BOOLEAN',
  timestamp: 'TIMESTAMP WITH TIME ZONE',
  json: 'JSON',
};

describe.each([
  ['crm-oauth2', 11],
  ['crm-api-key', 5],
  ['crm-sync', 3],
] as const)('%s', (name, count) => {
  test('has its resources, each with neutral snake_case columns and a key among them', async () => {
    const resources = await list(name);
    expect(resources).toHaveLength(count);
    for (const { name: resource, columns, primary_key: key } of resources) {
      const names = columns.map((column) => column.name);
      for (const column of names) expect(column, resource).toMatch(/^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/);
      expect(key, resource).toHaveLength(1);
      expect(columns.find((column) => column.name === key[0])?.nullable, resource).toBe(false);
    }
  });
});

describe.each(['crm-oauth2', 'crm-api-key'] as const)('%s', (dialect) => {
  test('every source field is in a column', async () => {
    for (const { name, columns } of await list(dialect)) {
      const roots = new Set(columns.map((column) => column.from.split('.')[0]));
      const missing = fieldsOf(dialect, name).filter((field) => !roots.has(field.name));
      expect(missing, name).toEqual([]);
    }
  });

  test('runs as Parquet: all records, the declared types, no rejects and nothing in _extra', async () => {
    const crm = await crmServer();
    const out = path.join(await temporaryDirectory(), 'out');
    const words = ['run', path.join(root, `pipelines/${dialect}.ts`), '-f', 'parquet', '-o', out];
    const { code, stderr } = await penstock(words, { environment: crm.environment(dialect) });
    expect(code, stderr).toBe(0);
    for (const { name, columns } of await list(dialect)) {
      const file = path.join(out, name, 'part-00000.parquet');
      const expected = columns.map((column) => [column.name, PARQUET_TYPES[column.data_type]]);
      expect(await columnsOf(file), name).toEqual([...expected, ['_extra', 'VARCHAR']]);
      const records =
        (DEFAULT_COUNTS[`${dialect}/${name}`] ?? 0) * (name === 'tags' ? TAG_MODULES.length : 1);
      const [row] = await duckdb(`SELECT count(*)::INT AS n, count(_extra)::INT AS extra FROM '${file}'`);
      expect(row, name).toEqual({ n: records, extra: 0 });
    }
  });
});

test('values arrive as the API had them', async () => {
  const crm = await crmServer();
  const environment = crm.environment('crm-api-key');
  const { stdout } = await penstock(
    ['run', path.join(root, 'pipelines/crm-api-key.ts'), 'opportunities', '--limit', '3'],
    { environment },
  );
  const make = recordMaker('crm-api-key', 'opportunities', 1);
  const ids = [...stdout.matchAll(/"opportunity_id":(\d+)/g)].map((match) => BigInt(match[1] ?? 0));
  expect(ids).toEqual([0, 1, 2].map((i) => make(i).opportunityId));
  expect(ids[0]).toBe(9007199254740993n);
  for (const [i, record] of lines(stdout).entries()) {
    const source = make(i);
    expect(record.opportunity_name).toBe(source.opportunityName);
    expect(record.is_active).toBe({ Y: true, N: false }[String(source.isActive)] ?? null);
    const moment = source.creationDate === null ? null : new Date(String(source.creationDate)).toISOString();
    expect(record.created_at).toBe(moment);
  }
});

test('the values of a partition are in its records', async () => {
  const crm = await crmServer();
  const { stdout } = await penstock(['run', path.join(root, 'pipelines/crm-oauth2.ts'), 'tags'], {
    environment: crm.environment('crm-oauth2'),
  });
  const modules = new Set(lines(stdout).map((record) => record.module));
  expect([...modules].sort()).toEqual([...TAG_MODULES].sort());
});
