// The n-th HTTP answer fails, the n-th file-system call fails, for every n until a run gets through untouched.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import fs from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { FaultKind } from '../../fixtures/crm/faults.ts';
import { play } from '../../fixtures/crm/faults.ts';
import type { ManifestEntry } from '../../src/sinks/files/manifest.ts';
import type { Format } from '../../src/sinks/formats/contract.ts';
import { formats as known } from '../../src/sinks/formats/index.ts';
import { lines, type Outcome, penstock } from '../helpers/cli.ts';
import { filesOf } from '../helpers/files.ts';
import { readWith } from '../helpers/formats.ts';
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
  const state = {
    hasVersions: false,
    nth: 0,
    fault: undefined as Hit | undefined,
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
    const isDoubled = state.hasVersions && name === 'chained';
    const older = isDoubled ? data.map(({ id }) => ({ id, text: 'older', version: 0 })) : [];
    const newer = state.hasVersions ? data.map((one) => ({ ...one, version: Date.now() })) : data;
    const next = name === 'chained' && to < ROWS[name] ? { next: String(to) } : {};
    state.count += 1;
    const body = JSON.stringify({ data: [...older, ...newer], ...next });
    if (state.count !== state.nth || state.fault === undefined) {
      return play({ kind: 'delay', milliseconds: 0 }, body, request, response);
    }
    if (state.fault.kind !== 'silence') play(state.fault, body, request, response);
  });
  return { url: served.url, state };
}

