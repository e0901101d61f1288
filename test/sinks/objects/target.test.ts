// -o s3://bucket/prefix, against a real server of that protocol: what lies there after each run, and what never does.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { AbortedError } from '../../../src/core/errors.ts';
import { thisOwner } from '../../../src/core/files/lock-owner.ts';
import { lines, penstock } from '../../helpers/cli.ts';
import { BUCKET, type ServedStore, serveStore } from '../../helpers/s3.ts';
import { json, queryOf, serve } from '../../helpers/serve.ts';
import { pipelineFile, temporaryDirectory } from '../../helpers/temporary.ts';

interface Scene {
  readonly resource?: object;
  /** The records of a page; or a status. */
  readonly page?: (page: number) => readonly object[] | number;
}

const PLACE = `s3://${BUCKET}/exports/crm`;

async function setUp({ resource = {}, page = (at) => (at > 1 ? [] : [{ id: 1 }, { id: 2 }]) }: Scene = {}) {
  const store = await serveStore();
  const api = await serve((request, response) => {
    const data = page(Number(queryOf(request).get('page') ?? 1));
    if (typeof data === 'number') json(response, { error: 'no' }, data);
    else json(response, { data, more: data.length > 0 });
  });
  const paginator = { type: 'page_number', base_page: 1, has_more_path: 'more' };
  const file = await pipelineFile({
    client: { base_url: api.url, retry: { max_retries: 0 }, concurrency: 1 },
    resources: [
      {
        name: 'things',
        primary_key: 'id',
        endpoint: { path: 'things', data_selector: 'data', paginator },
        ...resource,
      },
    ],
  });
  const run = (words: readonly string[] = [], signal?: AbortSignal) =>
    penstock(['run', file, '-o', PLACE, '-q', ...words], {
      environment: store.environment,
      ...(signal === undefined ? {} : { signal }),
    });
  return { store, api, file, run };
}

const keysOf = async (store: ServedStore) => [...(await store.objects()).keys()];
const manifestOf = async (store: ServedStore, place = 'exports/crm') =>
  JSON.parse((await store.objects()).get(`${place}/_manifest.json`) ?? 'null');

/** The records that the manifest names. */
async function recordsIn(store: ServedStore, place = 'exports/crm') {
  const objects = await store.objects();
  const { files } = (await manifestOf(store, place)).resources.things;
  return files.flatMap((file: { path: string }) => lines(objects.get(`${place}/${file.path}`) ?? 'missing'));
}

