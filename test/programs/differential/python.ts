// A Python that has dlt: the one that DLT_PYTHON names, or one made in a temporary directory.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';

export interface Python {
  /** Runs a script of this folder over some input; gives what it prints. */
  run(script: string, input?: string): Promise<string>;
  /** Runs a line over a script of somebody's own; gives what it prints. */
  line(line: string, script: string): Promise<string>;
  close(): void;
}

/** @throws Error when there is no Python, or dlt cannot be installed */
export function openPython(): Python {
  const named = process.env.DLT_PYTHON;
  if (named !== undefined) return pythonAt(named, () => {});
  const directory = mkdtempSync(path.join(tmpdir(), 'penstock-dlt-'));
  console.log(
    'installing dlt into a temporary directory; DLT_PYTHON=venv/bin/python takes one that is there',
  );
  execFileSync('python3', ['-m', 'venv', directory], { stdio: ['ignore', 'ignore', 'inherit'] });
  const file = path.join(directory, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  execFileSync(file, ['-m', 'pip', 'install', '--quiet', 'dlt'], { stdio: ['ignore', 'ignore', 'ignore'] });
  return pythonAt(file, () => rmSync(directory, { recursive: true, force: true }));
}

function pythonAt(file: string, close: () => void): Python {
  const run = (words: readonly string[], input = '') => {
    const child = spawn(file, words, { stdio: ['pipe', 'pipe', 'inherit'], cwd: tmpdir() });
    child.stdin.end(input);
    return text(child.stdout);
  };
  return {
    close,
    run: (script, input) => run([path.join(import.meta.dirname, script)], input),
    line: (line, script) => run(['-c', line, script]),
  };
}
