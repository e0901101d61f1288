import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mergeDefaults } from '../../src/config/merge-defaults.ts';

const client = { base_url: 'http://localhost' };

function merged(pipeline: object) {
  const result = mergeDefaults({ client, ...pipeline }, 'test');
  const { resources } = result.pipeline as { resources: { endpoint: Record<string, unknown> }[] };
  return { ...result, resources };
}

describe('defaults under each resource', () => {
  test('short forms become long: a resource, an endpoint, a paginator', () => {
    const { resources } = merged({
      resources: ['a', { name: 'b', endpoint: '/b' }, { name: 'c', endpoint: { paginator: 'json_link' } }],
    });
    expect(resources).toEqual([
      { name: 'a', endpoint: { path: 'a' } },
      { name: 'b', endpoint: { path: '/b' } },
      { name: 'c', endpoint: { path: 'c', paginator: { type: 'json_link' } } },
    ]);
  });

  test('columns, params and json merge one level', () => {
    const { resources } = merged({
      resource_defaults: { columns: { a: 1, b: 1 }, endpoint: { params: { p: 1 }, json: { j: { x: 1 } } } },
      resources: [{ name: 'r', columns: { b: 2 }, endpoint: { params: { q: 2 }, json: { j: { y: 2 } } } }],
    });
    expect(resources[0]).toEqual({
      name: 'r',
      columns: { a: 1, b: 2 },
      endpoint: { path: 'r', params: { p: 1, q: 2 }, json: { j: { y: 2 } } },
    });
  });

  test('null cancels a default; a null paginator takes the client’s; a null auth is none', () => {
    const pipeline = {
      client: { ...client, paginator: 'json_link' },
      resource_defaults: { primary_key: 'id', endpoint: { paginator: 'auto', auth: { type: 'bearer' } } },
      resources: [{ name: 'r', primary_key: null, endpoint: { paginator: null, auth: null } }],
    };
    expect(merged(pipeline).resources[0]).toEqual({
      name: 'r',
      endpoint: { path: 'r', paginator: { type: 'json_link' }, auth: null },
    });
  });

  test('what has no known shape is left for the schema to refuse', () => {
    expect(mergeDefaults(5, 'test').pipeline).toBe(5);
    expect(merged({ resources: [7, [], null] }).resources).toEqual([7, [], null]);
    expect(mergeDefaults({ resources: {} }, 'test').pipeline).toMatchObject({ resources: {} });
    expect(merged({ resource_defaults: 5, resources: ['a'] }).problems).toEqual([
      { path: 'resource_defaults', message: 'expected an object, got 5' },
    ]);
    expect(merged({ resource_defaults: { name: 'x' }, resources: ['a'] }).problems).toEqual([
      { path: 'resource_defaults.name', message: 'defaults have no name' },
    ]);
  });

  test('law: whatever is written, merging never throws and changes nothing of it', () => {
    const part = fc.dictionary(fc.constantFrom('name', 'columns', 'endpoint', 'paginator'), fc.jsonValue());
    const pipeline = fc.record({ client: part, resource_defaults: part, resources: fc.array(part) });
    fc.assert(
      fc.property(pipeline, (written) => {
        const before = structuredClone(written);
        mergeDefaults(written, 'test');
        expect(written).toEqual(before);
      }),
    );
  });
});

describe('where a merged value was written', () => {
  const { locate, bareNameAt } = merged({
    client: { ...client, paginator: 'offset' },
    resource_defaults: { naming: 'x', columns: { a: {} }, endpoint: { params: { p: {} } } },
    resources: ['a', { name: 'b', naming: 'y', endpoint: { params: { q: {} }, paginator: 'cursor' } }],
  });

  test.each([
    ['of the defaults', ['resources', 0, 'naming'], ['resource_defaults', 'naming']],
    ['of its own', ['resources', 1, 'naming'], ['resources', 1, 'naming']],
    [
      'a column of the defaults',
      ['resources', 0, 'columns', 'a', 'x'],
      ['resource_defaults', 'columns', 'a', 'x'],
    ],
    [
      'a parameter of the defaults beside one of its own',
      ['resources', 1, 'endpoint', 'params', 'p'],
      ['resource_defaults', 'endpoint', 'params', 'p'],
    ],
    [
      'the client’s paginator',
      ['resources', 0, 'endpoint', 'paginator', 'limit'],
      ['client', 'paginator', 'limit'],
    ],
    ['missing everywhere', ['resources', 0, 'primary_key'], ['resources', 0, 'primary_key']],
  ])('%s', (_, path, expected) => {
    expect(locate(path)).toEqual(expected);
  });

  test('a bare name is known at its place', () => {
    expect(bareNameAt(['resources', 0, 'endpoint', 'paginator'])).toBe('offset');
    expect(bareNameAt(['resources', 1, 'endpoint', 'paginator'])).toBe('cursor');
    expect(bareNameAt(['resources', 1, 'naming'])).toBeUndefined();
  });
});

test('incremental without a disposition appends, as in dlt; a slice that is read anew replaces', () => {
  const incremental = { cursor_path: 'at' };
  const resources = [
    { name: 'a', endpoint: { incremental } },
    { name: 'b', write_disposition: 'merge', endpoint: { incremental } },
    { name: 'c', endpoint: { incremental: { ...incremental, end_value: '2024' } } },
    { name: 'd' },
  ];
  const { pipeline } = mergeDefaults({ client: {}, resources }, 'x');
  const merged = (pipeline as { resources: { write_disposition?: string }[] }).resources;
  expect(merged.map((one) => one.write_disposition)).toEqual(['append', 'merge', undefined, undefined]);
});
