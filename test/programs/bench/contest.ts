// Commands measured against each other: interleaved, each round in another order, medians with their spread.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface Contender {
  readonly name: string;
  /** @param scratch a directory of this run alone */
  readonly command: (scratch: string) => readonly string[];
  /** Seconds from the start until its first byte on stdout, in place of its end. */
  readonly isFirstByte?: boolean;
}

export interface Sample {
  /** Seconds. */
  readonly wall: number;
  /** Seconds of processor time; undefined where the command cannot say. */
  readonly cpu: number | undefined;
  /** Peak resident memory in MB. */
  readonly rss: number | undefined;
}

const usage = path.join(import.meta.dirname, 'rivals/usage.mjs');

/** Runs a command to its end, its stdout into another process that drops it. */
export async function sample(contender: Contender): Promise<Sample> {
  const scratch = mkdtempSync(path.join(tmpdir(), 'penstock-bench-'));
  const file = path.join(scratch, 'usage.json');
  const [program = '', ...words] = contender.command(scratch);
  const isNode = program === process.execPath;
  const started = performance.now();
  const child = spawn(program, isNode ? ['--import', usage, ...words] : words, {
    cwd: scratch,
    env: { ...process.env, BENCH_USAGE: file, PENSTOCK_STATE_DIR: scratch },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const drop = spawn('cat', [], { stdio: ['pipe', 'ignore', 'inherit'] });
  let first: number | undefined;
  if (contender.isFirstByte) {
    child.stdout.once('data', () => {
      first = performance.now();
    });
  }
  child.stdout.pipe(drop.stdin);
  const [code] = await once(child, 'exit');
  const wall = ((first ?? performance.now()) - started) / 1000;
  if (code !== 0) throw new Error(`${contender.name}: exit ${code}`);
  let used: { cpu?: number; rss?: number } = {};
  try {
    used = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // curl and jq do not say.
  }
  rmSync(scratch, { recursive: true, force: true });
  return { wall, cpu: used.cpu, rss: used.rss };
}

export interface Result {
  readonly name: string;
  readonly samples: readonly Sample[];
}

export async function contest(contenders: readonly Contender[], rounds: number): Promise<Result[]> {
  const samples = new Map<string, Sample[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    const order = round % 2 === 0 ? contenders : [...contenders].reverse();
    for (const contender of order) samples.get(contender.name)?.push(await sample(contender));
  }
  return contenders.map(({ name }) => ({ name, samples: samples.get(name) ?? [] }));
}

export type Metric = keyof Sample;

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const high = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? high) + high) / 2;
}

export function valuesOf(result: Result | undefined, metric: Metric): number[] {
  return (result?.samples ?? []).map((one) => one[metric]).filter((value) => value !== undefined);
}

export interface Ratio {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** One contender against another, round by round, so that a slow moment of the machine meets both. */
export function ratio(
  results: readonly Result[],
  one: string,
  other: string,
  metric: Metric,
): Ratio | undefined {
  const above = valuesOf(
    results.find(({ name }) => name === one),
    metric,
  );
  const below = valuesOf(
    results.find(({ name }) => name === other),
    metric,
  );
  if (above.length === 0 || above.length !== below.length) return undefined;
  const ratios = above.map((value, i) => value / (below[i] ?? Number.NaN));
  return { median: median(ratios), least: Math.min(...ratios), most: Math.max(...ratios) };
}
