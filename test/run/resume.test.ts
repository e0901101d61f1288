// Going on where an interrupted run was: the same snapshot in the end, and nothing asked for that was safe.
import { appendFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { AbortedError } from '../../src/core/errors.ts';
import { penstock } from '../helpers/cli.ts';
import { duckdb } from '../helpers/duckdb.ts';
import { json, queryOf, serve } from '../helpers/serve.ts';
import { pipelineFile, temporaryDirectory } from '../helpers/temporary.ts';

const SIZE = 4;
const PAGES = 8;

/** A resource that shows each way to page; some records come twice, some do not fit. */
const RESOURCES = {
  cursor: { endpoint: { paginator: { type: 'cursor', cursor_path: 'next', cursor_param: 'after' } } },
  offset: { endpoint: { paginator: { type: 'offset', limit: SIZE, total_path: 'total' } } },
  link: { endpoint: {} },
  partitions: {
    endpoint: {
      paginator: { type: 'page_number', total_path: null, stop_after_empty_page: true },
      partition_router: { type: 'list', cursor_field: 'kind', values: ['a', 'b', 'c', 'd', 'e'] },
    },
  },
  keyless: {
    primary_key: undefined,
    endpoint: { paginator: { type: 'cursor', cursor_path: 'next', cursor_param: 'after' } },
  },
} as const;
type Name = keyof typeof RESOURCES;

const columns = { id: { data_type: 'bigint' }, kind: { data_type: 'text' }, at: { data_type: 'timestamp' } };

interface Options {
  readonly name: Name;
  readonly format?: string;
  readonly disposition?: string;
  readonly hasColumns?: boolean;
}

async function setUp({ name, format = 'ndjson', disposition = 'replace', hasColumns = true }: Options) {
  let brokenFrom = Number.POSITIVE_INFINITY;
  let version = 1;
  let answered = 0;
  const api = await serve((request, response) => {
    answered += 1;
    if (answered >= brokenFrom) return json(response, { error: 'down' }, 503);
    const query = queryOf(request);
    const kind = query.get('kind') ?? '';
    const offset = query.get('offset');
    const page =
      offset === null ? Number(query.get('after') ?? query.get('page') ?? 1) : Number(offset) / SIZE + 1;
    if (page > PAGES) return json(response, { data: [], total: SIZE * PAGES });
    const start = (page - 1) * SIZE;
    const data = Array.from({ length: SIZE }, (_, i) => ({
      // The first record of a page is the last one of the page before: it came already.
      id:
        name === 'keyless' || i > 0 || page % 3 !== 0
          ? `${start + i + kind.charCodeAt(0) * 1000 || start + i}`
          : `${start - 1 + (kind.charCodeAt(0) * 1000 || 0)}`,
      kind: `${kind}${version}`,
      at: page % 4 === 0 && i === 2 ? 'no time' : '2024-01-01T00:00:00Z',
    }));
    const more = page < PAGES;
    const next = name === 'link' ? `/things?page=${page + 1}` : String(page + 1);
    json(response, {
      data,
      ...(name === 'offset' && page === 1 ? { total: SIZE * PAGES } : {}),
      ...(more && name !== 'offset' && name !== 'partitions' ? { next } : {}),
    });
  });
  const { endpoint, ...more } = RESOURCES[name];
  const pipeline = {
    client: { base_url: api.url, retry: { max_retries: 0 }, concurrency: 1 },
    resources: [
      {
        name: 'things',
        primary_key: ['id'],
        write_disposition: disposition,
        ...(hasColumns ? { columns } : {}),
        ...more,
        endpoint: { path: 'things', data_selector: 'data', ...endpoint },
      },
    ],
  };
  const file = await pipelineFile(pipeline);
  const home = await temporaryDirectory();
  const run = (out: string, ...words: string[]) =>
    penstock([
      ...['run', file, '-o', path.join(home, out), '-f', format],
      ...['--max-file-records', String(SIZE), '--max-rejects', '1000', ...words],
    ]);
  return {
    api,
    file,
    pipeline,
    run,
    out: (name: string) => path.join(home, name),
    /** The API fails for good with the request of this number, counted from now. */
    breakAfter(requests: number) {
      answered = 0;
      brokenFrom = requests;
    },
    mend(next = 1) {
      brokenFrom = Number.POSITIVE_INFINITY;
      version = next;
    },
  };
}

function manifestOf(out: string, name = 'things') {
  const { files, rejected, ...entry } = JSON.parse(readFileSync(path.join(out, '_manifest.json'), 'utf8'))
    .resources[name];
  return { entry, rows: files.reduce((sum: number, { rows }: { rows: number }) => sum + rows, 0), rejected };
}

/** The bytes of all parts, one behind the other. */
function textOf(out: string, folder = 'things'): string {
  const directory = path.join(out, folder);
  if (!existsSync(directory)) return '';
  return readdirSync(directory)
    .sort()
    .map((name) => readFileSync(path.join(directory, name), 'utf8'))
    .join('');
}

// Pages that were ahead, or half in a part that was not finished.
const SPARE = { cursor: 2, offset: 5, link: 2, partitions: 10, keyless: 4 };

describe.each(Object.keys(RESOURCES) as Name[])('%s', (name) => {
  test.each(name === 'partitions' ? [9, 30] : [4, 7])(
    'broken off at request %i, and gone on with',
    async (broken) => {
      const scene = await setUp({ name });
      const whole = await scene.run('whole');
      expect(whole.code, whole.stderr).toBe(0);
      const wholeRequests = scene.api.requests.length;
      scene.breakAfter(broken);
      const first = await scene.run('out');
      expect(first.code, first.stderr).toBe(5);
      expect(first.stderr).toMatch(/--resume/);
      scene.mend();
      const before = scene.api.requests.length;
      const second = await scene.run('out', '--resume', '-v');
      expect(second.code, second.stderr).toBe(0);
      expect(second.stderr).toMatch(/goes on behind \d+ records of \d+ pages/);
      // Most of what the interrupted run had got to was safe; a part may end in the middle of a page.
      const asked = scene.api.requests.length - before;
      expect(asked).toBeLessThanOrEqual(wholeRequests - (broken - 1) + SPARE[name]);
      const [ours, theirs] = [scene.out('out'), scene.out('whole')];
      expect(textOf(ours)).toBe(textOf(theirs));
      expect(textOf(ours, '_rejects/things')).toBe(textOf(theirs, '_rejects/things'));
      expect(manifestOf(ours)).toEqual(manifestOf(theirs));
      expect(readdirSync(ours).sort()).toEqual(readdirSync(theirs).sort());
    },
  );
});

describe('formats and dispositions', () => {
  const plans = ['ndjson', 'csv', 'parquet'].flatMap((format) =>
    ['replace', 'append', 'merge'].map((disposition) => ({ format, disposition })),
  );
  test.each(plans)('$format, $disposition', async ({ format, disposition }) => {
    const scene = await setUp({ name: 'cursor', format, disposition, hasColumns: format !== 'csv' });
    for (const place of ['whole', 'out']) expect((await scene.run(place)).code).toBe(0);
    scene.mend(2);
    expect((await scene.run('whole')).code).toBe(0);
    scene.breakAfter(6);
    const first = await scene.run('out');
    expect(first.code).toBe(5);
    scene.mend(2);
    const second = await scene.run('out', '--resume');
    expect(second.code, second.stderr).toBe(0);
    const read = (place: string) =>
      duckdb(
        `SELECT id::VARCHAR AS id, kind, count(*)::INT AS n FROM '${scene.out(place)}/things/*.${format}' GROUP BY ALL ORDER BY ALL`,
      );
    expect(await read('out')).toEqual(await read('whole'));
    expect(manifestOf(scene.out('out')).entry).toEqual(manifestOf(scene.out('whole')).entry);
  });
});

test('without --resume the leftovers are swept away, and everything is read', async () => {
  const scene = await setUp({ name: 'cursor' });
  scene.breakAfter(5);
  expect((await scene.run('out')).code).toBe(5);
  expect(readdirSync(scene.out('out'))).toContain('.penstock-staging');
  scene.mend();
  const before = scene.api.requests.length;
  expect((await scene.run('out')).code).toBe(0);
  expect(scene.api.requests.length - before).toBe(PAGES);
  expect(readdirSync(scene.out('out'))).not.toContain('.penstock-staging');
});

test('nothing to go on from is told, and everything is read', async () => {
  const scene = await setUp({ name: 'cursor' });
  const { code, stderr } = await scene.run('out', '--resume');
  expect(code).toBe(0);
  expect(stderr).toMatch(/nothing to go on from/);
});

test('a resource that had ended is not asked for again, and its state moves with the others', async () => {
  let isDown = true;
  const api = await serve((request, response) => {
    // Waits until the run is ended.
    if (request.url?.startsWith('/late') && isDown) return;
    json(response, [{ id: 1, at: '2024-01-01T00:00:00Z' }]);
  });
  const file = await pipelineFile({
    client: { base_url: api.url },
    resource_defaults: { primary_key: 'id', write_disposition: 'merge' },
    resources: [
      { name: 'late', endpoint: { path: 'late' } },
      { name: 'new', endpoint: { path: 'new', incremental: { cursor_path: 'at' } } },
    ],
  });
  const out = await temporaryDirectory();
  const log = () =>
    readdirSync(out, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('resume.ndjson'))
      .map((name) => readFileSync(path.join(out, name), 'utf8'))
      .join();
  const ending = new AbortController();
  const first = penstock(['run', file, '-o', out], { signal: ending.signal });
  await expect.poll(log, { timeout: 20_000 }).toMatch(/"kind":"end"/);
  ending.abort(new AbortedError('ended by SIGTERM', 143));
  const { code, stderr } = await first;
  expect(code, stderr).toBe(143);
  expect(stderr).toMatch(/go on from there with --resume/);
  isDown = false;
  const before = api.requests.length;
  const second = await penstock(['run', file, '-o', out, '--resume']);
  expect(second.code, second.stderr).toBe(0);
  expect(api.requests.slice(before).map(({ target }) => target)).toEqual(['/late']);
  expect(JSON.parse(readFileSync(path.join(out, '_state.json'), 'utf8')).resources).toHaveProperty('new');
  expect(manifestOf(out, 'new').rows).toBe(1);
});

describe('what cannot go on says so, and leaves everything as it is', () => {
  test.each<[string, string[], number, RegExp]>([
    ['a limited run', ['--limit', '3'], 2, /--resume cannot go on here: --limit reads anew/],
    ['rejects of their own', ['--rejects', 'bad.ndjson'], 2, /--resume cannot go on here: --rejects/],
    ['another format', ['-f', 'csv'], 8, /of another pipeline, other resources or other options/],
    ['another pipeline', ['--set', 'client.concurrency=3'], 8, /of another pipeline/],
  ])('%s', async (_name, words, code, message) => {
    const scene = await setUp({ name: 'cursor' });
    scene.breakAfter(5);
    expect((await scene.run('out')).code).toBe(5);
    scene.mend();
    const before = scene.api.requests.length;
    const refused = await scene.run('out', '--resume', ...words);
    expect(refused.stderr).toMatch(message);
    expect(refused.code).toBe(code);
    expect(scene.api.requests.length).toBe(before);
    // It can still be gone on with.
    expect((await scene.run('out', '--resume', '-v')).stderr).toMatch(/goes on behind/);
  });

  test('stdout', async () => {
    const scene = await setUp({ name: 'cursor' });
    const { code, stderr } = await penstock(['run', scene.file, '--resume']);
    expect(stderr).toMatch(/only a directory keeps what an interrupted run has read: use -o DIR/);
    expect(code).toBe(2);
  });

  test('a part that was changed meanwhile', async () => {
    const scene = await setUp({ name: 'cursor' });
    scene.breakAfter(5);
    await scene.run('out');
    scene.mend();
    const staged = readdirSync(scene.out('out'), { recursive: true, encoding: 'utf8' });
    const part = staged.find((name) => name.endsWith('things/part-00000.ndjson')) ?? '';
    appendFileSync(path.join(scene.out('out'), part), '{}\n');
    const { code, stderr } = await scene.run('out', '--resume');
    expect(stderr).toMatch(/part-00000\.ndjson, which was kept, was changed/);
    expect(code).toBe(8);
  });

  test('counted pages of which records have gone meanwhile: the others have moved up past the position', async () => {
    let gone = 0;
    let isDown = true;
    const api = await serve((request, response) => {
      const offset = Number(queryOf(request).get('offset'));
      if (offset === 6 && isDown) return json(response, {}, 503);
      const all = Array.from({ length: 10 }, (_, id) => ({ id })).slice(gone);
      json(response, { data: all.slice(offset, offset + 2), total: all.length });
    });
    const paginator = { type: 'offset', limit: 2, total_path: 'total' };
    const file = await pipelineFile({
      client: { base_url: api.url, retry: { max_retries: 0 }, concurrency: 1 },
      resources: [{ name: 'things', primary_key: 'id', endpoint: { data_selector: 'data', paginator } }],
    });
    const words = ['run', file, '-o', await temporaryDirectory(), '--max-file-records', '2'];
    expect((await penstock(words)).code).toBe(5);
    isDown = false;
    gone = 1;
    const { code, stderr } = await penstock([...words, '--resume']);
    expect(stderr).toMatch(/states 9 records, and stated 10 before the interruption/);
    expect(code).toBe(4);
  });

  test('a position that the API no longer takes', async () => {
    let isGone = false;
    const api = await serve((request, response) => {
      const after = queryOf(request).get('after');
      if (after !== null && isGone) return json(response, { error: 'cursor expired' }, 410);
      if (after === '3') return json(response, {}, 503);
      json(response, { data: [{ id: after ?? '1' }], next: String(Number(after ?? 1) + 1) });
    });
    const paginator = { type: 'cursor', cursor_path: 'next', cursor_param: 'after' };
    const file = await pipelineFile({
      client: { base_url: api.url, retry: { max_retries: 0 } },
      resources: [{ name: 'things', primary_key: 'id', endpoint: { data_selector: 'data', paginator } }],
    });
    const words = ['run', file, '-o', await temporaryDirectory(), '--max-file-records', '1'];
    expect((await penstock(words)).code).toBe(5);
    isGone = true;
    const { code, stderr } = await penstock([...words, '--resume']);
    expect(stderr).toMatch(/no longer takes the position to go on from/);
    expect(stderr).toMatch(/run again without --resume/);
    expect(code).toBe(4);
  });
});
