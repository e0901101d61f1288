// Runs that follow each other: what each asks for, what it writes, and what it leaves for the next.
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { CursorState } from '../../src/core/cursor-state.ts';
import { acquireLock } from '../../src/core/files/lock.ts';
import {
  type ChangingApi,
  type ChangingRecord,
  changingApi,
  changingEndpoint,
} from '../helpers/changing-api.ts';
import { penstock } from '../helpers/cli.ts';
import { filesOf } from '../helpers/files.ts';
import { json, queryOf } from '../helpers/serve.ts';
import { pipelineFile, temporaryDirectory } from '../helpers/temporary.ts';

interface Scene {
  readonly api: ChangingApi;
  readonly out: string;
  run(...words: string[]): Promise<{ code: number; stdout: string; stderr: string; ids: unknown[] }>;
  rows(): { id: number; version: number; at: unknown }[];
  state(): { readonly of: object; readonly partitions: Record<string, CursorState> };
}

async function scene(incremental: object, more: object = {}, options = {}): Promise<Scene> {
  const api = await changingApi(options);
  const file = await pipelineFile({
    name: 'sync',
    client: { base_url: api.url, retry: { max_retries: 0 } },
    resources: [
      {
        name: 'things',
        primary_key: 'id',
        write_disposition: 'merge',
        ...more,
        endpoint: {
          ...changingEndpoint,
          incremental: { cursor_path: 'at', start_param: 'since', ...incremental },
          ...(more as { endpoint?: object }).endpoint,
        },
      },
    ],
  });
  const out = path.join(await temporaryDirectory(), 'out');
  return {
    api,
    out,
    async run(...words) {
      const place = words.includes('--state') || words.includes('-o') ? [] : ['-o', out];
      const outcome = await penstock(['run', file, ...place, ...words]);
      const ids = outcome.stdout
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line).id);
      return { ...outcome, ids };
    },
    rows() {
      const manifest = JSON.parse(readFileSync(path.join(out, '_manifest.json'), 'utf8'));
      return manifest.resources.things.files.flatMap((part: { path: string }) =>
        readFileSync(path.join(out, part.path), 'utf8')
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => JSON.parse(line)),
      );
    },
    state: () => JSON.parse(readFileSync(path.join(out, '_state.json'), 'utf8')).resources.things,
  };
}

const versions = (rows: { id: number; version: number }[]) =>
  rows.map(({ id, version }) => `${id}v${version}`).sort();

describe('merge', () => {
  test('asks for what is new since the last run, and keeps the newest of each', async () => {
    const { api, run, rows, state } = await scene({});
    for (const id of [1, 2, 3]) api.put(id, id * 10);
    expect(await run()).toMatchObject({ code: 0 });
    expect(api.asked()).toEqual(['/things?page=1', '/things?page=2']);
    expect(state().partitions).toEqual({ '': { value: 30 } });
    api.put(2, 40);
    api.put(4, 40);
    expect(await run()).toMatchObject({ code: 0 });
    expect(api.asked()[0]).toBe('/things?since=30&page=1');
    expect(versions(rows())).toEqual(['1v1', '2v2', '3v1', '4v1']);
    expect(state().partitions).toEqual({ '': { value: 40 } });
  });

  test('takes ties on the boundary again', async () => {
    const { api, run, rows } = await scene({});
    api.put(1, 10);
    await run();
    api.put(1, 10);
    api.put(2, 10);
    await run();
    expect(versions(rows())).toEqual(['1v2', '2v1']);
  });
});

describe('append', () => {
  test('takes each version once, ties on the boundary and all', async () => {
    const { api, run, rows, state } = await scene({}, { write_disposition: 'append' });
    api.put(1, 10);
    api.put(2, 20);
    await run();
    expect(state().partitions['']?.seen).toHaveLength(1);
    api.put(3, 20);
    const second = await run();
    expect(second.code, second.stderr).toBe(0);
    expect(versions(rows())).toEqual(['1v1', '2v1', '3v1']);
    api.put(3, 20);
    await run();
    await run();
    expect(versions(rows())).toEqual(['1v1', '2v1', '3v1', '3v2']);
  });

  test('with a lag, too', async () => {
    const { api, run, rows } = await scene({ lag: 15 }, { write_disposition: 'append' });
    for (const id of [1, 2, 3, 4]) api.put(id, id * 10);
    await run();
    api.asked();
    api.put(5, 35);
    api.put(6, 50);
    await run();
    expect(api.asked()[0]).toBe('/things?since=25&page=1');
    expect(versions(rows())).toEqual(['1v1', '2v1', '3v1', '4v1', '5v1', '6v1']);
    await run();
    expect(rows()).toHaveLength(6);
  });
});

