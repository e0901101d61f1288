// Resources that are read for the records of others, over real HTTP.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lines, penstock } from '../helpers/cli.ts';
import { type ExtractOptions, extract } from '../helpers/extract.ts';
import { child, family, people, posts, users } from '../helpers/family.ts';
import { json, serve } from '../helpers/serve.ts';
import { temporaryDirectory } from '../helpers/temporary.ts';

const read = (
  resources: readonly object[],
  options: ExtractOptions & { api?: ReturnType<typeof family> } = {},
) => extract(options.api ?? family(people(3)), { resources, ...options });

const idsOf = (records: readonly Record<string, unknown>[], name?: string) =>
  records.filter((one) => name === undefined || one._resource === name).map(({ id }) => id);
const targets = ({ requests }: { requests: readonly { target: string }[] }) =>
  requests.map(({ target }) => target).sort();

const ALL_POSTS = ['1-a', '1-b', '2-a', '2-b', '3-a', '3-b'];
const USER_PAGES = ['/users', '/users?page=2'];

describe('a value of the parent', () => {
  test.each<[string, object]>([
    ['in the path', { path: 'users/{resources.users.id}/posts' }],
    ['in the query', { params: { user: '{resources.users.id}' } }],
    ['in a header', { headers: { 'x-user': '{resources.users.id}' } }],
    ['as dlt resolves it', { params: { user: { type: 'resolve', resource: 'users', field: 'id' } } }],
    [
      'as dlt resolves it in the path',
      { path: 'users/{id}/posts', params: { id: { type: 'resolve', resource: 'users', field: 'id' } } },
    ],
    [
      'by a router',
      {
        partition_router: {
          type: 'parent',
          resource: 'users',
          field: 'id',
          request_option: { inject_into: 'query', field_name: 'user' },
        },
      },
    ],
  ])('%s', async (_where, endpoint) => {
    const { code, stderr, records, ...more } = await read([users, child('posts', endpoint)]);
    expect(code, stderr).toBe(0);
    expect(idsOf(records, 'posts')).toEqual(ALL_POSTS);
    expect(idsOf(records, 'users')).toEqual([1, 2, 3]);
    expect(more.requests).toHaveLength(5);
  });

  test('inside a JSON list, with its own type; a group as a list', async () => {
    const bodies: string[] = [];
    const search = async (request: AsyncIterable<Buffer>, response: Parameters<typeof json>[0]) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      bodies.push(body);
      json(response, { data: [] });
    };
    const api = family(people(3), { '/search': search });
    const json_ = { filter: [{ owner: ['{resources.users.id}', 'u{resources.users.id}'] }] };
    const router = {
      type: 'parent',
      resource: 'users',
      field: 'id',
      group_size: 2,
      request_option: { inject_into: 'body', field_name: 'ids' },
    };
    const { code, stderr } = await read(
      [
        users,
        child('one', { path: 'search', method: 'POST', json: json_ }),
        child('two', { path: 'search', method: 'POST', partition_router: router }),
      ],
      { api },
    );
    expect(code, stderr).toBe(0);
    expect(bodies.sort()).toEqual([
      '{"filter":[{"owner":[1,"u1"]}]}',
      '{"filter":[{"owner":[2,"u2"]}]}',
      '{"filter":[{"owner":[3,"u3"]}]}',
      '{"ids":[1,2]}',
      '{"ids":[3]}',
    ]);
  });

  test('of so many records in one request', async () => {
    const router = {
      type: 'parent',
      resource: 'users',
      field: 'id',
      group_size: 2,
      request_option: { inject_into: 'query', field_name: 'user' },
    };
    const outcome = await read([users, child('posts', { partition_router: router })], { words: ['posts'] });
    expect(targets(outcome)).toEqual(['/posts?user=1%2C2', '/posts?user=3', ...USER_PAGES]);
    expect(idsOf(outcome.records)).toEqual(ALL_POSTS);
  });

  test('beside the values of a list', async () => {
    const router = { type: 'list', values: ['x', 'y'], cursor_field: 'kind' };
    const path_ = 'users/{resources.users.id}/posts';
    const { requests } = await read([users, child('posts', { path: path_, partition_router: router })], {
      words: ['posts'],
    });
    expect(requests).toHaveLength(2 + 6);
  });

  test('at the end of the path reads one entity', async () => {
    const outcome = await read([users, { name: 'post', endpoint: 'posts/{resources.users.id}' }], {
      words: ['post'],
    });
    expect(outcome.code, outcome.stderr).toBe(0);
    expect(outcome.records).toEqual([1, 2, 3].map((id) => ({ id: String(id), title: `Post ${id}` })));
  });
});

