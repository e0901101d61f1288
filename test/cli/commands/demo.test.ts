// demo: the bundled pipelines against the bundled API.

import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { penstock } from '../../helpers/cli.ts';
import { temporaryDirectory } from '../../helpers/temporary.ts';

test('demo: both pipelines, 16 resources, both formats; one kept in step', async () => {
  const out = path.join(await temporaryDirectory(), 'out');
  const { code, stderr } = await penstock(['demo', '-o', out]);
  expect(code, stderr).toBe(0);
  expect(stderr).toMatch(/crm-oauth2: 11 of 11 resources complete, 15,979 records/);
  expect(stderr).toMatch(/crm-api-key: 5 of 5 resources complete, 9,260 records/);
  expect(stderr).toMatch(/crm-sync: 3 of 3 resources complete, 1,805 records/);
  expect(stderr).toMatch(/The first run made 307 requests, the second 6, /);
  for (const file of [
    'crm-oauth2/ndjson/contacts/part-00000.ndjson',
    'crm-api-key/parquet/leads/part-00000.parquet',
    'crm-sync/ndjson/_state.json',
  ]) {
    expect(existsSync(path.join(out, file))).toBe(true);
  }
}, 180_000);
