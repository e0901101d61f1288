// What a pipeline with parents demands, each said where it is written.
import { expect, test } from 'vitest';
import { splitReference } from '../../src/config/references.ts';
import type { ConfigError } from '../../src/core/errors.ts';
import { planOf } from '../../src/language/load-plan.ts';

const paginator = 'single_page';

function problemsOf(...resources: object[]) {
  try {
    planOf({ client: { base_url: 'http://api.test', paginator }, resources }, { environment: {} });
    return [];
  } catch (error) {
    return (error as ConfigError).problems.map(({ path, message }) => `${path}: ${message}`);
  }
}

const users = { name: 'users' };
const child = (endpoint: object | string, name = 'posts') => ({ name, endpoint });

test.each<[string, object[], RegExp]>([
  [
    'an unknown parent',
    [users, child('/u/{resources.user.id}')],
    /endpoint\.path: \{resources\.user\.id\}: no resource "user" \(did you mean "users"\?\)/,
  ],
  [
    'no field',
    [users, child({ params: { user: '{resources.users}' } })],
    /endpoint\.params\.user: \{resources\.users\}: names no field of the parent/,
  ],
  ['a path that is none', [users, child('/u/{resources.users.a[}')], /not a path: "a\["/],
  ['itself', [child('/u/{resources.posts.id}')], /cannot be its own parent/],
  [
    'two parents',
    [users, { name: 'orgs' }, child({ params: { a: '{resources.users.id}', b: '{resources.orgs.id}' } })],
    /endpoint\.params\.b: .*has one parent, and it has "users" already/,
  ],
  [
    'a circle',
    [child('/a/{resources.b.id}', 'a'), child('/b/{resources.a.id}', 'b')],
    /^resources\[1\]\.endpoint\.path: .*"a" is itself read for "b"/,
  ],
  [
    'an unknown word of incremental',
    [child({ json: { range: ['{incremental.start_valu}'] } })],
    /endpoint\.json\.range\[0\]: \{incremental\.start_valu\}: no such word \(did you mean "start_value"\?\); known are/,
  ],
  [
    'incremental where there is none',
    [child({ headers: { since: '{incremental.start_value}' } })],
    /headers\.since/,
  ],
])('%s is said', (_what, resources, message) => {
  expect(problemsOf(...resources)).toEqual(expect.arrayContaining([expect.stringMatching(message)]));
});

test('one in the defaults is said there', () => {
  const client = { base_url: 'http://api.test' };
  const resource_defaults = { endpoint: { params: { a: '{resources.nobody.id}' } } };
  expect(() => planOf({ client, resource_defaults, resources: ['x'] }, { environment: {} })).toThrow(
    expect.objectContaining({
      problems: [{ path: 'resource_defaults.endpoint.params.a', message: expect.stringMatching(/nobody/) }],
    }),
  );
});

test('a header has one name in every request', () => {
  expect(problemsOf(users, child({ headers: { 'x-{resources.users.id}': 'a' } }))).toContainEqual(
    expect.stringMatching(/header’s name/),
  );
});

test('the client’s parameters are the same for all', () => {
  const client = { base_url: 'http://api.test', params: { a: '{resources.users.id}' } };
  expect(() => planOf({ client, resources: ['users'] }, { environment: {} })).toThrow(
    expect.objectContaining({
      problems: [{ path: 'client.params.a', message: expect.stringMatching(/resource’s endpoint alone/) }],
    }),
  );
});

test('a name may hold dots: the longest that fits is the parent', () => {
  const names = ['a', 'a.b', 'ab'];
  expect(splitReference('a.b.c.d', names)).toEqual({ parent: 'a.b', field: 'c.d' });
  expect(splitReference('a.c', names)).toEqual({ parent: 'a', field: 'c' });
  expect(splitReference('ab[0].c', names)).toEqual({ parent: 'ab', field: '[0].c' });
  expect(splitReference('abc.d', names)).toEqual({ parent: 'abc', field: 'd' });
  expect(splitReference('a', names)).toEqual({ parent: 'a', field: '' });
});
