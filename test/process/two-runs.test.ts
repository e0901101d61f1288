// Real processes that meet in one place of output, are stopped, killed and started again.
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { entryOf, recordsIn } from '../helpers/exports.ts';
import { filesOf } from '../helpers/files.ts';
import { json, queryOf, serve } from '../helpers/serve.ts';
import { pipelineFile, temporaryDirectory } from '../helpers/temporary.ts';

const bin = path.join(import.meta.dirname, '../../dist/src/bin.js');
const PAGES = 4;
const ROWS = PAGES * 3;
// In `npm run soak` every rename is met; here every third, and others for each disposition.
const STEP = process.env.EVERY_NTH === 'all' ? 1 : 3;

/** An API of a few pages, whose last answer waits until it is let go. */
async function gatedApi(disposition: string) {
  const gate = { isOpen: false, expected: 0, waiting: [] as (() => void)[], marker: 'first' };
  const served = await serve((request, response) => {
    const page = Number(queryOf(request).get('page') ?? 0);
    const { marker } = gate;
    const data = Array.from({ length: 3 }, (_, i) => ({ id: page * 3 + i, marker }));
    const answer = () => json(response, { data, ...(page + 1 < PAGES ? { next: page + 1 } : {}) });
    if (page + 1 < PAGES || gate.isOpen) answer();
    else gate.waiting.push(answer);
  });
  const pipeline = await pipelineFile({
    name: 'gated',
    client: { base_url: served.url },
    resources: [
      {
        name: 'things',
        primary_key: 'id',
        write_disposition: disposition,
        endpoint: {
          path: '/things',
          data_selector: 'data',
          paginator: { type: 'cursor', cursor_path: 'next', cursor_param: 'page' },
        },
      },
    ],
  });
  return {
    pipeline,
    requests: served.requests,
    mark(marker: string) {
      gate.marker = marker;
    },
    /** Resolves when one more run waits for its last page. */
    async held() {
      gate.expected += 1;
      await expect.poll(() => gate.waiting.length, { timeout: 20_000 }).toBe(gate.expected);
    },
    open() {
      gate.isOpen = true;
      for (const answer of gate.waiting.splice(0)) answer();
    },
  };
}

interface Started {
  readonly child: ChildProcess;
  ended(): Promise<{ code: number | null; stderr: string }>;
}

