// Both CRMs in all three formats, merged three times with overlapping data: each key once, with its newest record.
import path from 'node:path';
import { expect, test } from 'vitest';
import { recordMaker } from '../../fixtures/crm/data.ts';
import { DEFAULT_COUNTS, TAG_MODULES } from '../../fixtures/crm/routes.ts';
import { startCrm } from '../../fixtures/crm/server.ts';
import { penstock } from '../helpers/cli.ts';
import { duckdb } from '../helpers/duckdb.ts';
import { temporaryDirectory } from '../helpers/temporary.ts';

const root = path.join(import.meta.dirname, '../..');

// The API as it is on three days: other values each day, and no longer all of the records.
const days = [
  { seed: 1, share: 0.05 },
  { seed: 2, share: 0.03 },
  { seed: 3, share: 0.02 },
];
const countOn = (day: { share: number }, key: string) =>
  Math.max(1, Math.round((DEFAULT_COUNTS[key] ?? 0) * day.share));

const keys = Object.keys(DEFAULT_COUNTS);
// A column of each CRM whose text says which day it is of.
const witness = {
  'crm-oauth2': { resource: 'contacts', key: 'id', column: 'email', source: 'Email' },
  'crm-api-key': { resource: 'leads', key: 'id', column: 'full_name', source: 'fullName' },
} as const;

test.each(['ndjson', 'csv', 'parquet'])('%s', async (format) => {
  const out = await temporaryDirectory();
  for (const day of days) {
    const counts = Object.fromEntries(keys.map((key) => [key, countOn(day, key)]));
    const crm = await startCrm({ seed: day.seed, counts, drift: { every: 70, by: 2 } });
    for (const dialect of ['crm-oauth2', 'crm-api-key'] as const) {
      const words = [
        'run',
        path.join(root, `pipelines/${dialect}.ts`),
        '-f',
        format,
        '-o',
        path.join(out, dialect),
      ];
      const outcome = await penstock(words, { environment: crm.environment(dialect) });
      expect(outcome.code, outcome.stderr).toBe(0);
    }
    await crm.close();
  }
  const source = (dialect: string, resource: string) => {
    const file = path.join(out, dialect, resource, `part-00000.${format}`);
    return format === 'ndjson'
      ? `read_ndjson('${file}')`
      : format === 'csv'
        ? `read_csv('${file}', all_varchar=true)`
        : `'${file}'`;
  };
  for (const key of keys) {
    const [dialect = '', resource = ''] = key.split('/');
    const most =
      Math.max(...days.map((day) => countOn(day, key))) * (resource === 'tags' ? TAG_MODULES.length : 1);
    const [first] = await duckdb(`DESCRIBE SELECT * FROM ${source(dialect, resource)}`);
    const column = String(first?.column_name);
    const [row] = await duckdb(
      `SELECT count(*)::INT AS n, count(DISTINCT ${column})::INT AS ids FROM ${source(dialect, resource)}`,
    );
    expect(row, key).toEqual({ n: most, ids: most });
  }
  for (const dialect of ['crm-oauth2', 'crm-api-key'] as const) {
    const { resource, key, column, source: from } = witness[dialect];
    const rows = await duckdb(
      `SELECT ${key}::VARCHAR AS key, ${column} AS value FROM ${source(dialect, resource)} ORDER BY 1`,
    );
    rows.forEach((row, i) => {
      const newest = days.findLast((day) => i < countOn(day, `${dialect}/${resource}`));
      const record = recordMaker(dialect, resource, newest?.seed ?? 0)(i);
      expect(row, `${resource} ${i}`).toEqual({ key: record.id, value: record[from] });
    });
  }
});
