// The n-th HTTP answer fails, the n-th file-system call fails, for every n until a run gets through untouched.
import { readdirSync, readFileSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import fs from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { FaultKind } from '../../fixtures/crm/faults.ts';
import { play } from '../../fixtures/crm/faults.ts';
import { lines, type Outcome, penstock } from '../helpers/cli.ts';
import { filesOf } from '../helpers/files.ts';
import { queryOf, serve } from '../helpers/serve.ts';
import { pipelineFile, temporaryDirectory } from '../helpers/temporary.ts';

afterEach(() => vi.restoreAllMocks());

const ROWS = { chained: 7, counted: 5 };
const DEADLINE_MS = 10_000;

const columns = { id: { data_type: 'bigint' }, text: { data_type: 'text' } };
const resources = [
  {
    name: 'chained',
    endpoint: {
      path: 'chained',
      data_selector: 'data',
      paginator: { type: 'cursor', cursor_path: 'next', cursor_param: 'cursor' },
    },
  },
  {
    name: 'counted',
    endpoint: { path: 'counted', data_selector: 'data', paginator: { type: 'offset', limit: 2 } },
  },
];

type Hit = FaultKind | { readonly kind: 'silence' };

/** The API, whose n-th answer may be a bad one; a marker tells one run's records from another's. */
async function faultyApi() {
  const state: { nth: number; fault: Hit | undefined; count: number; marker: string } = {
    nth: 0,
    fault: undefined,
    count: 0,
    marker: 'a',
  };
  const served = await serve((request, response) => {
    const query = queryOf(request);
    const name = request.url?.startsWith('/chained') ? 'chained' : 'counted';
    const from = Number(query.get('cursor') ?? query.get('offset') ?? 0);
    const to = Math.min(from + 2, ROWS[name]);
    const data = Array.from({ length: Math.max(0, to - from) }, (_, i) => ({
      id: from + i,
      text: `${state.marker}é${from + i}`,
    }));
    const next = name === 'chained' && to < ROWS[name] ? { next: String(to) } : {};
    state.count += 1;
    const body = JSON.stringify({ data, ...next });
    if (state.count !== state.nth || state.fault === undefined) {
      return play({ kind: 'delay', milliseconds: 0 }, body, request, response);
    }
    if (state.fault.kind !== 'silence') play(state.fault, body, request, response);
  });
  return { url: served.url, state };
}

async function pipelineOf(base_url: string, max_retries: number, write_disposition: string): Promise<string> {
  return pipelineFile({
    name: 'nth',
    client: { base_url, retry: { max_retries, initial_wait: 0.001 }, timeout: { total: 0.2 } },
    resource_defaults: { columns, primary_key: 'id', write_disposition },
    resources,
  });
}

/** Runs to the end, or fails the test: nothing may hang. */
async function within(words: readonly string[]): Promise<Outcome> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new Error('hangs')), DEADLINE_MS);
  const outcome = await penstock(words, { signal: controller.signal });
  clearTimeout(timer);
  expect(controller.signal.aborted, `hangs: ${words.join(' ')}`).toBe(false);
  return outcome;
}

const modes: Record<string, Hit> = {
  reset: { kind: 'reset' },
  'cut body': { kind: 'cut' },
  'cut chunk': { kind: 'cut-chunked' },
  500: { kind: 'status', status: 500 },
  429: { kind: 'status', status: 429 },
  timeout: { kind: 'silence' },
  'bad JSON': { kind: 'body', body: '{"data": [{"id": 1}, ' },
};

const formats = ['ndjson', 'csv', 'parquet'] as const;

/** What a sink was asked to hold: the number of records each resource has in whole files. */
function countInManifest(out: string): Record<string, number> {
  const manifest = JSON.parse(readFileSync(path.join(out, '_manifest.json'), 'utf8'));
  const entries = Object.entries<{ files: { rows: number }[] }>(manifest.resources);
  return Object.fromEntries(
    entries.map(([name, entry]) => [name, entry.files.reduce((sum, f) => sum + f.rows, 0)]),
  );
}

