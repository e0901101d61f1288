// A command of this package as a process: real streams, signals and exit code.
import { AbortedError, toPenstockError } from '../core/errors.ts';
import { exits } from '../core/exit-codes.ts';
import { tuneEngine } from './engine.ts';
import type { Io } from './io.ts';
import { errorLines } from './log.ts';

// Engines give half a minute before they kill; a store that is far away takes a while to be cleaned.
const END_WITHIN_MS = 20_000;
const FLUSH_WITHIN_MS = 1000;
const SIGNALS = { SIGINT: exits.interrupt, SIGTERM: exits.terminate, SIGHUP: exits.hangup } as const;

/**
 * Runs a command with the words, streams and environment of this process, and sets its exit code.
 * @param command words and streams in, exit code out
 */
export async function runProcess(
  command: (words: readonly string[], io: Io) => Promise<number>,
): Promise<void> {
  tuneEngine();
  const ending = new AbortController();
  for (const [name, { code }] of Object.entries(SIGNALS)) {
    process.on(name, () => {
      // A second signal, or a clean-up that hangs, ends at once.
      if (ending.signal.aborted) process.exit(code);
      ending.abort(new AbortedError(`ended by ${name}; nothing unfinished was put in place`, code));
      setTimeout(() => process.exit(code), END_WITHIN_MS).unref();
    });
  }
  process.on('uncaughtException', fault);
  process.on('unhandledRejection', fault);
  // `| head` closes the pipe; what writes to it learns that from its own write.
  process.stdout.on('error', () => {});
  process.stderr.on('error', () => {});

  const { stdout, stderr, env: environment } = process;
  let isLeaving = false;
  process.exitCode = await command(process.argv.slice(2), {
    stdout,
    stderr,
    environment,
    signal: ending.signal,
    leave() {
      isLeaving = true;
    },
  });
  // Nobody waits for a reader of stdout that has stopped reading.
  if (ending.signal.aborted || isLeaving) setTimeout(() => process.exit(), FLUSH_WITHIN_MS).unref();
}

function fault(thrown: unknown): void {
  const error = toPenstockError(thrown);
  process.stderr.write(`${errorLines(error).join('\n')}\n`);
  process.exit(error.exitCode);
}
