// commit: what it refuses, what it finishes, and what lies in the place afterwards.
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { lockOutput } from '../../../src/sinks/files/output-lock.ts';
import { lines, penstock } from '../../helpers/cli.ts';
import { duckdb } from '../../helpers/duckdb.ts';
import { json, queryOf, serve } from '../../helpers/serve.ts';
import { temporaryDirectory } from '../../helpers/temporary.ts';

const modules = Array.from({ length: 6 }, (_, index) => `m${index}`);

interface Api {
  /** The records of a partition; or a status. */
  readonly of?: (module: string) => readonly object[] | number;
}

async function opened({ of = () => [] }: Api = {}, resource: object = {}) {
  const api = await serve((request, response) => {
    const data = of(queryOf(request).get('module') ?? '');
    if (typeof data === 'number') json(response, { error: 'no' }, data);
    else json(response, { data });
  });
  const directory = await temporaryDirectory();
  const file = path.join(directory, 'p.json');
  const things = {
    name: 'things',
    primary_key: 'id',
    endpoint: {
      path: 'things',
      data_selector: 'data',
      paginator: 'single_page',
      partition_router: { type: 'list', cursor_field: 'module', values: modules },
    },
    ...resource,
  };
  const client = { base_url: api.url, retry: { max_retries: 0 } };
  writeFileSync(file, JSON.stringify({ name: 'shards', client, resources: [things] }));
  const out = path.join(directory, 'out');
  const shard = (index: number, count = 2, ...more: string[]) =>
    penstock(['run', file, '-o', out, '-q', '--shard', `${index}/${count}`, ...more]);
  const commit = (count = 2, ...more: string[]) =>
    penstock(['commit', out, '--shards', String(count), ...more]);
  const folder = (index: number, count = 2) => path.join(out, '.penstock-shards', `${index}-of-${count}`);
  return { file, out, shard, commit, folder };
}

const one = (module: string) => [{ id: module, module }];

const idsIn = (out: string) =>
  readdirSync(path.join(out, 'things'))
    .flatMap((file) => lines(readFileSync(path.join(out, 'things', file), 'utf8')))
    .map(({ id }) => id)
    .sort();