describe('without a since-parameter', () => {
  test('older records are left out and counted', async () => {
    const { api, run, rows } = await scene(
      { start_param: undefined },
      { write_disposition: 'append', primary_key: undefined },
    );
    for (const id of [1, 2, 3]) api.put(id, id * 10);
    await run();
    api.put(4, 40);
    const { stderr } = await run();
    expect(stderr).toContain('2 records left out: older than the start');
    expect(stderr).toContain('1 record left out: delivered before');
    expect(versions(rows())).toEqual(['1v1', '2v1', '3v1', '4v1']);
  });

  test('newest first ends at the first page that is wholly older', async () => {
    const { api, run, rows } = await scene(
      { start_param: undefined, row_order: 'desc' },
      { endpoint: { paginator: { ...changingEndpoint.paginator, total_path: 'pages' } } },
      { order: (a: ChangingRecord, b: ChangingRecord) => (b.at as number) - (a.at as number) },
    );
    for (const id of [1, 2, 3, 4, 5, 6, 7, 8]) api.put(id, id * 10);
    await run();
    api.asked();
    api.put(9, 90);
    const { code, stderr } = await run('--set', 'client.concurrency=1');
    expect(code, stderr).toBe(0);
    expect(stderr).not.toContain('stated a total');
    // 90, 80 | 70, 60: the third page may be on its way by then.
    expect(api.asked().length).toBeLessThanOrEqual(3);
    expect(versions(rows())).toHaveLength(9);
  });

  test('an order that is not what was said fails', async () => {
    const { api, run } = await scene({ row_order: 'desc' });
    api.put(1, 10);
    api.put(2, 20);
    expect(await run()).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('row_order: desc is said, and 10 comes before 20'),
    });
  });
});

describe('values', () => {
  test('of different kinds fail, and both are shown', async () => {
    const { api, run, out } = await scene({});
    api.put(1, 10);
    await run();
    api.put(2, '2024-05-06');
    const before = readFileSync(path.join(out, '_state.json'), 'utf8');
    const { code, stderr } = await run('--set', 'resources.0.endpoint.incremental.start_param=x');
    expect(code).toBe(4);
    expect(stderr).toMatch(/"2024-05-06" in a record is a moment, and 10 in the state a number/);
    expect(readFileSync(path.join(out, '_state.json'), 'utf8')).toBe(before);
  });

  test('beyond 2^53 stay exact', async () => {
    const { api, run, rows } = await scene(
      {},
      { write_disposition: 'append' },
      {
        respond: (request: IncomingMessage, response: ServerResponse) => {
          const all = [
            '9007199254740993',
            '9007199254740995',
            ...(api.records.has(1) ? ['9007199254740997'] : []),
          ];
          const since = BigInt(queryOf(request).get('since') ?? 0);
          const data = all
            .filter((at) => BigInt(at) >= since)
            .map((at) => `{"id": ${at}, "at": ${at}, "version": 1}`);
          json(response, `{"data": [${data.join(', ')}], "has_more": false}`);
          return true;
        },
      },
    );
    await run();
    api.asked();
    api.put(1, 1);
    await run();
    expect(api.asked()).toEqual(['/things?since=9007199254740995&page=1']);
    expect(rows()).toHaveLength(3);
  });

  test.each([
    ['iso', '2024-05-06T07:08:09.000Z'],
    ['date', '2024-05-06'],
    ['epoch_s', '1714979289'],
    ['epoch_ms', '1714979289000'],
    ['DD.MM.YYYY HH:mm:ss', '06.05.2024+07:08:09'],
  ])('are sent as %s', async (format, expected) => {
    const { api, run } = await scene({ format }, {}, { isFiltered: false });
    api.put(1, '2024-05-06T09:08:09+02:00');
    await run();
    api.asked();
    await run();
    expect(api.asked()[0]).toBe(`/things?since=${expected}&page=1`);
  });

  test('are sent as a lag leaves them, in their own spelling', async () => {
    const { api, run } = await scene({ lag: 2 }, {}, { isFiltered: false });
    api.put(1, '2024-05-06');
    await run();
    api.asked();
    await run();
    expect(api.asked()[0]).toBe('/things?since=2024-05-04&page=1');
  });

  test('fill templates wherever they stand', async () => {
    const incremental = { start_param: undefined, initial_value: 5 };
    const { api, run } = await scene(incremental, {
      endpoint: {
        path: 'things/{incremental.start_value}',
        params: { q: 'at>={incremental.last_value}', first: '{incremental.initial_value}' },
      },
    });
    api.put(1, 10);
    await run();
    expect(api.asked()[0]).toBe('/things/5?q=at>=5&first=5&page=1');
    await run();
    expect(api.asked()[0]).toBe('/things/10?q=at>=10&first=5&page=1');
  });

  test.each([
    ['raise', 4, []],
    ['include', 0, ['1v1', '2v1']],
    ['exclude', 0, ['1v1']],
  ])('that are missing: %s', async (mode, code, expected) => {
    const { api, run, rows } = await scene(
      { on_cursor_value_missing: mode },
      { write_disposition: 'append' },
    );
    api.put(1, 10);
    api.put(2, null);
    const outcome = await run();
    expect(outcome.code, outcome.stderr).toBe(code);
    if (code !== 0) {
      expect(outcome.stderr).toContain('a record has no value at cursor_path "at"');
      return;
    }
    expect(versions(rows())).toEqual(expected);
    // A record without a value comes with every run; it is told by its content.
    await run();
    expect(versions(rows())).toEqual(expected);
  });

  test('the smallest, where the resource is read backwards', async () => {
    const { api, run, rows, state } = await scene(
      { last_value_func: 'min', start_param: 'before' },
      { write_disposition: 'append' },
    );
    for (const id of [5, 6]) api.put(id, id * 10);
    await run();
    api.put(4, 40);
    api.put(7, 70);
    await run();
    expect(state().partitions['']).toMatchObject({ value: 40 });
    expect(versions(rows())).toEqual(['4v1', '5v1', '6v1']);
  });
});

