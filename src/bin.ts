#!/usr/bin/env node
// The process's entry: real streams, signals and exit code; no logic.
import { tuneEngine } from './cli/engine.ts';
import { main } from './cli/main.ts';
import { AbortedError } from './core/errors.ts';

tuneEngine();

const END_WITHIN_MS = 5000;
const ending = new AbortController();

for (const [name, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
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
process.exitCode = await main(process.argv.slice(2), { stdout, stderr, environment, signal: ending.signal });

async function fault(thrown: unknown): Promise<void> {
  const { toPenstockError } = await import('./core/errors.ts');
  const { errorLines } = await import('./cli/log.ts');
  const error = toPenstockError(thrown);
  process.stderr.write(`${errorLines(error).join('\n')}\n`);
  process.exit(error.exitCode);
}
