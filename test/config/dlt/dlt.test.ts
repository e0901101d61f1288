// Configs of dlt's rest_api, fifty and more, which use its words as its documentation does: each is read as it stands,
// against an API that pages as the config says, and what comes is what the server holds.
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { open } from '../../../src/index.ts';
import { convert } from '../../../src/language/convert/convert.ts';
import { printPipeline } from '../../../src/language/convert/print.ts';
import { planOf } from '../../../src/language/load-plan.ts';
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

// Literal secrets, which a conversion names.
const LITERALS = /token-value-1|key-value-1|open-sesame|shop-secret-1|of-the-client-1/g;

describe('converted by penstock convert, they are the same plans', () => {
  const hasFunctions = (config: unknown) => withFunctions(config, () => '(function)');
  const convertible = cases.filter((one) => {
    const config = one.config('http://127.0.0.1');
    return one.dltDiffers === undefined && !JSON.stringify(hasFunctions(config)).includes('(function)');
  });

  test.each(convertible.map((one) => [one.name, one] as const))('%s', (name, one) => {
    const config = JSON.parse(JSON.stringify(one.config('http://127.0.0.1')));
    const { pipeline, missing } = convert(config, name);
    expect(missing).toEqual([]);
    const conversion = { pipeline, missing: [], notices: [], secrets: [] };
    const text = printPipeline(conversion, 'yaml', name);
    expect(text).not.toMatch(LITERALS);
    const options = { environment: one.environment ?? {}, needsSecrets: false, name };
    const planText = (written: unknown) => {
      const { notices: _, language: __, ...plan } = planOf(written, options);
      return JSON.stringify(plan).replace(LITERALS, '(secret)');
    };
    expect(JSON.parse(planText(parse(text)))).toEqual(JSON.parse(planText(config)));
  });
});
