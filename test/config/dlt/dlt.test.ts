// Configs of dlt's rest_api, fifty and more, which use its words as its documentation does: each is read as it stands,
// against an API that pages as the config says, and what comes is what the server holds.
import { beforeAll, expect, test } from 'vitest';
import { open } from '../../../src/index.ts';
import { withFunctions } from './case.ts';
import { cases } from './cases/index.ts';
import { sameRecords } from './compare.ts';
import { listenerOf } from './server.ts';
import { startServer } from './start.ts';

let address = '';

beforeAll(async () => {
  const server = await startServer(listenerOf(cases));
  address = server.url;
  return server.close;
});

test('each has a name of its own', () => {
  expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
  expect(cases.length).toBeGreaterThanOrEqual(50);
});

test.each(cases.map((one) => [one.name, one] as const))('%s', async (name, one) => {
  const config = withFunctions(one.config(`${address}/${name}`), ({ inTypeScript }) => inTypeScript);
  const environment = one.environment ?? {};
  await using pipeline = await open(config as object, { environment, name });
  for (const [resource, expected] of Object.entries(one.records)) {
    const records: unknown[] = [];
    for await (const record of pipeline.records(resource as never)) records.push(record);
    expect(sameRecords(records), resource).toEqual(sameRecords(expected));
  }
});
