import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { resolvePipeline } from '../../src/config/resolve.ts';
import { env, secret } from '../../src/config/values.ts';
import { ConfigError } from '../../src/core/errors.ts';
import { builtIn } from '../../src/language/language.ts';
import { temporaryDirectory } from '../helpers/temporary.ts';

const client = { base_url: 'https://api.example.com' };

function resolve(pipeline: unknown, environment: Record<string, string> = {}) {
  return resolvePipeline(pipeline, builtIn.schema, {
    defaultName: 'crm-test',
    environment,
    file: 'crm.json',
  });
}

function problemsIn(pipeline: unknown, environment: Record<string, string> = {}): string[] {
  try {
    resolve(pipeline, environment);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).problems.map(({ path, message }) => `${path}: ${message}`);
  }
  return [];
}

describe('defaults', () => {
  test('a bare string is both name and path', () => {
    const [resource] = resolve({ client, resources: ['users'] }).resources;
    expect(resource).toMatchObject({
      name: 'users',
      endpoint: { path: 'users', method: 'GET', paginator: { type: 'auto' } },
    });
  });

  test('resource keys replace, params and json merge one level, null cancels', () => {
    const plan = resolve({
      client,
      resource_defaults: {
        primary_key: 'id',
        write_disposition: 'append',
        endpoint: {
          params: { a: 1, b: 1 },
          json: { x: { y: 1 } },
          headers: { h: '1' },
          paginator: 'page_number',
        },
      },
      resources: [
        { name: 'one', endpoint: { params: { b: 2, c: null }, json: { x: { z: 2 } } } },
        { name: 'two', primary_key: null, endpoint: { params: null, paginator: null, headers: {} } },
        { name: 'three', endpoint: '/three' },
      ],
    });
    const [one, two, three] = plan.resources;
    expect(one?.endpoint).toMatchObject({
      params: { a: 1, b: 2, c: null },
      json: { x: { z: 2 } },
      headers: { h: '1' },
    });
    expect(one).toMatchObject({
      primary_key: ['id'],
      write_disposition: 'append',
      dedupe: true,
      endpoint: { paginator: { type: 'page_number' } },
    });
    expect(two).toMatchObject({
      primary_key: [],
      dedupe: false,
      endpoint: { params: {}, paginator: { type: 'auto' } },
    });
    expect(three?.endpoint.path).toBe('/three');
  });

  test('paginator: endpoint over resource_defaults over client; a bare name takes its kind’s defaults', () => {
    const plan = resolve({
      client: { ...client, paginator: 'json_link' },
      resource_defaults: { endpoint: { paginator: 'page_number' } },
      resources: ['a', { name: 'b', endpoint: { paginator: 'header_link' } }],
    });
    expect(plan.resources.map((resource) => resource.endpoint.paginator.type)).toEqual([
      'page_number',
      'header_link',
    ]);
    expect(plan.resources[0]?.endpoint.paginator).toMatchObject({
      stop_after_empty_page: true,
      maximum_empty_pages: 10,
    });
    expect(
      resolve({ client: { ...client, paginator: 'json_link' }, resources: ['a'] }).resources[0]?.endpoint
        .paginator.type,
    ).toBe('json_link');
  });

  test('the caller’s object is never changed', () => {
    const pipeline = {
      client: { ...client, headers: { a: secret('x') } },
      resource_defaults: { endpoint: { params: { a: 1 } } },
      resources: [{ name: 'r', endpoint: { params: { b: 2 } } }],
    };
    const before = structuredClone(pipeline);
    resolve(pipeline, { X: 'value-of-x' });
    expect(pipeline).toEqual(before);
  });
});

describe('secrets and env', () => {
  const pipeline = (token: unknown) => ({
    client: { ...client, auth: { type: 'bearer', token } },
    resources: ['a'],
  });
  const tokenOf = (environment: Record<string, string>) =>
    resolve(pipeline(secret('api token')), environment).client.auth?.token;

  test('the pipeline’s own variable wins over the plain one', () => {
    expect(tokenOf({ API_TOKEN: 'plain-token', CRM_TEST_API_TOKEN: 'own-token' })).toBe('own-token');
    expect(tokenOf({ API_TOKEN: 'plain-token' })).toBe('plain-token');
  });

  test('a _FILE variable names a file; its last line break does not count', async () => {
    const file = path.join(await temporaryDirectory(), 'token');
    writeFileSync(file, 'token-from-file\n');
    expect(tokenOf({ API_TOKEN_FILE: file })).toBe('token-from-file');
  });

  test('a missing one lists the names tried', () => {
    expect(problemsIn(pipeline(secret('api_token')))).toEqual([
      'client.auth.token: secret "api_token" is not set; looked for CRM_TEST_API_TOKEN, CRM_TEST_API_TOKEN_FILE, API_TOKEN, API_TOKEN_FILE',
    ]);
  });

  test('env() takes the variable, else its default, else is a problem', () => {
    const base = (value: unknown) => ({ client: { base_url: value }, resources: ['a'] });
    expect(
      resolve(base(env('BASE', 'https://b.example')), { BASE: 'https://a.example' }).client.base_url,
    ).toBe('https://a.example');
    expect(resolve(base(env('BASE', 'https://b.example'))).client.base_url).toBe('https://b.example');
    expect(problemsIn(base(env('BASE')))).toEqual([
      'client.base_url: environment variable BASE is not set and has no default',
    ]);
  });
});
