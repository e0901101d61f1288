// What a command is: its words, options and examples as it declares them, and what it does.
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Format } from '../sinks/formats/contract.ts';
import type { Io } from './io.ts';
import type { Log, LogOptions } from './log.ts';

/** The world of a command, and where it says what it has to say. */
export interface CommandContext {
  readonly io: Io;
  readonly log: Log;
  /** The whole command line, for commands about commands. */
  readonly program: Command;
  /** Runs the command line as a user would, with the flags of these formats. */
  readonly penstock: (words: readonly string[], io: Io, formats?: readonly Format[]) => Promise<number>;
  /** The command line as it was written. */
  readonly words: readonly string[];
  /** The formats whose flags are known; undefined for the built-in ones, which a pipeline may add to. */
  readonly formats: readonly Format[] | undefined;
}

export interface CommandDeclaration {
  readonly name: string;
  readonly summary: string;
  /** Lines of `command    what it does`. */
  readonly examples?: readonly string[];
  /**
   * Adds arguments and options.
   * @param formats as in the context
   */
  declare(command: Command, formats: readonly Format[] | undefined): Command;
  /**
   * @param words what the arguments and options say, in the order of their declaration
   * @returns the exit code
   */
  run(context: CommandContext, ...words: never[]): Promise<number>;
}

/** Every command's options on what goes to stderr. */
export function withLogging(command: Command): Command {
  return command
    .addOption(new Option('-q, --quiet', 'nothing on stderr but errors and notices').conflicts('verbose'))
    .option('-v, --verbose', 'every request on stderr')
    .addOption(new Option('--log-format <format>', 'of stderr').choices(['text', 'json']).default('text'));
}

export function logOptionsOf(options: {
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly logFormat?: 'text' | 'json';
}): LogOptions {
  return {
    quiet: options.quiet === true,
    verbose: options.verbose === true,
    format: options.logFormat ?? 'text',
  };
}

/** The options of every command that reads a pipeline file. */
export function withPipeline(command: Command): Command {
  return command
    .argument('<FILE>', 'pipeline file: .ts .js .json .yaml; - reads JSON or YAML from stdin')
    .option('--env-file <file>', 'read secrets and settings from here; the environment wins')
    .option(
      '--set <path=value>',
      'change a value of the pipeline, e.g. client.base_url=http://localhost:8080',
      (value: string, earlier: string[] = []) => [...earlier, value],
    );
}

export function positiveInteger(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError('expected a positive whole number.');
  return value;
}
