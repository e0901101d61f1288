// The two seed documents, transcribed to JSON as they stand, against the bundled API with everything going wrong.
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { DEFAULT_COUNTS, TAG_MODULES } from '../../fixtures/crm/routes.ts';
import { lines, penstock } from '../helpers/cli.ts';
import { crmServer } from '../helpers/crm.ts';
import { duckdb } from '../helpers/duckdb.ts';
import { temporaryDirectory } from '../helpers/temporary.ts';

const fixtures = path.join(import.meta.dirname, '../fixtures/seeds');
const dialects = ['crm-oauth2', 'crm-api-key'] as const;

/** Distinct records that the server holds. */
function expectedCounts(dialect: string): Record<string, number> {
  const counts = Object.entries(DEFAULT_COUNTS)
    .filter(([key]) => key.startsWith(`${dialect}/`))
    .map(([key, count]) => [key.split('/')[1] ?? '', count]);
  const byName = Object.fromEntries(counts);
  if (dialect === 'crm-oauth2') byName.tags *= TAG_MODULES.length;
  return byName;
}

describe.each(dialects)('%s', (dialect) => {
  const start = () =>
    crmServer({
      drift: { every: 700, by: 4 },
      rotateRefreshTokens: true,
      faults: [
        { at: '/v1/contacts', from: 4, fault: { kind: 'status', status: 503 } },
        { at: '/v1/accounts', from: 3, fault: { kind: 'expire-token' } },
        { at: '/v1/leads', from: 3, fault: { kind: 'cut' } },
      ],
    });
  const seed = path.join(fixtures, `${dialect}.json`);
  const settings = (crm: Awaited<ReturnType<typeof start>>) => {
    const quick = [
      '--set',
      'client.retry.initial_wait=0.01',
      '--set',
      `client.base_url=${crm.baseUrls[dialect]}`,
    ];
    return dialect === 'crm-oauth2' ? [...quick, '--set', `client.auth.token_url=${crm.tokenUrl}`] : quick;
  };

  test('every record of every resource exactly once on stdout', async () => {
    const crm = await start();
    const outcome = await penstock(['run', seed, ...settings(crm)], {
      environment: crm.environment(dialect),
    });
    expect(outcome.code, outcome.stderr).toBe(0);
    const ids = new Map<string, string[]>();
    for (const record of lines(outcome.stdout)) {
      expect(Object.keys(record)[0]).toBe('_resource');
      const name = String(record._resource);
      ids.set(name, [...(ids.get(name) ?? []), String(record.id)]);
    }
    const counts = Object.fromEntries([...ids].map(([name, list]) => [name, list.length]));
    const distinct = Object.fromEntries([...ids].map(([name, list]) => [name, new Set(list).size]));
    expect(counts).toEqual(expectedCounts(dialect));
    expect(distinct).toEqual(expectedCounts(dialect));
  });

  test.each(['ndjson', 'parquet'])('every record exactly once in %s files', async (format) => {
    const crm = await start();
    const out = path.join(await temporaryDirectory(), 'out');
    const words = ['run', seed, '-f', format, '-o', out, ...settings(crm)];
    const outcome = await penstock(words, { environment: crm.environment(dialect) });
    expect(outcome.code, outcome.stderr).toBe(0);
    for (const [resource, count] of Object.entries(expectedCounts(dialect))) {
      const file = path.join(out, resource, `part-00000.${format}`);
      const from = format === 'ndjson' ? `read_ndjson('${file}')` : `'${file}'`;
      const [row] = await duckdb(`SELECT count(*)::INT AS n, count(DISTINCT id)::INT AS ids FROM ${from}`);
      expect(row, resource).toEqual({ n: count, ids: count });
    }
  });
});
