// kill -9 at a random moment of an export, again and again: what lies there must be whole, and the next run goes well. In
// every other round the next run goes on where the killed one was.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { duckdb } from '../../helpers/duckdb.ts';

const bin = path.join(import.meta.dirname, '../../../dist/src/bin.js');

export const FORMATS = ['ndjson', 'csv', 'parquet'] as const;
export const DISPOSITIONS = ['replace', 'append', 'merge'] as const;

export interface KillPlan {
  readonly format: (typeof FORMATS)[number];
  readonly disposition: (typeof DISPOSITIONS)[number];
  readonly rounds: number;
}

/** In which state the killed runs had been. */
export interface KillResult {
  /** Killed before the process had asked for anything. */
  early: number;
  /** Killed while it read. */
  reading: number;
  /** Killed after its last answer: it wrote the last of it, or put its files in place. */
  late: number;
  /** Had ended by itself before the signal came. */
  missed: number;
  /** Had its new files in place, in part or in full. */
  inPlace: number;
  /** Pages that runs which went on did not ask for again. */
  spared: number;
}

const NAMES = ['one', 'two'];
const READERS = { ndjson: 'read_ndjson', csv: 'read_csv', parquet: 'read_parquet' };
const PAGES = 4;
const PER_PAGE = 50;
const ROWS = PAGES * PER_PAGE;
// A directory that is appended to grows; it begins anew after so many rounds.
const ROUNDS_PER_DIRECTORY = 10;