describe('refused', () => {
  test('shards that are not there', async () => {
    const { shard, commit, out } = await opened({ of: one });
    await shard(2, 3);
    const { code, stderr } = await commit(3);
    expect(code).toBe(8);
    expect(stderr).toMatch(/not there: 1, 3 of 3\n.*--shard 1\/3, --shard 3\/3/);
    expect(existsSync(path.join(out, '_manifest.json'))).toBe(false);
  });

  test('one that failed, or failed when it was read again', async () => {
    let isDown = false;
    const { shard, commit } = await opened({ of: (module) => (isDown ? 500 : one(module)) });
    await shard(1);
    await shard(2);
    isDown = true;
    expect((await shard(2)).code).toBe(5);
    const { code, stderr } = await commit();
    expect(code).toBe(8);
    expect(stderr).toMatch(/--shard 2\/2/);
  });

  test('shards of other pipelines, formats or counts', async () => {
    const { shard, commit } = await opened({ of: one });
    await shard(1);
    await shard(2, 2, '-f', 'csv');
    expect((await commit()).stderr).toMatch(/shards 2 of 2 are of another pipeline/);
    await shard(2, 2, '--set', 'resources.0.primary_key=module');
    expect((await commit()).code).toBe(8);
    expect((await commit(3)).stderr).toMatch(/not there: 1, 2, 3 of 3/);
  });

  test('shards of a place that has changed since', async () => {
    const { shard, commit, file, out } = await opened({ of: one });
    await shard(1);
    await penstock(['run', file, '-o', out, '-q']);
    await shard(2);
    const { code, stderr } = await commit();
    expect(code).toBe(8);
    expect(stderr).toMatch(/has changed since shards 1 of 2 were read/);
    await shard(1);
    expect((await commit()).code).toBe(0);
  });

  test('a shard that is at work', async () => {
    const { shard, commit, folder } = await opened({ of: one });
    await shard(1);
    await shard(2);
    const lock = await lockOutput(folder(2), path.join(folder(2), '.penstock-lock'));
    expect((await commit()).code).toBe(8);
    expect((await shard(2)).code).toBe(8);
    await lock.release();
    expect((await commit()).code).toBe(0);
  });

  test.each([
    [['--limit', '3'], /--limit and --shard/],
    [['--rejects', 'r.ndjson'], /--rejects cannot stand beside --shard/],
    [['--shards', '2'], /contradict/],
    [['-f', 'singer'], /directory/],
    [['--rate-share', '1/2'], /declares none/],
  ])('%j beside a shard', async (words, message) => {
    const { shard } = await opened({ of: one });
    const { code, stderr } = await shard(1, 2, ...words);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});

describe('put in place', () => {
  test('keys that two shards delivered come once, their rejects all', async () => {
    const { shard, commit, out } = await opened(
      { of: (module) => [...one(module), { id: 'both', module }, { id: module, n: {} }, { module }] },
      { columns: { id: { data_type: 'text' }, module: { data_type: 'text' } } },
    );
    for (const index of [1, 2]) await shard(index, 2, '--max-rejects', '100');
    expect((await commit()).code).toBe(0);
    expect(idsIn(out)).toEqual(['both', ...modules]);
    const rejects = readdirSync(path.join(out, '_rejects/things')).flatMap((file) =>
      lines(readFileSync(path.join(out, '_rejects/things', file), 'utf8')),
    );
    expect(rejects.map(({ partition }) => partition).sort()).toEqual(modules.map((one) => `module=${one}`));
  });

  test('parts are taken over as they are, under the name of their shard', async () => {
    const { shard, commit, out, folder } = await opened({ of: one });
    for (const index of [1, 2]) await shard(index, 2, '-f', 'parquet');
    const before = [1, 2].map((index) => readFileSync(path.join(folder(index), 'things/part-00000.parquet')));
    expect((await commit()).code).toBe(0);
    const files = readdirSync(path.join(out, 'things'));
    expect(files).toEqual(['part-00000.shard-1-of-2.parquet', 'part-00001.shard-2-of-2.parquet']);
    expect(files.map((file) => readFileSync(path.join(out, 'things', file)))).toEqual(before);
    expect(readdirSync(out).sort()).toEqual(['_manifest.json', 'things']);
  });

  test('parts with other columns are written anew', async () => {
    const { shard, commit, out } = await opened({ of: (module) => [{ id: module, [module]: 1.5 }] });
    for (const index of [1, 2]) await shard(index, 2, '-f', 'parquet');
    expect((await commit()).code).toBe(0);
    const rows = await duckdb(
      `select count(*)::int n, sum(m0)::int m0, sum(m5)::int m5 from '${out}/things/*.parquet'`,
    );
    expect(rows).toEqual([{ n: 6, m0: 2, m5: 2 }]);
  });

  test('a shard with nothing of its own is no gap', async () => {
    const { shard, commit, out } = await opened({ of: () => [] });
    for (let index = 1; index <= 9; index += 1) expect((await shard(index, 9)).code).toBe(0);
    expect((await commit(9)).code).toBe(0);
    expect(idsIn(out)).toEqual([]);
    expect(readdirSync(path.join(out, 'things'))).toHaveLength(1);
  });

  test('cut off behind the manifest, it finishes when it is asked again', async () => {
    const { shard, commit, out } = await opened({ of: one }, { write_disposition: 'append' });
    for (const index of [1, 2]) await shard(index);
    const shards = path.join(out, '.penstock-shards');
    cpSync(shards, `${out}-kept`, { recursive: true });
    expect((await commit()).code).toBe(0);
    cpSync(`${out}-kept`, shards, { recursive: true });
    const { code, stderr } = await commit();
    expect(code).toBe(0);
    expect(stderr).toMatch(/in place already/);
    expect(idsIn(out)).toEqual(modules);
    expect(existsSync(shards)).toBe(false);
  });

  test('a shard with more rejects than allowed: exit 6, as in one run', async () => {
    const { shard, commit, out } = await opened({
      of: (module) => [...one(module), ...(module === 'm0' ? [{ module }] : [])],
    });
    const codes = [(await shard(1)).code, (await shard(2)).code];
    expect(codes.sort()).toEqual([0, 6]);
    expect((await commit()).code).toBe(6);
    expect(idsIn(out)).toEqual(modules);
  });
});
