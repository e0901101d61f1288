// A Node program as a process, without blocking this one, which may serve it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Outcome } from './cli.ts';

export async function run(
  words: readonly string[],
  options: { readonly cwd: string; readonly environment: NodeJS.ProcessEnv },
): Promise<Outcome> {
  const child = spawn(process.execPath, words, { cwd: options.cwd, env: options.environment });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, stdout, stderr };
}