/** @throws Error that names the round and what was found */
export async function killRounds(plan: KillPlan): Promise<KillResult> {
  const api = await startApi();
  const scratch = mkdtempSync(path.join(tmpdir(), 'penstock-kill-'));
  const result: KillResult = { early: 0, reading: 0, late: 0, missed: 0, inPlace: 0, spared: 0 };
  try {
    const pipeline = path.join(scratch, 'pipeline.json');
    writeFileSync(pipeline, JSON.stringify(pipelineOf(api.url, plan.disposition)));
    let out = '';
    for (let round = 0; round < plan.rounds; round += 1) {
      const words = () => [
        ...[bin, 'run', pipeline, '-q', '-o', out, '-f', plan.format],
        ...['--max-file-records', String(PER_PAGE)],
      ];
      const isGoingOn = round % 2 === 1;
      if (round % ROUNDS_PER_DIRECTORY === 0) {
        out = path.join(scratch, `out-${round}`);
        api.state.marker = round * 1000;
        await mustSucceed(words(), scratch);
      }
      const what = `${plan.format} ${plan.disposition}, round ${round}`;
      const before = await look(out, plan, what);
      api.state.marker = round * 1000 + 1;
      await killed(words(), scratch, api.state, result);
      const between = await look(out, plan, `${what}, after the kill`);
      if (between.newest === api.state.marker) result.inPlace += 1;
      api.state.answers = 0;
      await mustSucceed(isGoingOn ? [...words(), '--resume'] : words(), scratch);
      if (isGoingOn) result.spared += NAMES.length * PAGES - api.state.answers;
      const after = await look(out, plan, `${what}, after the next run`);
      judge({ plan, before, between, after, marker: api.state.marker, isGoingOn, what });
      const left = readdirSync(out).sort().join();
      if (left !== '_manifest.json,one,two') throw new Error(`${what}: left over: ${left}`);
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
    api.close();
  }
  return result;
}

interface Look {
  /** How often each run's records lie there, whole. */
  readonly times: number;
  readonly newest: number;
}

/** Reads every file in place: of each run all records or none. */
async function look(out: string, plan: KillPlan, what: string): Promise<Look> {
  const looks: Look[] = [];
  for (const name of NAMES) {
    // In the middle of putting files in place both are there, and the manifest says which count.
    const { files } = JSON.parse(readFileSync(path.join(out, '_manifest.json'), 'utf8')).resources[name];
    const list = files.map((file: { path: string }) => `'${path.join(out, file.path)}'`).join();
    const runs = await duckdb(
      `SELECT marker, count(*) AS n, count(DISTINCT id) AS ids FROM ${READERS[plan.format]}([${list}]) GROUP BY marker ORDER BY marker`,
    );
    for (const { n, ids, marker } of runs) {
      const isWhole = Number(ids) === ROWS && Number(n) % ROWS === 0;
      if (!isWhole) throw new Error(`${what}: of ${name} ${n} records of run ${marker} are there`);
    }
    const times = runs.reduce((sum, { n }) => sum + Number(n) / ROWS, 0);
    looks.push({ times, newest: Number(runs.at(-1)?.marker) });
  }
  const [one, two] = looks;
  if (one === undefined || one.times !== two?.times || one.newest !== two.newest)
    throw new Error(`${what}: the resources are not of the same runs: ${JSON.stringify(looks)}`);
  if (plan.disposition !== 'append' && one.times !== 1) throw new Error(`${what}: ${one.times} snapshots`);
  return one;
}

interface Round {
  readonly plan: KillPlan;
  readonly before: Look;
  readonly between: Look;
  readonly after: Look;
  readonly marker: number;
  readonly isGoingOn: boolean;
  readonly what: string;
}

function judge({ plan, before, between, after, marker, isGoingOn, what }: Round): void {
  if (after.newest !== marker) throw new Error(`${what}: the next run's records are not in place`);
  if (plan.disposition !== 'append') return;
  // The killed run was finished by the next one, or it left nothing. Gone on with, it is one run with the next, unless it
  // had come to its end by itself.
  const added = after.times - before.times;
  const isFinished = between.newest === marker;
  const most = isGoingOn && !isFinished ? 1 : 2;
  if (added < 1 || added > most) throw new Error(`${what}: ${added} runs were added`);
}

function pipelineOf(base_url: string, write_disposition: string): object {
  return {
    name: 'killed',
    client: { base_url, concurrency: 1 },
    resource_defaults: {
      primary_key: 'id',
      write_disposition,
      columns: { id: { data_type: 'bigint' }, marker: { data_type: 'bigint' }, text: { data_type: 'text' } },
    },
    resources: NAMES.map((name) => ({
      name,
      endpoint: {
        path: name,
        data_selector: 'data',
        paginator: { type: 'cursor', cursor_path: 'next', cursor_param: 'page' },
      },
    })),
  };
}

interface ApiState {
  marker: number;
  answers: number;
}

async function startApi() {
  const state: ApiState = { marker: 0, answers: 0 };
  const server = createServer((request, response) => {
    const page = Number(new URL(request.url ?? '/', 'http://localhost').searchParams.get('page') ?? 0);
    const data = Array.from({ length: PER_PAGE }, (_, i) => ({
      id: page * PER_PAGE + i,
      marker: state.marker,
      text: `é "${i}"`,
    }));
    const body = JSON.stringify({ data, ...(page + 1 < PAGES ? { next: String(page + 1) } : {}) });
    setTimeout(() => {
      state.answers += 1;
      response.end(body);
    }, 3);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, state, close: () => void server.close() };
}

const start = (words: readonly string[], cwd: string) =>
  spawn(process.execPath, words, {
    cwd,
    env: { ...process.env, PENSTOCK_STATE_DIR: cwd },
    stdio: ['ignore', 'ignore', 'pipe'],
  });

async function mustSucceed(words: readonly string[], cwd: string): Promise<void> {
  const child = start(words, cwd);
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`exit ${code}: ${stderr}`);
}

/** Starts a run and kills it: a third while it starts or reads, the others around its last answer and after. */
async function killed(
  words: readonly string[],
  cwd: string,
  state: ApiState,
  result: KillResult,
): Promise<void> {
  state.answers = 0;
  const last = NAMES.length * PAGES;
  const aim = Math.random() < 1 / 3 ? Math.floor(Math.random() * last) : last;
  const child = start(words, cwd);
  const ended = once(child, 'close');
  while (state.answers < aim && child.exitCode === null) await delay(1);
  await delay(Math.random() * (aim === last ? 60 : 10));
  child.kill('SIGKILL');
  await ended;
  if (child.signalCode !== 'SIGKILL') result.missed += 1;
  else if (state.answers === 0) result.early += 1;
  else if (state.answers < last) result.reading += 1;
  else result.late += 1;
}
