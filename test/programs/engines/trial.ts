// What the trials with other people's engines share: a working directory, Python with packages, processes.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export interface Trial {
  /** What it shows, in one line. */
  readonly about: string;
  /** @returns what was seen, line by line; throws when it is not as it should be */
  run(): Promise<readonly string[]>;
}

/** Thrown where what a trial needs is not on this machine. */
export class NotHere extends Error {}

const HOME = path.join(os.tmpdir(), 'penstock-engines');

/** A Python with these packages, made once and kept between runs. @returns its bin directory */
export async function pythonWith(name: string, packages: readonly string[]): Promise<string> {
  const home = path.join(HOME, name);
  const bin = path.join(home, 'bin');
  if (existsSync(path.join(home, 'ready'))) return bin;
  mkdirSync(HOME, { recursive: true });
  const make = [
    ['python3', '-m', 'venv', '--clear', home],
    [path.join(bin, 'pip'), 'install', '--quiet', '--disable-pip-version-check', ...packages],
  ] as const;
  for (const [command, ...words] of make) {
    const { code, stderr } = await call(command, words);
    if (code !== 0) throw new NotHere(`${command} ${words.join(' ')}: ${stderr.trim().split('\n').at(-1)}`);
  }
  mkdirSync(path.join(home, 'ready'));
  return bin;
}

export interface Called {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CallOptions {
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly input?: string;
}

/** Runs a command to its end; one that is not there has the code 127. */
export function call(command: string, words: readonly string[], options: CallOptions = {}): Promise<Called> {
  return new Promise((resolve) => {
    const child = spawn(command, words, { env: { ...process.env, ...options.environment } });
    const texts = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      texts.stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      texts.stderr += text;
    });
    child.on('error', (error) => resolve({ code: 127, stdout: '', stderr: error.message }));
    child.on('close', (code) => resolve({ code, ...texts }));
    child.stdin.on('error', () => {});
    child.stdin.end(options.input ?? '');
  });
}