describe('fields of the parent', () => {
  test('go into the records of the child', async () => {
    const more = { include_from_parent: ['name', { from: 'owner.id', as: 'owner_id' }] };
    const api = family([
      { id: 1, name: 'A', owner: { id: 12345678901234567890n.toString() } },
      { id: 2, name: null },
    ]);
    const { records } = await read([users, { ...posts, ...more }], { api, words: ['posts'] });
    expect(records.map(({ _users_name: name, owner_id: owner }) => [name, owner])).toEqual([
      ['A', '12345678901234567890'],
      ['A', '12345678901234567890'],
      [null, null],
      [null, null],
    ]);
  });

  test('one that no record has fails the child, which would have null throughout', async () => {
    const { code, stderr } = await read([users, { ...posts, include_from_parent: ['nam'] }], {
      words: ['posts', '-q'],
    });
    expect(stderr).toMatch(/no record of its parent users has "nam" \(did you mean "name"\?\)/);
    expect(code).toBe(4);
  });
});

describe('a parent', () => {
  test('is read once for two children and theirs; the order is the API’s alone', async () => {
    const comments = child('comments', { path: 'posts/{resources.posts.id}/comments' });
    const second = child('second', { path: 'posts', params: { user: '{resources.users.id}' } });
    const outcome = await read([comments, posts, second, users]);
    expect(outcome.code, outcome.stderr).toBe(0);
    expect(new Set(targets(outcome)).size).toBe(outcome.requests.length);
    expect(outcome.requests).toHaveLength(2 + 3 + 3 + 6);
    expect(idsOf(outcome.records, 'comments')).toEqual(ALL_POSTS.map((id) => `${id}-1`));
    expect(idsOf(outcome.records, 'second')).toEqual(ALL_POSTS);
  });

  test('that nobody selected is read silently', async () => {
    const outcome = await read([{ ...users, selected: false }, posts]);
    expect(outcome.code, outcome.stderr).toBe(0);
    expect(outcome.records.every((one) => one._resource !== 'users')).toBe(true);
    expect(idsOf(outcome.records)).toEqual(ALL_POSTS);
    expect(outcome.stderr).not.toMatch(/^users/m);
  });

  test('with the same value in two records is read for it once', async () => {
    const outcome = await read([users, posts], {
      api: family([{ id: 1 }, { id: 2 }, { id: 1 }]),
      words: ['posts'],
    });
    expect(targets(outcome)).toEqual(['/users', '/users/1/posts', '/users/2/posts', '/users?page=2']);
  });

  test('without records leaves its child complete and empty', async () => {
    const { code, stdout } = await read([users, posts], { api: family([]), words: ['posts'] });
    expect([code, stdout]).toEqual([0, '']);
  });

  test.each([[['posts']], [[]]])('that fails fails its children and theirs (%j selected)', async (words) => {
    const api = family(people(3), { '/users': (_, response) => json(response, { error: 'no' }, 403) });
    const comments = child('comments', { path: 'posts/{resources.posts.id}/comments' });
    const { code, stderr } = await read([users, posts, comments], { api, words });
    expect(code).toBe(4);
    expect(stderr).toMatch(/posts.*its parent users failed: .*403/s);
    expect(stderr).toMatch(/^users +failed/m);
  });

  test('whose refusal is one of credentials ends with its code', async () => {
    const api = family([], { '/users': (_, response) => json(response, {}, 401) });
    expect((await read([users, posts], { api, words: ['posts'] })).code).toBe(3);
  });

  test('that ends at a configured maximum leaves its child limited', async () => {
    const { endpoint } = users;
    const few = {
      ...users,
      endpoint: { ...endpoint, paginator: { type: 'page_number', base_page: 1, maximum_page: 1 } },
    };
    const outcome = await read([few, posts], { words: ['posts', '-v'] });
    expect(idsOf(outcome.records)).toEqual(['1-a', '1-b', '2-a', '2-b']);
    expect(outcome.stderr).toMatch(/^posts +limited/m);
  });

  test('is left as soon as its child has enough', async () => {
    const outcome = await read([users, posts], {
      api: family(people(400)),
      words: ['posts', '--limit', '2'],
    });
    expect(outcome.code).toBe(0);
    expect(idsOf(outcome.records)).toEqual(['1-a', '1-b']);
    expect(outcome.requests.length).toBeLessThan(200);
  });
});

