// Peak memory of a cursor chain to stdout with dedupe on a string id, at two sizes ten-fold apart:
//   npm run bench:memory            (500,000 and 5,000,000 records; some minutes)
//   npm run bench:memory -- 20000   (the larger count)
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

const root = path.join(import.meta.dirname, '../..');
const most = Number(process.argv[2] ?? 5_000_000);
const format = process.argv[3] ?? 'stdout';

interface Server {
  readonly child: ChildProcess;
  readonly environment: Record<string, string>;
}

async function startServer(records: number): Promise<Server> {
  const options = JSON.stringify({
    counts: { 'crm-oauth2/contacts': records },
    drift: { every: 10_000, by: 5 },
  });
  const child = spawn(process.execPath, [path.join(root, 'dist/fixtures/crm/serve.js'), options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.stdout === null) throw new Error('no stdout');
  const [line] = await once(createInterface(child.stdout), 'line');
  return { child, environment: JSON.parse(line).environment };
}

/** Resident memory in MB now, and the process's own peak. */
function memoryOf(pid: number): { now: number; peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const read = (key: string) => Number(new RegExp(`${key}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024;
  return { now: read('VmRSS'), peak: read('VmHWM') };
}

async function measure(records: number) {
  const server = await startServer(records);
  const scratch = mkdtempSync(path.join(tmpdir(), 'penstock-bench-'));
  const environment = { ...process.env, ...server.environment, PENSTOCK_STATE_DIR: scratch };
  const output = format === 'stdout' ? [] : ['-o', path.join(scratch, `contacts.${format}`)];
  const started = performance.now();
  const child = spawn(
    process.execPath,
    [path.join(root, 'dist/src/bin.js'), 'run', 'pipelines/crm-oauth2.ts', 'contacts', '-v', ...output],
    { cwd: root, env: environment, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let count = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    for (const byte of chunk) if (byte === 10) count += 1;
  });
  let report = '';
  child.stderr.on('data', (chunk: Buffer) => {
    report = (report + chunk.toString()).slice(-2000);
  });
  const samples: number[] = [];
  let peak = 0;
  const timer = setInterval(() => {
    if (child.pid === undefined || child.exitCode !== null) return;
    const memory = memoryOf(child.pid);
    samples.push(memory.now);
    peak = memory.peak;
  }, 250);
  const [code] = await once(child, 'close');
  clearInterval(timer);
  server.child.kill();
  rmSync(scratch, { recursive: true, force: true });
  const seconds = (performance.now() - started) / 1000;
  const line = report.split('\n').find((one) => one.startsWith('contacts ')) ?? report;
  process.stdout.write(
    `${records} records to ${format}: exit ${code}, ${count} lines, ${seconds.toFixed(1)} s (${Math.round(records / seconds)} records/s), ` +
      `peak ${peak.toFixed(0)} MB RSS; by tenths: ${tenths(samples)} MB\n  ${line.trim()}\n`,
  );
}

function tenths(samples: readonly number[]): string {
  const size = Math.max(1, Math.ceil(samples.length / 10));
  const peaks: string[] = [];
  for (let i = 0; i < samples.length; i += size)
    peaks.push(Math.max(...samples.slice(i, i + size)).toFixed(0));
  return peaks.join(' ');
}

await measure(Math.round(most / 10));
await measure(most);
