// The keys of a resource and its endpoint: their defaults, and what they refuse.
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { endpointFields, METHODS, resourceFields } from '../../src/config/resource.ts';
import { responseActionSchema } from '../../src/config/response-actions.ts';

const endpoint = z.strictObject(endpointFields);
const resource = z.strictObject(resourceFields);
const path = 'things';

test('the defaults', () => {
  expect(endpoint.parse({ path })).toEqual({
    path,
    method: 'GET',
    params: {},
    headers: {},
    rows_as: 'objects',
    response_actions: [],
  });
  expect(resource.parse({})).toEqual({
    primary_key: [],
    write_disposition: 'replace',
    merge_key: [],
    vanished: 'keep',
    max_table_nesting: 0,
    schema_contract: { columns: 'evolve', data_type: 'discard_row' },
    naming: 'keep',
    selected: true,
  });
});

test('a method in any case, of those that read', () => {
  for (const method of METHODS)
    expect(endpoint.parse({ path, method: method.toLowerCase() })).toMatchObject({ method });
  for (const method of ['DELETE', '', 'GE T'])
    expect(endpoint.safeParse({ path, method }).success).toBe(false);
});

test('one key or several', () => {
  expect(resource.parse({ primary_key: 'id' }).primary_key).toEqual(['id']);
  expect(resource.parse({ primary_key: ['a', 'b'] }).primary_key).toEqual(['a', 'b']);
  for (const primary_key of ['', [], [1]]) expect(resource.safeParse({ primary_key }).success).toBe(false);
});

describe('paths', () => {
  test.each(['', '/v1/things', 'things?a=..', 'a..b/c', '...', 'https://x.example/y', '/a#../b'])(
    '%j',
    (one) => {
      expect(endpoint.safeParse({ path: one }).success).toBe(true);
    },
  );
  // What a URL parser takes as a step up would leave base_url.
  test.each(['..', '/x/../admin', 'a/.', '%2e%2E/x', 'a/.%2e/b', 'https://', 'http://[x'])(
    'not %j',
    (one) => {
      expect(endpoint.safeParse({ path: one }).success).toBe(false);
    },
  );
});

describe('response actions', () => {
  test.each([
    { status_code: 404, action: 'ignore' },
    { content: 'rate', action: 'retry', message: 'slow down' },
    { when: 'response.error', action: 'fail' },
    { when: () => true, action: 'end' },
  ])('%j', (action) => expect(responseActionSchema.safeParse(action).success).toBe(true));

  test.each([
    { action: 'ignore' },
    { status_code: 404 },
    { status_code: 99, action: 'ignore' },
    { status_code: 404, action: 'skip' },
    { content: '', action: 'ignore' },
    { when: 'response.error ==', action: 'fail' },
  ])('not %j', (action) => expect(responseActionSchema.safeParse(action).success).toBe(false));
});
