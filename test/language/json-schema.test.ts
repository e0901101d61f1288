import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import apiKey from '../../pipelines/crm-api-key.ts';
import oauth2 from '../../pipelines/crm-oauth2.ts';
import { jsonSchema } from '../../src/language/json-schema.ts';
import { components } from '../../src/language/language.ts';

const schema = jsonSchema();
const validate = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false }).compile(schema);
const client = { base_url: 'https://api.example.com' };

/** What a validator says against a pipeline. */
function faultsOf(pipeline: unknown): string[] {
  return validate(JSON.parse(JSON.stringify(pipeline)))
    ? []
    : (validate.errors ?? []).map((one) => `${one.instancePath} ${one.message}`);
}

describe('takes', () => {
  const seeds = path.join(import.meta.dirname, '../fixtures/seeds');
  test.each(readdirSync(seeds))('the seed %s', (file) => {
    expect(faultsOf(JSON.parse(readFileSync(path.join(seeds, file), 'utf8')))).toEqual([]);
  });

  test.each([
    ['crm-api-key', apiKey],
    ['crm-oauth2', oauth2],
  ])('the pipeline %s', (_name, pipeline) => expect(faultsOf(pipeline)).toEqual([]));

  test.each(components.auth.map((one) => [one.type, one.example] as const))(
    'the auth %s',
    (type, example) => {
      for (const auth of [example, type])
        expect(faultsOf({ client: { ...client, auth }, resources: ['a'] })).toEqual([]);
    },
  );
  test.each(components.paginators.map((one) => [one.type, one.example] as const))(
    'the paginator %s',
    (type, example) => {
      for (const paginator of [example, type])
        expect(faultsOf({ client, resources: [{ name: 'a', endpoint: { paginator } }] })).toEqual([]);
    },
  );
  test.each(components.partitionRouters.map((one) => [one.type, one.example] as const))(
    'the router %s',
    (_type, example) => {
      expect(
        faultsOf({ client, resources: [{ name: 'a', endpoint: { partition_router: [example] } }] }),
      ).toEqual([]);
    },
  );

  test.each([
    { client: { base_url: { env: 'BASE' }, auth: { token: { secret: 'token' } } }, resources: ['a'] },
    {
      client,
      resources: [{ name: 'a', endpoint: { paginator: { type: 'offset', limit: { env: 'LIMIT' } } } }],
    },
    { client, resources: [{ name: 'a', endpoint: { json: { deep: [{ x: null, y: 1.5 }] } } }] },
  ])('%j', (pipeline) => expect(faultsOf(pipeline)).toEqual([]));
});

describe('refuses', () => {
  test.each([
    { resources: ['a'] },
    { client, resources: [] },
    { client, resorces: ['a'], resources: ['a'] },
    { client: { ...client, auth: 'bearr' }, resources: ['a'] },
    { client: { ...client, concurrency: 'many' }, resources: ['a'] },
    { client, resources: [{ name: 'a', endpoint: { paginator: { type: 'offset', limt: 3 } } }] },
    {
      client,
      resources: [
        { name: 'a', endpoint: { paginator: { type: 'cursor', cursor_path: 'a', stop_condition: 7 } } },
      ],
    },
    { client, resources: [{ name: 'a', columns: { id: { data_type: 'integer' } } }] },
    { client, resources: [{ name: 'a', endpoint: { params: { a: {} } } }] },
  ])('%j', (pipeline) => expect(faultsOf(pipeline)).not.toEqual([]));
});

test('is small, each union written once', () => {
  expect(JSON.stringify(schema).length).toBeLessThan(60_000);
  const text = JSON.stringify(schema, null, 1);
  expect(text.split('"const": "cursor"')).toHaveLength(2);
  expect(text.split('"const": "oauth2"')).toHaveLength(2);
});

test('says what each key means', () => {
  expect(schema).toHaveProperty('properties.resources.items.anyOf.1.properties.naming.default', 'keep');
  expect(JSON.stringify(schema)).toContain('most requests in flight to the host');
});