describe('a child that fails', () => {
  const gone = {
    '/users/2/posts': (_: unknown, response: Parameters<typeof json>[0]) => json(response, {}, 404),
  };

  test('leaves its parent alone, and says for which record', async () => {
    const { code, stderr, records } = await read([users, posts], { api: family(people(3), gone) });
    expect(code).toBe(6);
    expect(idsOf(records, 'users')).toEqual([1, 2, 3]);
    expect(stderr).toMatch(/posts.*users\.id=2.*404/s);
  });

  test('goes on where response_actions say so, and counts', async () => {
    const endpoint = {
      path: 'users/{resources.users.id}/posts',
      response_actions: [{ status_code: 404, action: 'ignore' }],
    };
    const { code, stderr, records } = await read([users, child('posts', endpoint)], {
      api: family(people(3), gone),
      words: ['posts', '-v'],
    });
    expect(code, stderr).toBe(0);
    expect(idsOf(records)).toEqual(['1-a', '1-b', '3-a', '3-b']);
    expect(stderr).toMatch(/1 answer ignored/);
  });

  test.each([['.'], ['..']])('a value of %j never leaves the path', async (id) => {
    const { code, stderr, requests } = await read([users, posts], {
      api: family([{ id }]),
      words: ['posts'],
    });
    expect(code).toBe(4);
    expect(stderr).toMatch(/cannot be filled/);
    expect(requests).toHaveLength(1);
  });
});

describe('a record without the value', () => {
  const some = [{ id: 1 }, { name: 'nobody' }, { id: null, name: 'null' }, { id: '' }, { id: 3 }];

  test('fails the child, and is named', async () => {
    const named = { ...users, primary_key: 'name' };
    const { code, stderr } = await read([named, posts], {
      api: family([{ id: 1, name: 'a' }, { name: 'b' }]),
      words: ['posts'],
    });
    expect(code).toBe(4);
    expect(stderr).toMatch(/its parent users: the record with name "b" on page 1 lacks "id"/);
    expect(stderr).toMatch(/on_missing: skip/);
  });

  test('is left out and counted where on_missing says so', async () => {
    const { code, stderr, records } = await read([users, { ...posts, on_missing: 'skip' }], {
      api: family(some),
      words: ['posts', '-v'],
    });
    expect(code, stderr).toBe(0);
    expect(idsOf(records)).toEqual(['1-a', '1-b', '3-a', '3-b']);
    expect(stderr).toMatch(/3 records of the parent left out by on_missing/);
  });
});