describe.each(Object.keys(modes))('the n-th answer: %s', (mode) => {
  test.each(['stdout', ...formats])('%s', async (sink) => {
    const { url, state } = await faultyApi();
    for (const retries of [0, 1]) {
      const file = await pipelineOf(url, retries, 'replace');
      const out = path.join(await temporaryDirectory(), 'out');
      const words = ['run', file, ...(sink === 'stdout' ? [] : ['-o', out, '-f', sink])];
      Object.assign(state, { count: 0, nth: 0, fault: modes[mode], marker: 'a' });
      expect((await within(words)).code).toBe(0);
      const before = sink === 'stdout' ? {} : filesOf(out);
      let failures = 0;
      for (let nth = 1; ; nth += 1) {
        Object.assign(state, { count: 0, nth });
        const outcome = await within(words);
        const what = `answer ${nth}, ${retries} retries: ${outcome.stderr}`;
        if (outcome.code === 0) {
          // Tried again, or no more than a guess ahead, or untouched.
          if (sink === 'stdout')
            expect(lines(outcome.stdout), what).toHaveLength(ROWS.chained + ROWS.counted);
          else expect(countInManifest(out), what).toEqual(ROWS);
          if (state.count < nth) break;
          continue;
        }
        failures += 1;
        expect(retries, what).toBe(0);
        // One resource fails, the other completes, and only that one's files are new.
        expect(outcome.code, what).toBe(6);
        const failed = /error: (chained|counted), page \d+: GET .* failed after one attempt/.exec(
          outcome.stderr,
        );
        expect(failed, what).not.toBeNull();
        if (sink === 'stdout') continue;
        expect(filesOf(path.join(out, failed?.[1] ?? '')), what).toEqual(under(before, failed?.[1] ?? ''));
        expect(readdirSync(out).sort(), what).toEqual(['_manifest.json', 'chained', 'counted']);
      }
      // At least the pages of the cursor chain, none of which is a guess.
      if (retries === 0) expect(failures).toBeGreaterThanOrEqual(4);
    }
  });
});

function under(files: Record<string, string>, folder: string): Record<string, string> {
  const own = Object.entries(files).filter(([name]) => name.startsWith(`${folder}/`));
  return Object.fromEntries(own.map(([name, bytes]) => [name.slice(folder.length + 1), bytes]));
}

const operations = ['open', 'write', 'sync', 'close', 'rename'] as const;
type Operation = (typeof operations)[number];

/** Makes the n-th call of one operation fail, counted over all files; gives the count. */
function failNth(operation: Operation, nth: number, code: string): () => number {
  let count = 0;
  const meets = () => {
    count += 1;
    return count === nth;
  };
  const failure = () => Object.assign(new Error(`${code}: made to fail`), { code });
  if (operation === 'rename') {
    const rename = fs.rename;
    vi.spyOn(fs, 'rename').mockImplementation(async (from, to) => {
      if (meets()) throw failure();
      return rename(from, to);
    });
    return () => count;
  }
  const open = fs.open;
  vi.spyOn(fs, 'open').mockImplementation(async (file, ...rest) => {
    if (operation === 'open' && meets()) throw failure();
    const handle: FileHandle = await open(file, ...rest);
    if (operation === 'open') return handle;
    const real = (handle[operation] as (...words: unknown[]) => Promise<unknown>).bind(handle);
    Object.assign(handle, {
      [operation]: async (...words: unknown[]) => {
        if (!meets()) return real(...words);
        if (operation === 'close') await real();
        throw failure();
      },
    });
    return handle;
  });
  return () => count;
}

function withoutHidden(files: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).filter(([name]) => !name.startsWith('.penstock-')));
}

describe.each(formats)('the n-th call of the file system: %s', (format) => {
  test.each(
    operations.flatMap((operation) =>
      ['replace', 'append', 'merge'].map((disposition) => [operation, disposition] as const),
    ),
  )('disk full: %s, %s', async (operation, disposition) => {
    const { url, state } = await faultyApi();
    const file = await pipelineOf(url, 0, disposition);
    const out = path.join(await temporaryDirectory(), 'out');
    const words = ['run', file, '-o', out, '-f', format];
    expect((await within(words)).code).toBe(0);
    let before = filesOf(out);
    let runs = 1;
    const expected = () => {
      const times = disposition === 'append' ? runs : 1;
      return { chained: ROWS.chained * times, counted: ROWS.counted * times };
    };
    state.marker = 'b';
    for (let nth = 1; nth < 100; nth += 1) {
      const code = nth % 2 === 0 ? 'EIO' : 'ENOSPC';
      const counted = failNth(operation, nth, code);
      const outcome = await within(words);
      const calls = counted();
      vi.restoreAllMocks();
      const what = `${operation} ${nth} of ${calls}: ${outcome.stderr}`;
      if (calls < nth) {
        runs += 1;
        expect(outcome.code, what).toBe(0);
        expect(nth, what).toBeGreaterThan(2);
        expect(countInManifest(out)).toEqual(expected());
        expect(readdirSync(out).sort(), what).toEqual(['_manifest.json', 'chained', 'counted']);
        return;
      }
      if (outcome.code === 0) {
        // A sign of life, or the clean-up alone, after everything was in place: what it left hidden goes with the next run.
        runs += 1;
        expect(countInManifest(out), what).toEqual(expected());
        const visible = readdirSync(out).filter((name) => !name.startsWith('.penstock-'));
        expect(visible.sort(), what).toEqual(['_manifest.json', 'chained', 'counted']);
        before = withoutHidden(filesOf(out));
        continue;
      }
      expect(outcome.code, what).toBe(7);
      expect(outcome.stderr, what).toMatch(
        /error: .*cannot (write|create|flush|close|put|prepare|read|lock)\b/,
      );
      expect(outcome.stderr, what).toMatch(new RegExp(`${code}: made to fail`));
      expect(outcome.stderr, what).toMatch(/hint: /);
      expect(withoutHidden(filesOf(out)), what).toEqual(before);
    }
    expect.fail('no end');
  });
});
