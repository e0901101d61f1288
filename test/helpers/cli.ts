// Runs the command line in this process over streams of the test's own.
import { Writable } from 'node:stream';
import type { Io } from '../../src/cli/io.ts';
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
  const environment = { PENSTOCK_STATE_DIR: await temporaryDirectory(), ...options.environment };
  return collected((io) => main(words, io), environment, options.signal);
}

/** What a command says on streams of the test's own. */
export async function collected(
  command: (io: Io) => Promise<number>,
  environment: Io['environment'],
  signal: AbortSignal = new AbortController().signal,
): Promise<Outcome> {
  const stdout = collector();
  const stderr = collector();
  const code = await command({ stdout: stdout.stream, stderr: stderr.stream, environment, signal });
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
