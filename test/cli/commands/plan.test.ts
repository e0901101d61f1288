// penstock plan: the units of a run, and what cannot be cut.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { penstock } from '../../helpers/cli.ts';
import { temporaryDirectory } from '../../helpers/temporary.ts';

const router = { type: 'list', cursor_field: 'module', values: ['a', 'b'] };
const incremental = { cursor_path: 'at' };
const resources = [
  { name: 'listed', endpoint: { path: 'l', partition_router: router } },
  { name: 'plain', endpoint: 'plain' },
  { name: 'users', primary_key: 'id', endpoint: 'users' },
  { name: 'posts', endpoint: 'users/{resources.users.id}/posts' },
  { name: 'teams', primary_key: 'id', write_disposition: 'merge', endpoint: { path: 't', incremental } },
  { name: 'members', write_disposition: 'append', endpoint: 'teams/{resources.teams.id}/members' },
  {
    name: 'changes',
    write_disposition: 'append',
    endpoint: { path: 'c', partition_router: router, incremental },
  },
];

async function planned(...words: string[]) {
  const file = path.join(await temporaryDirectory(), 'p.json');
  writeFileSync(file, JSON.stringify({ name: 'p', client: { base_url: 'http://localhost:1' }, resources }));
  return penstock(['plan', file, ...words]);
}

test('partitions are units; what stays together is said with the reason', async () => {
  const { code, stdout } = await planned('--json');
  expect(code).toBe(0);
  const { units, whole, ...head } = JSON.parse(stdout);
  expect(head).toEqual({ pipeline: 'p' });
  expect(units).toEqual([
    { resource: 'listed', partition: 'module=a' },
    { resource: 'listed', partition: 'module=b' },
    { resource: 'plain', partition: '' },
    { resource: 'users', partition: '' },
    { resource: 'posts', by: 'records of users' },
    { resource: 'teams', partition: '' },
    { resource: 'members', partition: '' },
    { resource: 'changes', partition: 'module=a' },
    { resource: 'changes', partition: 'module=b' },
  ]);
  const why = Object.fromEntries(
    whole.map((one: { resource: string; why: string }) => [one.resource, one.why]),
  );
  expect(Object.keys(why)).toEqual(['plain', 'users', 'teams', 'members']);
  expect(why.plain).toMatch(/shifts between them/);
  expect(why.users).toMatch(/"posts" is read for its records/);
  expect(why.members).toMatch(/new records of "teams"/);
});

test('with the shards that they fall to; a family with a state falls to one', async () => {
  const { stdout } = await planned('--json', '--shards', '5');
  const { units } = JSON.parse(stdout);
  const shardOf = (name: string) => units.find((one: { resource: string }) => one.resource === name).shard;
  expect(shardOf('teams')).toBe(shardOf('members'));
  expect(shardOf('posts')).toBeUndefined();
  expect(units.every(({ shard = 1 }) => shard >= 1 && shard <= 5)).toBe(true);
});

test('as a table; resources by name', async () => {
  const { stdout } = await planned('listed', 'plain', '--shards', '2');
  expect(stdout.split('\n')[0]).toMatch(/resource +partition +shard/);
  expect(stdout).toMatch(/plain is not cut: it has no partitions/);
  expect((await planned('nothing')).code).toBe(2);
});
