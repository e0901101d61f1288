import { expect, test } from 'vitest';
import { faultsOfPath, fillPath, paramsForPath } from '../../src/config/path-params.ts';
import { joinParts, parseReference, Template } from '../../src/config/template.ts';

const endpoint = (path: string, params = {}, partition_router: readonly Record<string, unknown>[] = []) => ({
  path,
  params,
  partition_router,
});

test('a parameter fills the path, encoded, and is not sent', () => {
  const written = endpoint('/v1/{org}/x/{id}', { org: 'a/b', id: 9007199254740993n, more: 1 });
  expect(faultsOfPath(written)).toEqual([]);
  expect(fillPath(written)).toEqual(
    endpoint('/v1/a%2Fb/x/9007199254740993', { org: null, id: null, more: 1 }),
  );
  expect(written.params).toHaveProperty('org');
});

test('the client’s parameters fill what the endpoint’s do not', () => {
  const client = { org: 'acme', id: 2, other: 3 };
  expect(paramsForPath('{org}/{id}/{gone}', { id: 1 }, client)).toEqual({ org: 'acme' });
  expect(paramsForPath('{org}', { org: null }, client)).toEqual({});
  expect(paramsForPath(7, undefined, undefined)).toEqual({});
});

test('what nothing fills is said, each by itself', () => {
  expect(faultsOfPath(endpoint('{a}/{b}/{toString}', { b: null }))).toEqual([
    expect.stringMatching(/^nothing fills \{a\}/),
    expect.stringMatching(/^nothing fills \{b\}/),
    expect.stringMatching(/^nothing fills \{toString\}/),
  ]);
});

test.each([['..'], ['.'], [''], [['a']]])('%j cannot be part of a path', (value) => {
  expect(faultsOfPath(endpoint('x/{a}', { a: value }))).toEqual([expect.stringMatching(/^\{a\} cannot be/)]);
});

test('a partition fills the names that it injects into the path', () => {
  const list = (request_option?: object) => [{ type: 'list', cursor_field: 'module', request_option }];
  const option = { inject_into: 'path', field_name: 'id' };
  expect(faultsOfPath(endpoint('x/{id}', {}, list(option)))).toEqual([]);
  expect(faultsOfPath(endpoint('x/{id}', {}, list()))).toHaveLength(1);
  expect(faultsOfPath(endpoint('x/{id}', {}, list({ ...option, inject_into: 'query' })))).toHaveLength(1);
  expect(faultsOfPath(endpoint('x/{id}', {}, [{ type: 'own' }]))).toEqual([]);
});

test('a value of a parent makes the path a template, whether it stands there or in a parameter', () => {
  const owner = joinParts(['a b-', parseReference('resources.users.id') ?? '']);
  const written = endpoint('x/{resources.users.id}/{owner}/{kind}', { owner, kind: 'k', more: 1 });
  expect(faultsOfPath(written)).toEqual([]);
  const { path, params } = fillPath(written);
  expect(path).toBeInstanceOf(Template);
  expect(String(path)).toBe('x/{resources.users.id}/a%20b-{resources.users.id}/k');
  expect(params).toEqual({ owner: null, kind: null, more: 1 });
});