async function pipelineOf(
  base_url: string,
  max_retries: number,
  write_disposition: string,
  hasVersions = false,
): Promise<string> {
  const sort = hasVersions ? { dedup_sort: { version: 'desc' } } : {};
  return pipelineFile({
    name: 'nth',
    client: { base_url, retry: { max_retries, initial_wait: 0.001 }, timeout: { total: 5 } },
    resource_defaults: { columns, primary_key: 'id', write_disposition, ...sort },
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

type Name = keyof typeof ROWS;
const NAMES = Object.keys(ROWS) as Name[];
const textsOf = (name: Name, marker: string) =>
  Array.from({ length: ROWS[name] }, (_, i) => `${marker}é${i}`);

/** Whether every file is byte for byte what the manifest says, and holds these texts and no others. */
async function expectTexts(out: string, expected: Partial<Record<Name, string[]>>, what: string) {
  const manifest = JSON.parse(readFileSync(path.join(out, '_manifest.json'), 'utf8'));
  const stored = [{ name: 'id', type: 'bigint' } as const, { name: 'text', type: 'text' } as const];
  for (const [name, texts] of Object.entries(expected)) {
    const { files }: ManifestEntry = manifest.resources[name];
    const found: unknown[] = [];
    for (const file of files) {
      const full = path.join(out, file.path);
      const bytes = readFileSync(full);
      expect(createHash('sha256').update(bytes).digest('hex'), what).toBe(file.sha256);
      expect(bytes.length, what).toBe(file.bytes);
      const format: Format | undefined = known.find((one) => one.name === file.format);
      const records = format === undefined ? [] : await readWith(format, full, stored);
      expect(records, what).toHaveLength(file.rows);
      found.push(...records.map(({ text }) => text));
    }
    expect(found.toSorted(), `${name}: ${what}`).toEqual(texts.toSorted());
    expect(readdirSync(path.join(out, name)).sort(), what).toEqual(
      files.map((file) => path.basename(file.path)).sort(),
    );
  }
}

// Every fault meets a stream and a directory; what a format adds is the same whichever fault it was.
const places = Object.keys(modes).flatMap((mode) =>
  (mode === '500' || mode === 'cut body' ? ['stdout', 'ndjson', 'csv', 'parquet'] : ['stdout', 'ndjson']).map(
    (sink) => [mode, sink] as const,
  ),
);

describe('the n-th answer', () => {
  test.each(places)('%s: %s', async (mode, sink) => {
    const { url, state } = await faultyApi();
    for (const retries of sink === 'stdout' || sink === 'ndjson' ? [0, 1] : [0]) {
      const file = await pipelineOf(url, retries, 'replace');
      const out = path.join(await temporaryDirectory(), 'out');
      const words = ['run', file, ...(sink === 'stdout' ? [] : ['-o', out, '-f', sink])];
      Object.assign(state, { count: 0, nth: 0, fault: modes[mode], marker: 'a' });
      expect((await within(words)).code).toBe(0);
      // Only silence is waited for, and only then is it short.
      if (mode === 'timeout') words.push('--set', 'client.timeout.total=0.25');
      let failures = 0;
      for (let nth = 1; ; nth += 1) {
        const before = sink === 'stdout' ? {} : filesOf(out);
        const marker = `run ${nth} `;
        Object.assign(state, { count: 0, nth, marker });
        const outcome = await within(words);
        const what = `answer ${nth}, ${retries} retries: ${outcome.stderr}`;
        const isNew = (...names: Name[]) =>
          expectTexts(out, Object.fromEntries(names.map((name) => [name, textsOf(name, marker)])), what);
        if (outcome.code === 0) {
          // Tried again, or no more than a guess ahead, or untouched.
          if (sink !== 'stdout') await isNew(...NAMES);
          else
            expect(
              lines(outcome.stdout)
                .map(({ text }) => text)
                .sort(),
              what,
            ).toEqual(NAMES.flatMap((name) => textsOf(name, marker)).sort());
          if (state.count < nth) break;
          continue;
        }
        failures += 1;
        expect(retries, what).toBe(0);
        // One resource fails, the other completes, and only that one's files are new.
        expect(outcome.code, what).toBe(6);
        const failed = /error: (chained|counted), page \d+: GET .* failed after one attempt/.exec(
          outcome.stderr,
        )?.[1];
        expect(failed, what).toBeDefined();
        if (sink === 'stdout') continue;
        expect(filesOf(path.join(out, failed ?? '')), what).toEqual(under(before, failed ?? ''));
        await isNew(...NAMES.filter((name) => name !== failed));
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

// In `npm run soak` every call is met in every run; here every sixteenth, and another one in each run.
const STEP = process.env.EVERY_NTH === 'all' ? 1 : 16;

// Every disposition with one format; the others where earlier files are read back and written anew.
const runs = [
  ...['replace', 'append', 'merge'].map((disposition) => ['ndjson', disposition] as const),
  ['csv', 'merge'] as const,
  ['parquet', 'merge'] as const,
  // Older versions come first, which are taken out of the staged files again.
  ['ndjson', 'merge of versions'] as const,
];

describe.each(runs.map((run, number) => [...run, number] as const))(
  'the n-th call of the file system: %s, %s',
  (format, disposition, number) => {
    test.each(operations)('disk full: %s', async (operation) => {
      const { url, state } = await faultyApi();
      state.hasVersions = disposition === 'merge of versions';
      const file = await pipelineOf(url, 0, disposition.replace(' of versions', ''), state.hasVersions);
      const out = path.join(await temporaryDirectory(), 'out');
      const words = ['run', file, '-o', out, '-f', format];
      expect((await within(words)).code).toBe(0);
      let before = filesOf(out);
      let texts = { chained: textsOf('chained', 'a'), counted: textsOf('counted', 'a') };
      for (let nth = STEP === 1 ? 1 : 1 + 2 * number; nth < 140; nth += STEP) {
        const code = nth % 4 < 2 ? 'EIO' : 'ENOSPC';
        state.marker = `run ${nth} `;
        const counted = failNth(operation, nth, code);
        const outcome = await within(words);
        const calls = counted();
        vi.restoreAllMocks();
        const what = `${operation} ${nth} of ${calls}: ${outcome.stderr}`;
        if (outcome.code === 0) {
          // Untouched; or a sign of life or the clean-up alone failed, when everything was in place: what that left
          // hidden goes with the next run. The files are those of this run either way.
          const kept = disposition === 'append' ? texts : { chained: [], counted: [] };
          texts = {
            chained: [...kept.chained, ...textsOf('chained', state.marker)],
            counted: [...kept.counted, ...textsOf('counted', state.marker)],
          };
          await expectTexts(out, texts, what);
          const isUntouched = calls < nth;
          const lying = readdirSync(out).filter((name) => isUntouched || !name.startsWith('.penstock-'));
          expect(lying.sort(), what).toEqual(['_manifest.json', 'chained', 'counted']);
          if (isUntouched) {
            expect(nth, what).toBeGreaterThan(2);
            return;
          }
          before = withoutHidden(filesOf(out));
          continue;
        }
        expect(calls, what).toBeGreaterThanOrEqual(nth);
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
  },
);
