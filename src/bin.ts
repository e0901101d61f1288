// The process's entry: real streams, signals and exit code; no logic. The build puts the shebang before it.
import { tuneEngine } from './cli/engine.ts';
import { errorLines } from './cli/log.ts';
import { main } from './cli/main.ts';
import { AbortedError, toPenstockError } from './core/errors.ts';
import { exits } from './core/exit-codes.ts';

tuneEngine();

const END_WITHIN_MS = 5000;
const SIGNALS = { SIGINT: exits.interrupt, SIGTERM: exits.terminate, SIGHUP: exits.hangup } as const;
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
process.exitCode = await main(process.argv.slice(2), { stdout, stderr, environment, signal: ending.signal });

function fault(thrown: unknown): void {
  const error = toPenstockError(thrown);
  process.stderr.write(`${errorLines(error).join('\n')}\n`);
  process.exit(error.exitCode);
}