describe('a look', () => {
  test.each([['check'], ['preview']])(
    '%s reads one page of the parent and the children of its first record',
    async (command) => {
      const api = await serve(family(people(9)));
      const pipeline = { name: 'p', client: { base_url: api.url }, resources: [users, posts] };
      const file = path.join(await temporaryDirectory(), 'p.json');
      await writeFile(file, JSON.stringify(pipeline));
      const { code, stdout, stderr } = await penstock([command, file, 'posts']);
      expect(code, stderr).toBe(0);
      expect(stdout).toMatch(command === 'check' ? /2 records/ : /1-b/);
      expect(targets(api)).toEqual(['/users', '/users/1/posts']);
    },
  );

  test('infer looks at as many as it is told', async () => {
    const api = await serve(family(people(3)));
    const file = path.join(await temporaryDirectory(), 'p.json');
    await writeFile(
      file,
      JSON.stringify({ name: 'p', client: { base_url: api.url }, resources: [users, posts] }),
    );
    expect((await penstock(['infer', file, 'posts'])).stdout).toMatch(/from 6 records/);
  });
});

test.each([
  [
    'pipeline.yaml',
    (url: string) => `client: {base_url: "${url}"}
resources:
  - {name: users, endpoint: {data_selector: data, paginator: {type: json_link, next_url_path: next}}}
  - {name: posts, include_from_parent: [name], endpoint: {path: "users/{resources.users.id}/posts", data_selector: data, paginator: single_page}}`,
  ],
  [
    'pipeline.ts',
    (url: string) => `import { definePipeline } from 'penstock';
export default definePipeline({
  client: { base_url: '${url}' },
  resources: [
    { name: 'users', endpoint: { data_selector: 'data', paginator: { type: 'json_link', next_url_path: 'next' } } },
    { name: 'posts', include_from_parent: ['name'], endpoint: { path: 'users/{id}/posts', params: { id: { type: 'resolve', resource: 'users', field: 'id' } }, data_selector: 'data', paginator: 'single_page' } },
  ],
});`,
  ],
])('%s', async (name, textOf) => {
  const api = await serve(family(people(3)));
  const file = path.join(await temporaryDirectory(), name);
  await writeFile(file, textOf(api.url));
  const { code, stdout, stderr } = await penstock(['run', file, 'posts']);
  expect(code, stderr).toBe(0);
  expect(lines(stdout).map(({ id, _users_name }) => `${id} ${_users_name}`)).toContain('2-a user 2');
});

test('whatever the tree, each child is read for each distinct value once', async () => {
  const value = fc.oneof(
    fc.integer({ min: 0, max: 9 }),
    fc.string({ unit: fc.constantFrom('a', '/', 'é', ' ', '%', '?'), minLength: 1, maxLength: 3 }),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(value, { maxLength: 9 }),
      fc.integer({ min: 1, max: 3 }),
      async (ids, depth) => {
        // Each level has the records of the one above, one for each value that it was asked with.
        const asked: string[][] = [[], [], []];
        const api = await serve((request, response) => {
          const url = new URL(request.url ?? '/', 'http://localhost');
          const [, level] = /^\/level(\d)\//.exec(url.pathname) ?? [];
          if (level === undefined) return json(response, { data: ids.map((id) => ({ id })) });
          const id = decodeURIComponent(url.pathname.split('/')[2] ?? '');
          asked[Number(level)]?.push(id);
          json(response, { data: [{ id: `${id}x` }, { id: `${id}y` }] });
        });
        const levels = Array.from({ length: depth }, (_, at) =>
          child(`level${at}`, {
            path: `level${at}/{resources.${at === 0 ? 'roots' : `level${at - 1}`}.id}/all`,
          }),
        );
        const roots = child('roots', { path: 'roots' });
        const file = path.join(await temporaryDirectory(), 'p.json');
        await writeFile(
          file,
          JSON.stringify({ name: 'p', client: { base_url: api.url }, resources: [...levels, roots] }),
        );
        const { code, stderr } = await penstock(['run', file]);
        expect(code, stderr).toBe(0);
        let expected = [...new Set(ids)].map(String);
        for (const level of asked.slice(0, depth)) {
          expect(level.sort()).toEqual([...expected].sort());
          expected = [...new Set(expected.flatMap((id) => [`${id}x`, `${id}y`]))];
        }
      },
    ),
    { numRuns: 12 },
  );
});
