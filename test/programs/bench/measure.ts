// What the memory benchmarks share: the API as a process of its own, and a run watched from outside.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

export const root = path.join(import.meta.dirname, '../../..');

export interface Server {
  readonly child: ChildProcess;
  readonly environment: Record<string, string>;
}

/** Starts the bundled API with so many contacts; every 10,000th page drifts. */
export async function startServer(contacts: number): Promise<Server> {
  const options = JSON.stringify({
    counts: { 'crm-oauth2/contacts': contacts },
    drift: { every: 10_000, by: 5 },
  });
  const child = spawn(process.execPath, [path.join(root, 'dist/fixtures/crm/serve.js'), options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.stdout === null) throw new Error('no stdout');
  const [line] = await once(createInterface(child.stdout), 'line');
  return { child, environment: JSON.parse(line).environment };
}

export interface Measured {
  readonly code: number;
  readonly lines: number;
  readonly seconds: number;
  /** Seconds of processor time, to within a tick of the watch. */
  readonly cpu: number;
  /** Resident memory in MB: the process's own peak, and the peak of each tenth of the run. */
  readonly peak: number;
  readonly tenths: string;
  /** The report's line about contacts. */
  readonly report: string;
}

/** Runs `penstock run … contacts` and watches its memory. */
export function measureRun(
  server: Server,
  words: readonly string[],
  stateDirectory: string,
): Promise<Measured> {
  return measure(['run', 'pipelines/crm-oauth2.ts', 'contacts', '-v', ...words], {
    ...server.environment,
    PENSTOCK_STATE_DIR: stateDirectory,
  });
}

/** Runs the command and watches its memory. */
export async function measure(
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<Measured> {
  const started = performance.now();
  const child = spawn(process.execPath, [path.join(root, 'dist/src/bin.js'), ...words], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let lines = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    for (const byte of chunk) if (byte === 10) lines += 1;
  });
  let tail = '';
  child.stderr.on('data', (chunk: Buffer) => {
    tail = (tail + chunk.toString()).slice(-2000);
  });
  const samples: number[] = [];
  let peak = 0;
  let cpu = 0;
  const timer = setInterval(() => {
    if (child.pid === undefined || child.exitCode !== null) return;
    const memory = memoryOf(child.pid);
    samples.push(memory.now);
    peak = memory.peak;
    cpu = Math.max(cpu, processorTimeOf(child.pid));
  }, 100);
  const [code] = await once(child, 'close');
  clearInterval(timer);
  const seconds = (performance.now() - started) / 1000;
  const report = tail.split('\n').filter((line) => /^ *contacts[ :]/.test(line));
  return {
    code,
    lines,
    seconds,
    cpu,
    peak,
    tenths: tenthsOf(samples),
    report: report.slice(-2).join(' | ') || tail,
  };
}

function memoryOf(pid: number): { now: number; peak: number } {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const read = (key: string) => Number(new RegExp(`${key}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024;
    return { now: read('VmRSS'), peak: read('VmHWM') };
  } catch {
    return { now: 0, peak: 0 };
  }
}

/** User and system time in seconds; the kernel counts hundredths. */
function processorTimeOf(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return 0;
  }
}

function tenthsOf(samples: readonly number[]): string {
  const size = Math.max(1, Math.ceil(samples.length / 10));
  const peaks: string[] = [];
  for (let i = 0; i < samples.length; i += size)
    peaks.push(Math.max(...samples.slice(i, i + size)).toFixed(0));
  return peaks.join(' ');
}

export function print(what: string, records: number, measured: Measured): void {
  const { code, seconds, peak, tenths, report } = measured;
  const rate = Math.round(records / seconds);
  process.stdout.write(
    `${what}: exit ${code}, ${seconds.toFixed(1)} s (${rate} records/s), peak ${peak.toFixed(0)} MB RSS; by tenths: ${tenths} MB\n  ${report.trim()}\n`,
  );
}