describe('runs', () => {
  test.each<[string, unknown[]]>([
    [
      'replace',
      [
        { id: 2, v: 2 },
        { id: 3, v: 2 },
      ],
    ],
    [
      'append',
      [
        { id: 1, v: 1 },
        { id: 2, v: 1 },
        { id: 2, v: 2 },
        { id: 3, v: 2 },
      ],
    ],
    [
      'merge',
      [
        { id: 2, v: 2 },
        { id: 3, v: 2 },
        { id: 1, v: 1 },
      ],
    ],
  ])('%s', async (write_disposition, expected) => {
    let v = 1;
    const { store, run } = await setUp({
      resource: { write_disposition },
      page: (at) =>
        at > 1
          ? []
          : [
              { id: v, v },
              { id: v + 1, v },
            ],
    });
    expect(await run()).toMatchObject({ code: 0 });
    v = 2;
    expect(await run()).toMatchObject({ code: 0 });
    expect(await recordsIn(store)).toEqual(expected);
    // Nothing but what the manifest names.
    const { files } = (await manifestOf(store)).resources.things;
    const names = files.map((file: { path: string }) => `exports/crm/${file.path}`);
    expect(await keysOf(store)).toEqual(['exports/crm/_manifest.json', ...names]);
  });

  test('objects larger than a piece go up in several, each record once', async () => {
    const long = 'x'.repeat(100_000);
    const { store, run } = await setUp({
      page: (at) => (at > 4 ? [] : Array.from({ length: 50 }, (_, i) => ({ id: at * 100 + i, long }))),
    });
    expect(await run()).toMatchObject({ code: 0 });
    expect(store.requests.filter(({ target }) => target.includes('partNumber'))).toHaveLength(2);
    expect(await recordsIn(store)).toHaveLength(200);
    expect(store.uploads.size).toBe(0);
  });

  test('rejects and the state have their places; the state moves with the manifest', async () => {
    const resource = {
      write_disposition: 'append',
      columns: { id: { data_type: 'bigint' } },
      endpoint: {
        path: 'things',
        data_selector: 'data',
        paginator: 'single_page',
        incremental: { cursor_path: 'at' },
      },
    };
    let at = 1;
    const { store, run } = await setUp({
      resource,
      page: () => [
        { id: 'no', at },
        { id: at, at },
      ],
    });
    expect(await run(['--max-rejects', '9'])).toMatchObject({ code: 0 });
    at = 2;
    expect(await run(['--max-rejects', '9'])).toMatchObject({ code: 0 });
    expect((await recordsIn(store)).map(({ id }: { id: number }) => id)).toEqual([1, 2]);
    const { state, resources } = await manifestOf(store);
    expect(resources.things.rejected).toHaveLength(2);
    const objects = await store.objects();
    expect([...objects.keys()].filter((key) => key.includes('_state'))).toEqual([`exports/crm/${state}`]);
    expect(objects.get(`exports/crm/${state}`)).toMatch(/"value":2/);
    const { environment } = store;
    const shown = await penstock(['state', PLACE], { environment });
    expect(shown.stdout).toMatch(/things +- +2/);
    expect(await penstock(['state', PLACE, 'set', 'things', '7'], { environment })).toMatchObject({
      code: 0,
    });
    expect((await penstock(['state', PLACE, '--json'], { environment })).stdout).toMatch(/"value":7/);
    expect([...(await store.objects()).keys()].filter((key) => key.includes('_state'))).toHaveLength(1);
  });

  test('a failure leaves what was there, and nothing else', async () => {
    let isDown = false;
    const long = 'x'.repeat(1_000_000);
    const { store, run } = await setUp({
      page: (at) => (isDown && at > 20 ? 400 : at > 30 ? [] : [{ id: at, long }]),
    });
    expect(await run()).toMatchObject({ code: 0 });
    const before = await keysOf(store);
    isDown = true;
    expect((await run()).code).not.toBe(0);
    expect(await keysOf(store)).toEqual(before);
    expect(store.uploads.size).toBe(0);
  });
});

describe('two runs', () => {
  test('the second is refused while the first is at work', async () => {
    const { store, run } = await setUp();
    await store.put('exports/crm/.penstock-lock', JSON.stringify(thisOwner()));
    const { code, stderr } = await run();
    expect(code).toBe(8);
    expect(stderr).toMatch(/a run of process \d+ on .* is at work there/);
    expect(await keysOf(store)).toEqual(['exports/crm/.penstock-lock']);
  });

  test('a lock that nobody keeps fresh is taken over', async () => {
    const { store, run } = await setUp();
    const owner = { ...thisOwner(), proof: undefined, pid: 2 ** 30 };
    await store.put('exports/crm/.penstock-lock', JSON.stringify(owner));
    expect(await run()).toMatchObject({ code: 0 });
    expect(await keysOf(store)).not.toContain('exports/crm/.penstock-lock');
  });

  test.each([
    ['behind its back', ''],
    ['and left its lock', JSON.stringify(thisOwner())],
  ])('another run has put its output in place %s: nothing of this one counts', async (_, lock) => {
    let meanwhile = async () => {};
    const { store, run } = await setUp({
      page: (at) => {
        if (at > 1) return [];
        meanwhile();
        return [{ id: 1 }];
      },
    });
    expect(await run()).toMatchObject({ code: 0 });
    const manifest = (await store.objects()).get('exports/crm/_manifest.json') ?? '';
    meanwhile = async () => {
      await store.put('exports/crm/_manifest.json', `${manifest} `);
      if (lock !== '') await store.put('exports/crm/.penstock-lock', lock);
    };
    // The test's own writes go by other ways, and are there before the run's last one.
    const { code, stderr } = await run(['--max-file-records', '1']);
    expect(code).toBe(8);
    expect(stderr).toMatch(/another run has/);
    expect((await store.objects()).get('exports/crm/_manifest.json')).toBe(`${manifest} `);
  });

  test('a store that looks at no conditions is refused', async () => {
    const { store, run } = await setUp();
    store.isConditional = false;
    const { code, stderr } = await run();
    expect(code).toBe(7);
    expect(stderr).toMatch(/ignores conditions/);
    expect(await keysOf(store)).toEqual([]);
  });

  test('an answer that got lost, and the request sent again, is no other run', async () => {
    const { store, run } = await setUp();
    let isLost = false;
    const original = store.fail;
    store.fail = (method, target) => {
      if (method !== 'PUT' || !target.includes('_manifest.json') || isLost) return original(method, target);
      isLost = true;
      // Written all the same.
      return undefined;
    };
    expect(await run()).toMatchObject({ code: 0 });
  });
});

