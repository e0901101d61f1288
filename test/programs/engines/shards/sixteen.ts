// A run cut into sixteen processes, as an engine starts them: four at once, two of them killed and started again.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Crm } from '../../../../fixtures/crm/server.ts';
import { call } from '../trial.ts';

export const root = fileURLToPath(new URL('../../../..', import.meta.url));
export const PENSTOCK = path.join(root, 'dist/src/bin.js');
const SHARDS = 16;
const AT_ONCE = 4;

export type Dialect = 'crm-oauth2' | 'crm-api-key';

export interface Sixteen {
  readonly crm: Crm;
  readonly dialect: Dialect;
  /** A directory, or `s3://bucket/prefix`. */
  readonly place: string;
  readonly format: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** @returns how many records are in place by resource, as the commit's summary has them */
export async function runSixteen(given: Sixteen): Promise<string> {
  const { crm, dialect, place, format, environment } = given;
  const pipeline = path.join(root, `pipelines/${dialect}.ts`);
  const env = { ...process.env, ...environment, ...crm.environment(dialect) };
  const start = (index: number, more: readonly string[] = []) => {
    const words = [
      PENSTOCK,
      'run',
      pipeline,
      '-o',
      place,
      '-f',
      format,
      '-q',
      '--shards',
      String(SHARDS),
      ...more,
    ];
    // From 0, as Kubernetes counts.
    return spawn(process.execPath, words, {
      env: { ...env, JOB_COMPLETION_INDEX: String(index) },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  };
  const ended = (child: ReturnType<typeof start>) =>
    new Promise<{ code: number | null; said: string }>((resolve) => {
      let said = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
      child.on('close', (code) => resolve({ code, said }));
    });

  const victims = await busiest(pipeline, env);
  let killed = 0;
  for (const index of victims) {
    const before = crm.requests.length;
    const child = start(index);
    const end = ended(child);
    while (crm.requests.length < before + 3 && child.exitCode === null)
      await new Promise((next) => setTimeout(next, 5));
    child.kill('SIGKILL');
    if ((await end).code === null) killed += 1;
  }
  if (killed !== victims.length) throw new Error(`${killed} of ${victims.length} processes were killed`);

  const left = Array.from({ length: SHARDS }, (_, index) => index);
  const one = async () => {
    for (let index = left.shift(); index !== undefined; index = left.shift()) {
      const { code, said } = await ended(start(index, ['--resume']));
      if (code !== 0) throw new Error(`shard ${index} ended with ${code}: ${said}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  const words = [PENSTOCK, 'commit', place, '--shards', String(SHARDS)];
  const { code, stderr } = await call(process.execPath, words, { environment: env });
  if (code !== 0) throw new Error(`commit ended with ${code}: ${stderr}`);
  return stderr.trim().split('\n').at(-1) ?? '';
}

/** The two shards with the most units, from 0. */
async function busiest(pipeline: string, environment: NodeJS.ProcessEnv): Promise<readonly number[]> {
  const words = [PENSTOCK, 'plan', pipeline, '--json', '--shards', String(SHARDS)];
  const { stdout } = await call(process.execPath, words, { environment });
  const { units } = JSON.parse(stdout) as { units: { shard?: number }[] };
  const counts = new Map<number, number>();
  for (const { shard } of units)
    if (shard !== undefined) counts.set(shard - 1, (counts.get(shard - 1) ?? 0) + 1);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, 2)
    .map(([index]) => index);
}