const windows = { initial_value: '2024-01-01', end_param: 'until', step: 'P1D' };
const day = (number: number, hour = 0) =>
  new Date(Date.UTC(2024, 0, number, hour)).toISOString().replace('.000Z', 'Z');

describe('windows', () => {
  const until = ['--until', day(5)];

  test('cut the time, each with its own requests', async () => {
    const { api, run, rows } = await scene(windows);
    for (const id of [1, 2, 3, 4]) api.put(id, day(id, 12));
    expect((await run(...until)).code).toBe(0);
    expect(api.asked().sort()).toEqual(
      [1, 2, 3, 4].map(
        (n) => `/things?since=2024-01-0${n}&until=${n === 4 ? day(5) : `2024-01-0${n + 1}`}&page=1`,
      ),
    );
    expect(versions(rows())).toEqual(['1v1', '2v1', '3v1', '4v1']);
  });

  test('a record on a border comes once, whatever the API takes for its end', async () => {
    const { api, run, rows } = await scene(
      windows,
      { write_disposition: 'append', primary_key: undefined },
      { isFiltered: false, pageSize: 10 },
    );
    api.put(1, day(2));
    api.put(2, day(3));
    expect((await run(...until)).code).toBe(0);
    expect(versions(rows())).toEqual(['1v1', '2v1']);
  });

  test.each([1, 2, 3, 4])(
    'what is whole counts when window %i fails, and comes neither twice nor never',
    async (failing) => {
      const first = Date.now() - (Date.now() % 86_400_000) - 4 * 86_400_000;
      const at = (window: number, part: number) =>
        new Date(first + (window - 1) * 86_400_000 + part * 60_000).toISOString();
      let isBroken = true;
      const { api, run, rows, state } = await scene(
        { ...windows, initial_value: at(1, 0) },
        { write_disposition: 'append', primary_key: undefined },
        {
          respond: (request: IncomingMessage, response: ServerResponse) => {
            const query = queryOf(request);
            const isIt = isBroken && query.get('since') === at(failing, 0) && query.get('page') === '2';
            if (isIt) json(response, { error: 'broken' }, 500);
            return isIt;
          },
        },
      );
      const parts = (window: number) => (window === failing ? [1, 2, 3, 4, 5] : [1, 2]);
      for (const window of [1, 2, 3, 4])
        for (const part of parts(window)) api.put(window * 10 + part, at(window, part));
      const broken = await run();
      expect(broken.code, broken.stderr).toBe(5);
      expect(broken.stderr).toContain('what came before the failure is kept');
      expect(state().partitions['']?.value).toBe(failing === 1 ? undefined : at(failing - 1, 2));
      isBroken = false;
      api.asked();
      const next = await run();
      expect(next.code, next.stderr).toBe(0);
      expect(api.asked().every((target) => !target.includes(at(1, 0)) || failing === 1)).toBe(true);
      expect(versions(rows())).toEqual(
        [1, 2, 3, 4].flatMap((window) => parts(window).map((part) => `${window * 10 + part}v1`)),
      );
    },
  );
});

