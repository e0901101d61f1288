// What the benchmarks of parents and state share: their API, their pipeline, and a run of the command.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { type Measured, measure, root } from './measure.ts';

export interface FamilyApi {
  readonly url: string;
  stats(): Promise<{ userPages: number; mostOfAUserPage: number; posts: number; mostAtOnce: number }>;
  close(): void;
}

export async function startFamily(options: { users: number; latency: number }): Promise<FamilyApi> {
  const jiti = path.join(root, 'node_modules/jiti/lib/jiti-cli.mjs');
  const file = path.join(import.meta.dirname, 'family-server.ts');
  const child: ChildProcess = spawn(process.execPath, [jiti, file, JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.stdout === null) throw new Error('no stdout');
  const [url] = await once(createInterface(child.stdout), 'line');
  return {
    url,
    stats: async () => (await fetch(`${url}/stats`)).json() as never,
    close: () => void child.kill(),
  };
}

/** @param posts what is said of the child beside its name */
export function familyPipeline(url: string, posts: object): object {
  return {
    name: 'family',
    client: { base_url: url },
    resource_defaults: { primary_key: 'id', endpoint: { data_selector: 'data' } },
    resources: [
      {
        name: 'users',
        selected: false,
        endpoint: { path: 'users', paginator: { type: 'cursor', cursor_path: 'next', cursor_param: 'page' } },
      },
      { name: 'posts', ...posts },
    ],
  };
}

/** Runs a pipeline into a directory, or to stdout. */
export function runFamily(pipeline: object, words: readonly string[]): Promise<Measured> {
  const scratch = mkdtempSync(path.join(tmpdir(), 'penstock-family-'));
  const file = path.join(scratch, 'family.json');
  writeFileSync(file, JSON.stringify(pipeline));
  return measure(['run', file, ...words], { PENSTOCK_STATE_DIR: scratch });
}
