// What users get wrong about parents, increments and state: one clear message, the right exit code, and whatever lies
// there stays as it is.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { penstock } from '../helpers/cli.ts';
import { filesOf } from '../helpers/files.ts';
import { json, serve } from '../helpers/serve.ts';
import { pipelineFile, temporaryDirectory } from '../helpers/temporary.ts';

const USERS = [
  { id: 1, at: '2024-01-01T00:00:00Z', org: { id: 7 } },
  { id: 2, at: '2024-01-02T00:00:00Z', org: { id: 8 } },
];
const POSTS = [{ id: 5, at: '2024-01-03T00:00:00Z' }];

type Record = Readonly<{ [key: string]: unknown }>;

async function setUp(users: readonly Record[] = USERS) {
  const state = { users };
  const api = await serve((request, response) => {
    json(response, request.url?.startsWith('/users?') || request.url === '/users' ? state.users : POSTS);
  });
  const directory = await temporaryDirectory();
  const file = (resources: readonly object[], more: object = {}) =>
    pipelineFile({
      name: 'sync',
      client: { base_url: api.url, retry: { max_retries: 0 } },
      resources,
      ...more,
    });
  return { api, state, out: path.join(directory, 'out'), directory, file };
}

const users = (more: object = {}, endpoint: object = {}) => ({
  name: 'users',
  primary_key: 'id',
  ...more,
  endpoint: { path: 'users', ...endpoint },
});
const posts = (more: object = {}, endpoint: object = {}) => ({
  name: 'posts',
  primary_key: 'id',
  ...more,
  endpoint: { path: 'users/{resources.users.id}/posts', ...endpoint },
});
const since = (more: object = {}) => ({ incremental: { cursor_path: 'at', start_param: 'since', ...more } });
const merged = { write_disposition: 'merge' };
const columns = { id: { data_type: 'bigint' }, at: { data_type: 'timestamp' } };