describe('a run that ends early', () => {
  test('moves nothing, unless the oldest come first', async () => {
    for (const order of [undefined, 'asc']) {
      const { api, run, rows, state, out } = await scene(
        { row_order: order },
        { write_disposition: 'append', primary_key: undefined },
      );
      for (const id of [1, 2, 3, 4, 5]) api.put(id, id < 4 ? 10 : id * 10);
      api.failAt(3);
      const { code } = await run('--set', 'client.concurrency=1');
      expect(code).toBe(5);
      if (order === undefined) expect(existsSync(path.join(out, '_state.json'))).toBe(false);
      else expect(state().partitions['']?.value).toBe(40);
      api.failAt(undefined);
      expect((await run()).code).toBe(0);
      expect(versions(rows())).toEqual(['1v1', '2v1', '3v1', '4v1', '5v1']);
    }
  });

  test('by --limit moves nothing, and appends nothing where it would come again', async () => {
    const { api, run, out } = await scene({}, { write_disposition: 'append' });
    api.put(1, 10);
    expect(await run('--limit', '1')).toMatchObject({ code: 2, stderr: expect.stringContaining('append') });
    expect(api.asked()).toEqual([]);
    const file = path.join(path.dirname(out), 'state.json');
    expect(await run('--state', file, '--limit', '1')).toMatchObject({ code: 0, ids: [1] });
    expect(existsSync(file)).toBe(false);
  });

  test('by a configured maximum in the middle appends nothing', async () => {
    const { api, run } = await scene(
      {},
      {
        write_disposition: 'append',
        endpoint: { paginator: { ...changingEndpoint.paginator, maximum_page: 1 } },
      },
    );
    for (const id of [1, 2, 3]) api.put(id, id);
    expect(await run()).toMatchObject({ code: 4, stderr: expect.stringContaining('a configured maximum') });
  });
});

describe('partitions', () => {
  test('each have a value of their own', async () => {
    const router = { type: 'list', values: ['a', 'b'], cursor_field: 'group' };
    const { api, run, state } = await scene({}, { endpoint: { partition_router: router } });
    api.put(1, 10, { group: 'a' });
    api.put(2, 20, { group: 'b' });
    await run();
    expect(state().partitions).toEqual({ 'group=a': { value: 10 }, 'group=b': { value: 20 } });
    api.asked();
    api.put(3, 15, { group: 'a' });
    await run();
    expect(api.asked().sort()).toEqual([
      '/things?group=a&since=10&page=1',
      '/things?group=b&since=20&page=1',
    ]);
    expect(state().partitions['group=a']).toEqual({ value: 15 });
  });
});

describe('a backfill', () => {
  test('neither reads nor moves the state', async () => {
    const { api, run, rows, out } = await scene({
      end_param: 'until',
      initial_value: 0,
      end_value: undefined,
      format: 'epoch_s',
    });
    for (const id of [1, 2, 3, 4]) api.put(id, id * 10);
    await run();
    const before = readFileSync(path.join(out, '_state.json'), 'utf8');
    api.asked();
    api.put(2, 20);
    expect(await run('--since', '20', '--until', '40')).toMatchObject({ code: 0 });
    expect(api.asked()).toEqual(['/things?since=20&until=40&page=1']);
    expect(versions(rows())).toEqual(['1v1', '2v2', '3v1', '4v1']);
    expect(readFileSync(path.join(out, '_state.json'), 'utf8')).toBe(before);
  });

  test('with values that are none, or that contradict each other', async () => {
    const { run, api } = await scene(
      {},
      { columns: { id: { data_type: 'bigint' }, at: { data_type: 'bigint' } } },
    );
    for (const words of [
      ['--since', 'soon'],
      ['--since', '3', '--until', '2'],
      ['--since', '3', '--full-refresh'],
    ])
      expect(await run(...words)).toMatchObject({ code: 2 });
    expect(api.asked()).toEqual([]);
  });
});

test('a full refresh puts all in the place of what was', async () => {
  for (const disposition of ['append', 'merge']) {
    const { api, run, rows, state } = await scene({}, { write_disposition: disposition });
    api.put(1, 10);
    api.put(2, 20);
    await run();
    api.records.delete(2);
    api.put(3, 5);
    expect((await run('--full-refresh')).code).toBe(0);
    expect(versions(rows())).toEqual(['1v1', '3v1']);
    expect(state().partitions['']?.value).toBe(10);
    api.put(4, 30);
    expect((await run()).code).toBe(0);
    expect(versions(rows())).toEqual(['1v1', '3v1', '4v1']);
  }
});

