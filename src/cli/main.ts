// The command line as a function: words and streams in, exit code out.
import { Command, CommanderError } from 'commander';
import { toPenstockError, UsageError } from '../core/errors.ts';
import { exits } from '../core/exit-codes.ts';
import type { Format } from '../sinks/formats/contract.ts';
import { type CommandContext, type CommandDeclaration, logOptionsOf, withLogging } from './command.ts';
import type { Io } from './io.ts';
import { createLog, type Log } from './log.ts';
import { version } from './version.ts';

const EXAMPLES = [
  'penstock run crm.ts contacts | jq .email            one resource into a pipe',
  'penstock run crm.ts -o out/                         every resource as NDJSON files',
  'penstock run crm.ts contacts -o contacts.parquet    one resource as one Parquet file',
  'penstock check crm.ts                               try the credentials and the first pages of each resource',
  'penstock list crm.ts                                what is in the pipeline',
];

const ENVIRONMENT = `Environment:
  PENSTOCK_STATE_DIR     where rotated tokens are kept
  NO_COLOR, FORCE_COLOR  no colours; colours where stderr is no terminal too
`;

/**
 * @param words the command line without node and script
 * @param formats those whose flags are known; default: the built-in ones, and what the pipeline adds to them
 * @returns the exit code
 */
export async function main(words: readonly string[], io: Io, formats?: readonly Format[]): Promise<number> {
  // The quickest answer needs no command, and none of what commands load.
  if (words.length === 1 && (words[0] === '--version' || words[0] === '-V')) {
    io.stdout.write(`${version()}\n`);
    return exits.complete.code;
  }
  // Commander finds what is wrong before it knows the options.
  const isJson = words.some((word, at) => `${word}=${words[at + 1] ?? ''}`.startsWith('--log-format=json'));
  const format = isJson ? 'json' : 'text';
  const log = createLog(io, { quiet: false, verbose: false, format }, (line) => io.stderr.write(`${line}\n`));
  let exitCode: number = exits.complete.code;
  const program = createProgram(io, log);
  // What all the others load is not waited for by the one that is called most.
  const commands =
    words[0] === 'run'
      ? [(await import('./commands/run.ts')).run]
      : (await import('./commands/index.ts')).commands;
  const context = { io, program, penstock: main, words, formats };
  for (const declaration of commands) {
    addCommand(declaration, context, (code) => {
      exitCode = code;
    });
  }
  try {
    // Without a command: the help, on stdout, and no fault.
    await program.parseAsync(words.length === 0 ? ['--help'] : words, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exits.usage.code;
    const known = toPenstockError(error);
    log.error(known);
    return known.exitCode;
  }
}

function createProgram(io: Io, log: Log): Command {
  return new Command('penstock')
    .description('Reads REST APIs that a pipeline file describes: complete or failed, never quietly short.')
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .addHelpText('before', examplesText(EXAMPLES))
    .addHelpText('after', `\n${exitCodesText()}\n${ENVIRONMENT}`)
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      outputError: (text, write) =>
        log.options.format === 'json'
          ? log.error(new UsageError(text.trim().replace(/^error: /, '')))
          : write(text),
    })
    .showSuggestionAfterError()
    .exitOverride();
}

function addCommand(
  declaration: CommandDeclaration,
  context: Omit<CommandContext, 'log'>,
  finish: (code: number) => void,
): void {
  const { io, program, formats } = context;
  const command = withLogging(declaration.declare(program.command(declaration.name), formats));
  command.description(declaration.summary);
  if (declaration.examples !== undefined) command.addHelpText('before', examplesText(declaration.examples));
  command.action(async (...words: unknown[]) => {
    // Commander hands in the arguments, then the options, then the command.
    const values = words.slice(0, -1);
    const log = createLog(io, logOptionsOf(command.opts()), (line) => io.stderr.write(`${line}\n`));
    finish(await declaration.run({ ...context, log }, ...(values as never[])));
  });
}

function examplesText(lines: readonly string[]): string {
  return `Examples:\n${lines.map((line) => `  $ ${line}\n`).join('')}`;
}

/** The exit codes, one a line. */
export function exitCodesText(): string {
  const lines = Object.values(exits).map(
    ({ code, meaning }) => `  ${String(code).padStart(3)}  ${meaning}\n`,
  );
  return `Exit codes:\n${lines.join('')}`;
}
