// Sixteen processes read shares of a CRM, two of them are killed and started again: after the commit each key is there once.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { startCrm } from '../../fixtures/crm/server.ts';
import { toJsonText } from '../../src/core/json.ts';
import { parseJson } from '../../src/core/parse-json.ts';
import { temporaryDirectory } from '../helpers/temporary.ts';
import { runSixteen } from '../programs/engines/shards/sixteen.ts';

test('as an engine starts them, by JOB_COMPLETION_INDEX', async () => {
  const crm = await startCrm({ latency: 10 });
  const place = path.join(await temporaryDirectory(), 'out');
  const environment = { PENSTOCK_STATE_DIR: await temporaryDirectory() };
  const said = await runSixteen({ crm, dialect: 'crm-api-key', place, format: 'ndjson', environment });
  await crm.close();
  expect(said).toMatch(/5 of 5 resources complete, 9,260 records/);
  expect(readdirSync(place)).not.toContain('.penstock-shards');
  const { resources } = JSON.parse(readFileSync(path.join(place, '_manifest.json'), 'utf8'));
  for (const { files, records, primary_key: keys } of Object.values<{
    files: { path: string }[];
    records: number;
    primary_key: string[];
  }>(resources)) {
    const all = files.flatMap((file) =>
      readFileSync(path.join(place, file.path), 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => parseJson(line) as Record<string, unknown>),
    );
    const different = new Set(all.map((record) => toJsonText(keys.map((key) => record[key]))));
    expect([all.length, different.size]).toEqual([records, records]);
  }
});