describe('--state', () => {
  test('is private, locked, and moves once the records are out', async () => {
    const { api, run, out } = await scene({}, { write_disposition: 'append' });
    const file = path.join(path.dirname(out), 'deep', 'state.json');
    api.put(1, 10);
    expect(await run('--state', file)).toMatchObject({ code: 0, ids: [1] });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(path.dirname(file))).toEqual(['state.json']);
    expect(await run('--state', file)).toMatchObject({ code: 0, ids: [] });
    api.put(2, 10);
    expect(await run('--state', file)).toMatchObject({ code: 0, ids: [2] });
    const lock = await acquireLock(`${file}.lock`);
    expect(await run('--state', file)).toMatchObject({
      code: 8,
      stderr: expect.stringContaining('in use by'),
    });
    await lock.release();
  });

  test('stays where it is when the run fails', async () => {
    const { api, run, out } = await scene({}, { write_disposition: 'append' });
    const file = path.join(path.dirname(out), 'state.json');
    for (const id of [1, 2, 3]) api.put(id, id);
    await run('--state', file);
    const before = readFileSync(file, 'utf8');
    for (const id of [4, 5, 6]) api.put(id, id);
    api.failAt(2);
    expect((await run('--state', file)).code).toBe(5);
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  test('is not for a directory, which has its own', async () => {
    const { run, out, api } = await scene({});
    const state = ['--state', path.join(path.dirname(out), 'state.json'), '-o', out];
    expect(await run(...state)).toMatchObject({ code: 2, stderr: expect.stringContaining('_state.json') });
    expect(api.asked()).toEqual([]);
  });

  test('a run without one says so', async () => {
    const { run, api, out } = await scene({});
    api.put(1, 1);
    const { stderr, code } = await run('-o', path.join(path.dirname(out), 'one.ndjson'));
    expect(code).toBe(0);
    expect(stderr).toContain('keep one with --state FILE');
  });
});

describe('a state that does not fit: exit 8, nothing requested, nothing changed', () => {
  test.each<[string, (text: string) => string, RegExp]>([
    ['cut in half', (text) => text.slice(0, text.length / 2), /is damaged/],
    ['not a state', () => '{"a": 1}', /is damaged or no state/],
    ['a value that is none', (text) => text.replace('"value":10', '"value":[]'), /is damaged/],
    ['of a later version', (text) => text.replace('"version": 1', '"version": 7'), /is of version 7/],
    ['of another pipeline', (text) => text.replace('"sync"', '"other"'), /is of the pipeline other/],
    [
      'of another cursor',
      (text) => text.replace('"cursor_path":"at"', '"cursor_path":"when"'),
      /cursor_path is at, and was when/,
    ],
    ['of another path', (text) => text.replace(/"path":"[^"]*"/, '"path":"x"'), /its path has changed/],
    ['of another key', (text) => text.replace('["id"]', '[]'), /primary_key is id, and was nothing/],
  ])('%s', async (_, spoil, message) => {
    const { api, run, out } = await scene({});
    api.put(1, 10);
    await run();
    api.asked();
    const file = path.join(out, '_state.json');
    const spoilt = spoil(readFileSync(file, 'utf8'));
    writeFileSync(file, spoilt);
    const before = filesOf(out);
    const { code, stderr } = await run();
    expect(stderr).toMatch(message);
    expect(code).toBe(8);
    expect(api.asked()).toEqual([]);
    expect(filesOf(out)).toEqual(before);
  });

  test('records that are gone, or a state that is', async () => {
    const { api, run, out } = await scene({}, { write_disposition: 'append' });
    api.put(1, 10);
    await run();
    const state = path.join(out, '_state.json');
    const text = readFileSync(state, 'utf8');
    rmSync(state);
    expect(await run()).toMatchObject({
      code: 8,
      stderr: expect.stringContaining('no state says up to where'),
    });
    writeFileSync(state, text);
    const manifest = JSON.parse(readFileSync(path.join(out, '_manifest.json'), 'utf8'));
    manifest.resources = {};
    rmSync(path.join(out, 'things'), { recursive: true });
    writeFileSync(path.join(out, '_manifest.json'), JSON.stringify(manifest));
    expect(await run()).toMatchObject({
      code: 8,
      stderr: expect.stringContaining('records that are not there'),
    });
    expect((await run('--full-refresh')).code).toBe(0);
  });
});