describe('--resume', () => {
  test.each(['ndjson', 'csv'])('%s: nothing that is safe is asked for again', async (format) => {
    let brokenAt = 5;
    const asked: number[] = [];
    const { store, run } = await setUp({
      resource: { columns: { id: { data_type: 'bigint' } } },
      page(at) {
        asked.push(at);
        if (at === brokenAt) return 503;
        return at > 8 ? [] : [{ id: at * 2 }, { id: at * 2 + 1 }, { id: at % 2 === 0 ? 'no' : at * 2 }];
      },
    });
    const words = ['-f', format, '--max-file-records', '2', '--max-rejects', '100'];
    const first = await run(words);
    expect(first.code).toBe(5);
    expect(first.stderr).toMatch(/--resume/);
    expect(store.uploads.size).toBe(0);
    brokenAt = 0;
    asked.length = 0;
    const second = await run([...words, '--resume']);
    expect(second).toMatchObject({ code: 0 });
    expect(Math.min(...asked)).toBe(5);
    const { resources } = await manifestOf(store);
    const objects = await store.objects();
    const text = (files: { path: string }[]) =>
      files.map((file) => objects.get(`exports/crm/${file.path}`)).join('');
    const ids = [...text(resources.things.files).matchAll(/\d+/g)].map(([id]) => Number(id));
    expect(ids).toEqual(Array.from({ length: 16 }, (_, i) => i + 2));
    expect(text(resources.things.rejected).match(/"no"/g)).toHaveLength(4);
    expect(resources.things).toMatchObject({ records: 16, rejects: 4, pages: 9 });
    const named = [...resources.things.files, ...resources.things.rejected].length;
    expect(objects.size).toBe(named + 1);
  });

  test('a run that is ended leaves what is safe; one that begins anew removes it', async () => {
    const ending = new AbortController();
    let isEnding = true;
    const { store, run } = await setUp({
      page(at) {
        if (at === 30 && isEnding) ending.abort(new AbortedError('SIGTERM', 143));
        return at > 40 ? [] : [{ id: at }];
      },
    });
    const ended = await run(['--max-file-records', '1'], ending.signal);
    expect(ended.code).toBe(143);
    expect((await keysOf(store)).some((key) => key.includes('.penstock-resume'))).toBe(true);
    isEnding = false;
    expect(await run()).toMatchObject({ code: 0 });
    expect(await keysOf(store)).toHaveLength(2);
    expect(await recordsIn(store)).toHaveLength(40);
  });

  test('another pipeline is refused, and nothing goes', async () => {
    const { store, run } = await setUp({ page: (at) => (at === 3 ? 503 : [{ id: at }]) });
    await run(['--max-file-records', '1']);
    const before = await keysOf(store);
    const { code, stderr } = await run(['--resume', '--set', 'client.concurrency=2']);
    expect(code).toBe(8);
    expect(stderr).toMatch(/of another pipeline/);
    expect(await keysOf(store)).toEqual(before);
  });
});