function start(words: readonly string[], nodeWords: readonly string[] = []): Started {
  const child = spawn(process.execPath, [...nodeWords, bin, 'run', ...words], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const closed = once(child, 'close');
  return { child, ended: async () => ({ code: (await closed)[0], stderr }) };
}

/** Every file that the manifest names is there as it says, and there is nothing else. */
function expectWhole(out: string): void {
  const { files } = entryOf(out) as unknown as { files: { path: string; sha256: string }[] };
  for (const file of files) {
    const bytes = readFileSync(path.join(out, file.path));
    expect(createHash('sha256').update(bytes).digest('hex'), file.path).toBe(file.sha256);
  }
  expect(readdirSync(path.join(out, 'things'))).toEqual(files.map((file) => path.basename(file.path)));
  expect(readdirSync(out).sort()).toEqual(['_manifest.json', 'things']);
}

const outIn = async () => path.join(await temporaryDirectory(), 'out');

describe('a second run beside one that writes', () => {
  test.each([
    ['is refused', []],
    ['fails by its configuration', ['--set', 'resources[0].columns.id.data_type=nothing']],
    ['fails by what its format cannot hold', ['-f', 'parquet', '--parquet-writer', 'nothing']],
  ])('%s, and touches nothing of the first', async (_, words) => {
    const api = await gatedApi('replace');
    const out = await outIn();
    const first = start([api.pipeline, '-o', out]);
    await api.held();
    const second = await start([api.pipeline, '-o', out, ...words]).ended();
    expect(second.code, second.stderr).toBe(words.length === 0 ? 8 : 2);
    if (words.length === 0) expect(second.stderr).toContain(`in use by process ${first.child.pid} on `);
    api.open();
    const { code, stderr } = await first.ended();
    expect(code, stderr).toBe(0);
    expect(entryOf(out).records).toBe(ROWS);
    expectWhole(out);
  });

  test('single file: the second is refused, the first is whole', async () => {
    const api = await gatedApi('replace');
    const file = path.join(await temporaryDirectory(), 'things.ndjson');
    const first = start([api.pipeline, '-o', file]);
    await api.held();
    const second = await start([api.pipeline, '-o', file]).ended();
    expect(second).toMatchObject({
      code: 8,
      stderr: expect.stringContaining(`in use by process ${first.child.pid}`),
    });
    api.open();
    expect(await first.ended()).toMatchObject({ code: 0 });
    expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(ROWS);
    expect(readdirSync(path.dirname(file))).toEqual(['things.ndjson']);
  });
});

describe('owner of a lock stopped or dead: a run that was stopped', () => {
  test('keeps its lock, and goes on when it is continued', async () => {
    const api = await gatedApi('replace');
    const out = await outIn();
    const first = start([api.pipeline, '-o', out]);
    await api.held();
    first.child.kill('SIGSTOP');
    const second = await start([api.pipeline, '-o', out]).ended();
    expect(second).toMatchObject({ code: 8, stderr: expect.stringContaining(`process ${first.child.pid}`) });
    api.open();
    first.child.kill('SIGCONT');
    expect(await first.ended()).toMatchObject({ code: 0 });
    expectWhole(out);
  });

  test('whose lock was taken over all the same ends with 8, and leaves its successor’s files alone', async () => {
    const api = await gatedApi('replace');
    const out = await outIn();
    const first = start([api.pipeline, '-o', out]);
    await api.held();
    first.child.kill('SIGSTOP');
    // A run in a place from which the first cannot be seen, such as another machine.
    rmSync(path.join(out, '.penstock-lock'));
    api.mark('second');
    const second = start([api.pipeline, '-o', out]);
    await api.held();
    api.open();
    expect(await second.ended()).toMatchObject({ code: 0 });
    const after = filesOf(out);
    first.child.kill('SIGCONT');
    const { code, stderr } = await first.ended();
    expect(code, stderr).toBe(8);
    expect(stderr).toMatch(/nothing of it was put in place/);
    expect(filesOf(out)).toEqual(after);
    expect(readdirSync(out).sort()).toEqual(['_manifest.json', 'things']);
    expect(new Set(recordsIn(out).map((record) => record.id)).size).toBe(ROWS);
  });
});

test('a staged file that is gone at the end is exit 7, and nothing is put in place', async () => {
  const api = await gatedApi('replace');
  const out = await outIn();
  const run = start([api.pipeline, '-o', out]);
  await api.held();
  rmSync(path.join(out, '.penstock-staging'), { recursive: true });
  api.open();
  const { code, stderr } = await run.ended();
  expect(code, stderr).toBe(7);
  expect(readdirSync(out)).toEqual([]);
});

describe('a run that was killed', () => {
  test('with kill -9: the next one starts at once, and what was left goes', async () => {
    const api = await gatedApi('replace');
    const out = await outIn();
    const file = path.join(await temporaryDirectory(), 'things.ndjson');
    for (const place of [out, file]) {
      const first = start([api.pipeline, '-o', place]);
      await api.held();
      first.child.kill('SIGKILL');
      await first.ended();
    }
    expect(readdirSync(path.dirname(file)).length).toBeGreaterThan(1);
    api.open();
    for (const place of [out, file]) {
      const next = await start([api.pipeline, '-o', place]).ended();
      expect(next.code, next.stderr).toBe(0);
    }
    expectWhole(out);
    expect(readdirSync(path.dirname(file))).toEqual(['things.ndjson']);
  });

  test.each([
    ['replace', 1],
    ['append', 2],
  ])(
    'at any rename of a commit of several parts (%s): the files of the manifest are there',
    async (disposition, firstRename) => {
      const api = await gatedApi(disposition);
      api.open();
      const out = await outIn();
      const killer = path.join(await temporaryDirectory(), 'kill.mjs');
      const words = [api.pipeline, '-o', out, '--max-file-records', '5'];
      expect(await start(words).ended()).toMatchObject({ code: 0 });
      for (let nth = STEP === 1 ? 1 : firstRename; nth < 30; nth += STEP) {
        const manifest = () => entryOf(out).files.map((one) => one.path);
        const before = manifest();
        writeFileSync(
          killer,
          `import fs from 'node:fs/promises';
           const { rename } = fs;
           let count = 0;
           fs.rename = async (...words) => {
             count += 1;
             if (count === ${nth}) { process.kill(process.pid, 'SIGKILL'); await new Promise(() => {}); }
             return rename(...words);
           };`,
        );
        const killed = start(words, ['--import', killer]);
        await killed.ended();
        if (killed.child.signalCode === null) {
          expect(nth).toBeGreaterThan(3);
          return;
        }
        // Whatever the moment: a reader of the manifest, and one of the folder, finds every record.
        const named = manifest();
        expect(
          named.every((one) => existsSync(path.join(out, one))),
          `rename ${nth}`,
        ).toBe(true);
        expect(before.some((one) => existsSync(path.join(out, one))) || named.join() !== before.join()).toBe(
          true,
        );
        expect(new Set(recordsIn(out).map((record) => record.id)).size).toBe(ROWS);
        const next = await start(words).ended();
        expect(next.code, next.stderr).toBe(0);
        expectWhole(out);
      }
      expect.fail('no end');
    },
  );
});