describe('exit 2 before anything is requested', () => {
  test.each<[string, object[], RegExp]>([
    [
      'an unknown parent',
      [users(), posts({}, { path: 'x/{resources.user.id}' })],
      /"?user"?.*did you mean "users"/s,
    ],
    [
      'a parent of itself',
      [users({}, { path: 'users/{resources.users.id}' })],
      /a resource cannot be its own parent/,
    ],
    [
      'a circle of parents',
      [users({}, { path: 'a/{resources.posts.id}' }), posts({}, { path: 'b/{resources.users.id}' })],
      /"users" is itself read for "posts", so neither can begin/,
    ],
    [
      'two parents',
      [
        users(),
        { ...users(), name: 'teams' },
        posts({}, { path: 'x/{resources.users.id}/{resources.teams.id}' }),
      ],
      /one parent/,
    ],
    ['include_from_parent without a parent', [users({ include_from_parent: ['id'] })], /include_from_parent/],
    [
      'replace with incremental',
      [users({ write_disposition: 'replace' }, since())],
      /replace.*incremental|incremental.*replace/s,
    ],
    [
      'append with a lag and no key',
      [{ ...users({ write_disposition: 'append' }, since({ lag: 60 })), primary_key: undefined }],
      /lag.*primary_key/s,
    ],
    [
      'an initial value that is none',
      [users({ ...merged, columns }, since({ initial_value: 'yesterday' }))],
      /initial_value.*yesterday/s,
    ],
    [
      'an end before the beginning',
      [
        users(
          { ...merged, columns },
          since({ initial_value: '2024-02-01', end_value: '2024-01-01', end_param: 'until' }),
        ),
      ],
      /end_value/,
    ],
    [
      'a step without a beginning',
      [users(merged, since({ step: 'P1D', end_param: 'until' }))],
      /step.*initial_value/s,
    ],
    [
      'a step that is no duration',
      [users(merged, since({ step: '1 day', initial_value: '2024-01-01' }))],
      /step/,
    ],
    [
      'a word of incremental that is none',
      [users(merged, { incremental: { cursor_path: 'at', start_parm: 'x' } })],
      /start_parm.*did you mean "start_param"/s,
    ],
    [
      'a value of the state where there is none yet',
      [users(merged, { path: 'users/{incremental.start_value}', incremental: { cursor_path: 'at' } })],
      /start_value.*initial_value/s,
    ],
    ['hard_delete without merge', [users({ hard_delete: 'gone' })], /hard_delete.*merge/s],
    ['vanished beside an increment', [users({ ...merged, vanished: 'drop' }, since())], /vanished/],
  ])('%s', async (_name, resources, message) => {
    const { api, out, file } = await setUp();
    const { code, stdout, stderr } = await penstock(['run', await file(resources), '-o', out]);
    expect(stderr).toMatch(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(api.requests).toEqual([]);
  });
});

describe('exit 4, with the record that is at fault', () => {
  test.each<[string, Record[], object, RegExp]>([
    ['a parent without the value', [{ id: 1 }, { id: null }], posts(), /users.*id|id.*users/s],
    ['a parent whose value is an object', USERS, posts({}, { path: 'x/{resources.users.org}' }), /org/],
    [
      'include_from_parent of a field that is not there',
      USERS,
      posts({ include_from_parent: ['ogr'] }),
      /no record of its parent users has "ogr" \(did you mean "org"\?\)/,
    ],
  ])('%s', async (_name, rows, child, message) => {
    const { out, file } = await setUp(rows);
    const { code, stderr } = await penstock([
      'run',
      await file([users({ selected: false }), child]),
      '-o',
      out,
    ]);
    expect(stderr).toMatch(message);
    expect(code, stderr).toBe(4);
  });
});

describe('a directory with records and a state stays as it is', () => {
  const good = [users({ ...merged }, since()), { ...posts(), endpoint: { path: 'posts' } }];

  async function synced() {
    const scene = await setUp();
    const pipeline = await scene.file(good);
    const first = await penstock(['run', pipeline, '-o', scene.out]);
    expect(first.code, first.stderr).toBe(0);
    return { ...scene, pipeline, before: scene.api.requests.length };
  }
  const stateFile = (out: string) => path.join(out, '_state.json');
  const change = (out: string, by: (state: { [key: string]: unknown }) => void) => {
    const state = JSON.parse(readFileSync(stateFile(out), 'utf8'));
    by(state);
    writeFileSync(stateFile(out), JSON.stringify(state));
  };

  test.each<[string, (out: string) => void, RegExp]>([
    [
      'a state cut in half',
      (out) => writeFileSync(stateFile(out), readFileSync(stateFile(out), 'utf8').slice(0, 60)),
      /_state\.json|out is damaged/,
    ],
    ['an empty state', (out) => writeFileSync(stateFile(out), ''), /damaged/],
    [
      'a state of a later version',
      (out) =>
        change(out, (state) => {
          state.version = 9;
        }),
      /version 9/,
    ],
    [
      'a state of another pipeline',
      (out) =>
        change(out, (state) => {
          state.pipeline = 'other';
        }),
      /of the pipeline other/,
    ],
    ['a state that is gone', (out) => rmSync(stateFile(out)), /./],
    ['records that are gone', (out) => rmSync(path.join(out, '_manifest.json')), /./],
  ])('%s', async (name, spoil, message) => {
    const { api, out, pipeline, before } = await synced();
    spoil(out);
    const lying = filesOf(out);
    const { code, stderr } = await penstock(['run', pipeline, '-o', out]);
    if (name === 'a state that is gone') {
      // Merge reads all of it again, which loses nothing.
      expect(code, stderr).toBe(0);
      return;
    }
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/hint: /);
    expect(code, stderr).toBe(8);
    expect(api.requests.length).toBe(before);
    expect(filesOf(out)).toEqual(lying);
  });

  test.each<[string, string[], RegExp]>([
    [
      'another cursor',
      ['--set', 'resources.0.endpoint.incremental.cursor_path=id'],
      /cursor_path is id, and was at/,
    ],
    ['another key', ['--set', 'resources.0.primary_key=at'], /primary_key:? is at, and (?:it )?was id/],
    ['another path', ['--set', 'resources.0.endpoint.path=users?x=1'], /its path has changed/],
  ])('%s: what the state depends on has changed', async (_name, words, message) => {
    const { api, out, pipeline, before } = await synced();
    const lying = filesOf(out);
    const { code, stderr } = await penstock(['run', pipeline, '-o', out, ...words]);
    expect(stderr).toMatch(message);
    expect([2, 8], stderr).toContain(code);
    expect(api.requests.length).toBe(before);
    expect(filesOf(out)).toEqual(lying);
  });

  test.each<[string, Record[], RegExp]>([
    ['a cursor value of another kind half-way', [...USERS, { id: 3, at: 1_700_000_000 }], /1700000000/],
    ['a record without the cursor', [...USERS, { id: 3 }], /at/],
    ['no record with the cursor', [{ id: 3, att: 'x' }], /at/],
  ])('%s', async (_name, rows, message) => {
    const { state, out, pipeline } = await synced();
    state.users = rows;
    const lying = filesOf(out);
    const { code, stderr } = await penstock(['run', pipeline, 'users', '-o', out]);
    expect(stderr).toMatch(message);
    expect(code, stderr).toBe(4);
    expect(filesOf(out)).toEqual(lying);
  });

  test.each<[string, string[], RegExp]>([
    ['--until before --since', ['--since', '2024-02-01', '--until', '2024-01-01'], /--until/],
    ['--since with --full-refresh', ['--since', '2024-01-01', '--full-refresh'], /one of them/],
    ['--state beside a directory', ['--state', 'x.json'], /keeps its own state/],
  ])('%s', async (_name, words, message) => {
    const { api, out, pipeline, before } = await synced();
    const lying = filesOf(out);
    const { code, stderr } = await penstock(['run', pipeline, 'users', '-o', out, ...words]);
    expect(stderr).toMatch(message);
    expect(code, stderr).toBe(2);
    expect(api.requests.length).toBe(before);
    expect(filesOf(out)).toEqual(lying);
  });
});