describe('refused', () => {
  test('a prefix with something else in it; an object among ours', async () => {
    const { store, run } = await setUp();
    await store.put('exports/crm/notes.txt', 'mine');
    expect(await run()).toMatchObject({ code: 8, stderr: expect.stringMatching(/is not empty/) });
    await store.remove('exports/crm/notes.txt');
    expect(await run()).toMatchObject({ code: 0 });
    await store.put('exports/crm/things/part-00009.ndjson', 'mine');
    expect(await run()).toMatchObject({ code: 8, stderr: expect.stringMatching(/in the way/) });
  });

  test('merge onto a part that was changed, or is gone', async () => {
    const { store, run } = await setUp({ resource: { write_disposition: 'merge' } });
    await run();
    const [key = ''] = (await keysOf(store)).filter((one) => one.includes('part-'));
    const text = (await store.objects()).get(key) ?? '';
    await store.put(key, text.replace('1', '7'));
    expect(await run()).toMatchObject({
      code: 8,
      stderr: expect.stringMatching(/not what the manifest says/),
    });
    await store.remove(key);
    expect(await run()).toMatchObject({ code: 8, stderr: expect.stringMatching(/is not there/) });
  });

  test('a bucket that is not there; one that may not be written', async () => {
    const { store, file, run } = await setUp();
    const { environment } = store;
    const nowhere = await penstock(['run', file, '-o', 's3://nothing/x', '-q'], { environment });
    expect(nowhere).toMatchObject({
      code: 7,
      stderr: expect.stringMatching(/NoSuchBucket.*\n.*make the bucket/),
    });
    store.fail = (method) => (method === 'PUT' ? 403 : undefined);
    expect(await run()).toMatchObject({ code: 7, stderr: expect.stringMatching(/must be allowed/) });
    store.fail = (method, target) => (method === 'PUT' && target.includes('part-') ? 403 : undefined);
    expect(await run()).toMatchObject({ code: 7 });
    store.fail = () => undefined;
    expect(await keysOf(store)).toEqual([]);
  });

  test.each([
    [['--rejects', 'r.ndjson'], 2, /--rejects cannot stand beside/],
    [['-o', 's3://'], 2, /no s3:\/\/bucket\/prefix/],
    [['-o', 's3://user:pass@bucket/x'], 2, /^(?!.*pass).*no s3:\/\/bucket\/prefix/s],
    [['-f', 'nothing'], 2, /unknown format/],
  ])('%j', async (words, code, message) => {
    const { run } = await setUp();
    expect(await run(words)).toMatchObject({ code, stderr: expect.stringMatching(message) });
  });
});

test('shards into a bucket, committed there', async () => {
  const { store, file } = await setUp({
    resource: {
      endpoint: {
        path: 'things',
        data_selector: 'data',
        paginator: { type: 'page_number', base_page: 1, has_more_path: 'more' },
        partition_router: { type: 'list', cursor_field: 'page', values: [1, 2, 3, 4, 5, 6] },
      },
    },
    page: (at) => (at > 6 ? [] : [{ id: at }, { id: 'both' }]),
  });
  const { environment } = store;
  const set = ['--set', 'resources.0.endpoint.paginator=single_page'];
  for (const index of [1, 2, 3, 2]) {
    const words = ['run', file, '-o', PLACE, '-q', '-f', 'csv', ...set, '--shard', `${index}/3`];
    const { code, stderr } = await penstock(words, { environment });
    expect(code, stderr).toBe(0);
  }
  expect(await penstock(['commit', PLACE, '--shards', '4'], { environment })).toMatchObject({ code: 8 });
  const committed = await penstock(['commit', PLACE, '--shards', '3'], { environment });
  expect(committed.code, committed.stderr).toBe(0);
  expect((await manifestOf(store)).resources.things.records).toBe(7);
  expect((await keysOf(store)).filter((key) => key.includes('.penstock'))).toEqual([]);
  const keyless = [...set, '--set', 'resources.0.primary_key=null'];
  for (const index of [1, 2])
    await penstock(['run', file, '-o', `${PLACE}2`, '-q', ...keyless, '--shard', `${index}/2`], {
      environment,
    });
  expect(await penstock(['commit', `${PLACE}2`, '--shards', '2'], { environment })).toMatchObject({
    code: 0,
  });
  const { files } = (await manifestOf(store, 'exports/crm2')).resources.things;
  expect(files.map((one: { path: string }) => /shard-\d-of-2/.exec(one.path)?.[0])).toEqual([
    'shard-1-of-2',
    'shard-2-of-2',
  ]);
  expect(await recordsIn(store, 'exports/crm2')).toHaveLength(12);
});

test('from the library, and with what an env file says', async () => {
  const { store, file } = await setUp();
  const directory = await temporaryDirectory();
  const { writeFileSync } = await import('node:fs');
  const env = path.join(directory, '.env');
  writeFileSync(
    env,
    Object.entries(store.environment)
      .map(([name, value]) => `${name}=${value}`)
      .join('\n'),
  );
  expect(readFileSync(env, 'utf8')).toMatch(/AWS_ENDPOINT_URL/);
  expect(await penstock(['run', file, '-o', PLACE, '-q', '--env-file', env])).toMatchObject({ code: 0 });
  expect(await recordsIn(store)).toHaveLength(2);
});
