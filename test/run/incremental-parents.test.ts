// Incremental parents and children: each parent's children have a value of their own, and a parent never goes on past
// children that were not read.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { ConfigError } from '../../src/core/errors.ts';
import { planOf } from '../../src/language/load-plan.ts';
import { penstock } from '../helpers/cli.ts';
import { json, queryOf, serve } from '../helpers/serve.ts';
import { pipelineFile, temporaryDirectory } from '../helpers/temporary.ts';

interface Record {
  readonly id: number;
  readonly at: number;
  readonly user?: number;
}

async function scene(users: object, posts: object) {
  const data: { users: Record[]; posts: Record[] } = { users: [], posts: [] };
  const state = { isBroken: false };
  const api = await serve((request, response) => {
    const [, name = '', user, kind] = (request.url ?? '').split('?', 1)[0]?.split('/') ?? [];
    const since = Number(queryOf(request).get('since') ?? 0);
    if (kind !== undefined && state.isBroken) return json(response, { error: 'broken' }, 500);
    const all =
      name === 'users' && kind === undefined
        ? data.users
        : data.posts.filter((post) => String(post.user) === user);
    json(response, { data: all.filter(({ at }) => at >= since) });
  });
  const incremental = { cursor_path: 'at', start_param: 'since' };
  const endpoint = { data_selector: 'data', paginator: 'single_page' };
  const file = await pipelineFile({
    name: 'family',
    client: { base_url: api.url, retry: { max_retries: 0 } },
    resources: [
      { name: 'users', primary_key: 'id', ...users, endpoint: { ...endpoint, incremental } },
      {
        name: 'posts',
        primary_key: 'id',
        ...posts,
        endpoint: { ...endpoint, path: 'users/{resources.users.id}/posts', incremental },
      },
    ],
  });
  const out = path.join(await temporaryDirectory(), 'out');
  let told = 0;
  return {
    data,
    state,
    run: (...words: string[]) => penstock(['run', file, '-o', out, ...words]),
    asked() {
      const targets = api.requests.slice(told).map(({ target }) => target);
      told = api.requests.length;
      return targets;
    },
    kept: () =>
      existsSync(path.join(out, '_state.json'))
        ? JSON.parse(readFileSync(path.join(out, '_state.json'), 'utf8')).resources
        : {},
    ids(name: string): number[] {
      const { files } = JSON.parse(readFileSync(path.join(out, '_manifest.json'), 'utf8')).resources[name];
      return files
        .flatMap((part: { path: string }) => readFileSync(path.join(out, part.path), 'utf8').split('\n'))
        .filter((line: string) => line !== '')
        .map((line: string) => JSON.parse(line).id)
        .sort();
    },
  };
}

const merge = { write_disposition: 'merge' };
const append = { write_disposition: 'append' };

test('each parent’s children go on from their own value', async () => {
  const { data, run, asked, kept, ids } = await scene(merge, append);
  data.users = [
    { id: 1, at: 1 },
    { id: 2, at: 1 },
  ];
  data.posts = [
    { id: 10, at: 5, user: 1 },
    { id: 20, at: 9, user: 2 },
  ];
  expect((await run()).code).toBe(0);
  const { posts } = kept();
  expect(Object.values(posts.partitions)).toMatchObject([{ value: 5 }, { value: 9 }]);
  expect(Object.keys(posts.partitions)[0]).toContain('1');
  asked();
  data.posts.push({ id: 11, at: 6, user: 1 });
  expect((await run()).code).toBe(0);
  expect(asked().sort()).toEqual(['/users/1/posts?since=5', '/users/2/posts?since=9', '/users?since=1']);
  expect(ids('posts')).toEqual([10, 11, 20]);
});

test.each([merge, append])('a parent does not go on past children that failed: %j', async (disposition) => {
  const { data, state, run, kept, ids } = await scene(disposition, append);
  data.users = [{ id: 1, at: 1 }];
  data.posts = [{ id: 10, at: 5, user: 1 }];
  expect((await run()).code).toBe(0);
  const before = kept();
  data.users.push({ id: 2, at: 2 });
  data.posts.push({ id: 20, at: 6, user: 2 });
  state.isBroken = true;
  const broken = await run();
  expect(broken.code, broken.stderr).not.toBe(0);
  expect(kept()).toEqual(before);
  if (disposition === append) expect(ids('users')).toEqual([1]);
  state.isBroken = false;
  // The parent of the boundary was delivered; its children are asked for all the same where it comes again by merge.
  const next = await run();
  expect(next.code, next.stderr).toBe(0);
  expect(ids('users')).toEqual([1, 2]);
  expect(ids('posts')).toEqual([10, 20]);
});

describe('a child of an incremental parent', () => {
  const resources = (child: object, parent: object = {}) => [
    {
      name: 'users',
      write_disposition: 'append',
      endpoint: { incremental: { cursor_path: 'at', ...parent } },
    },
    { name: 'posts', ...child, endpoint: 'users/{resources.users.id}/posts' },
    { name: 'likes', write_disposition: 'append', endpoint: 'posts/{resources.posts.id}/likes' },
  ];
  const plan = (list: object[]) =>
    planOf({ client: { base_url: 'http://a.b' }, resources: list }, { environment: {} });

  test('cannot be replaced by the children of what is new', () => {
    expect(() => plan(resources({}))).toThrow(ConfigError);
    try {
      plan(resources({}));
    } catch (error) {
      expect((error as ConfigError).problems).toMatchObject([
        { path: 'resources[1].write_disposition', message: expect.stringContaining('"users"') },
      ]);
    }
  });

  test('can be merged or appended, or read for a slice', () => {
    plan(resources({ write_disposition: 'append' }));
    plan(resources({}, { end_value: 9 }));
  });
});
