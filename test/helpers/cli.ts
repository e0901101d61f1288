// Runs the command line in this process over streams of the test's own.
import { Writable } from 'node:stream';
import { main } from '../../src/cli/main.ts';
import { temporaryDirectory } from './temporary.ts';

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
}

export async function penstock(words: readonly string[], options: CliOptions = {}): Promise<Outcome> {
  const stdout = collector();
  const stderr = collector();
  const environment = { PENSTOCK_STATE_DIR: await temporaryDirectory(), ...options.environment };
  const signal = options.signal ?? new AbortController().signal;
  const code = await main(words, { stdout: stdout.stream, stderr: stderr.stream, environment, signal });
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

function collector() {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write(chunk, _encoding, callback) {
      chunks.push(Buffer.from(chunk));
      callback();
    },
  });
  return { stream, text: () => Buffer.concat(chunks).toString() };
}

/** The records of NDJSON text. */
export function lines(text: string): Record<string, unknown>[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}
