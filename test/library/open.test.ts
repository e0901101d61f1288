// One opened pipeline: from an object or a file, and its runs.
import path from 'node:path';
import { ConfigError, ndjson, open, parquet, UsageError } from 'penstock';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { duckdb } from '../helpers/duckdb.ts';
import { openCrm } from '../helpers/library.ts';
import { json, serve } from '../helpers/serve.ts';
import { temporaryDirectory } from '../helpers/temporary.ts';

describe('open', () => {
  test('takes a file too, and says every problem', async () => {
    const { crm } = await openCrm();
    const file = path.join(import.meta.dirname, '../../pipelines/crm-api-key.ts');
    const opened = await open(file, { environment: crm.environment('crm-api-key') });
    expect(opened.resources).toContain('opportunities');
    // A file's resources are not known to the types: any name, any record.
    expectTypeOf(opened.records).parameter(0).toEqualTypeOf<string>();
    await expect(open({ client: { base_url: 5 }, resources: [] })).rejects.toThrow(ConfigError);
  });
});

describe('run', () => {
  test('exports with a typed report and progress', async () => {
    const { api } = await openCrm();
    const out = path.join(await temporaryDirectory(), 'out');
    let written = 0;
    const report = await api.run({
      to: parquet(`${out}/`),
      resources: ['contacts'],
      onProgress: (event) => {
        if (event.kind === 'written') written += event.records;
      },
    });
    expect(report).toMatchObject({
      exitCode: 0,
      resources: [{ name: 'contacts', status: 'complete', records: 3350 }],
    });
    expect(written).toBe(3350);
    const [row] = await duckdb(`SELECT count(DISTINCT contact_id)::INT AS n FROM '${report.files[0]?.path}'`);
    expect(row).toEqual({ n: 3350 });
  });

  test('maxRejects: a count or a share', async () => {
    const api = await serve((_, response) => json(response, { data: [{ id: 1 }, { id: 'x' }] }));
    await using opened = await open({
      client: { base_url: api.url, paginator: 'single_page' },
      resources: [
        { name: 'a', endpoint: { data_selector: 'data' }, columns: { id: { data_type: 'bigint' } } },
      ],
    });
    const to = ndjson(`${path.join(await temporaryDirectory(), 'out')}/`);
    await expect(opened.run({ to })).rejects.toMatchObject({ exitCode: 6 });
    await expect(opened.run({ to, maxRejects: '49%' })).rejects.toMatchObject({ exitCode: 6 });
    for (const maxRejects of [1, '50%'] as const) {
      expect((await opened.run({ to, maxRejects })).exitCode).toBe(0);
    }
    await expect(opened.run({ to, maxRejects: -1 })).rejects.toThrow(UsageError);
  });
});
