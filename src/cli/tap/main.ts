// tap-penstock: a pipeline as a tap of Singer. Words and streams in, exit code out.
import { Command, CommanderError } from 'commander';
import { toPenstockError, UsageError } from '../../core/errors.ts';
import { exits } from '../../core/exit-codes.ts';
import { toJsonText } from '../../core/json.ts';
import { maskJson } from '../../core/mask.ts';
import { singerTarget } from '../../sinks/targets/singer.ts';
import { readPipeline } from '../commands/run.ts';
import type { Io } from '../io.ts';
import { createLog } from '../log.ts';
import { exitCodesText } from '../main.ts';
import { planFor } from '../pipeline-options.ts';
import { version } from '../version.ts';
import { catalogOf } from './catalog.ts';
import { configWords, readConfig, readObject, type TapConfig } from './config.ts';
import { selectionOf, WHOLE } from './selection.ts';

interface TapOptions {
  readonly config?: readonly string[];
  readonly discover?: boolean;
  readonly catalog?: string;
  readonly properties?: string;
  readonly state?: string;
}

/** @returns the exit code */
export async function tap(words: readonly string[], io: Io): Promise<number> {
  const logOptions = { quiet: false, verbose: false, format: 'text' } as const;
  const log = createLog(io, logOptions, (line) => io.stderr.write(`${line}\n`));
  const program = tapCommand(io);
  try {
    await program.parseAsync([...words], { from: 'user' });
    const options = program.opts<TapOptions>();
    const config = await readConfig(options.config ?? []);
    return await (options.discover === true
      ? discover(config, withEnvironment(io, config))
      : sync(config, options, withEnvironment(io, config), logOptions));
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exits.usage.code;
    const known = toPenstockError(error);
    log.error(known);
    return known.exitCode;
  }
}

function tapCommand(io: Io): Command {
  const keys = configWords.map(([key, meaning]) => `  ${key.padEnd(12)} ${meaning}\n`).join('');
  return new Command('tap-penstock')
    .description('Reads a pipeline of penstock as a tap of Singer: messages on stdout, for any target.')
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .requiredOption(
      '-c, --config <file>',
      'what to read and with which secrets, as JSON; several are laid over each other',
      (file: string, earlier: string[] = []) => [...earlier, file],
    )
    .option('-d, --discover', 'print the catalog of the streams; requests nothing')
    .option('--catalog <file>', 'a catalog in which streams and fields are selected; without it, all of them')
    .option('-p, --properties <file>', 'the older name of --catalog')
    .option('-s, --state <file>', 'the value of the last STATE message; it is read, never written')
    .addHelpText('after', `\nThe config:\n${keys}\n${exitCodesText()}`)
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
    })
    .showSuggestionAfterError()
    .exitOverride();
}

function withEnvironment(io: Io, { environment }: TapConfig): Io {
  const more = Object.entries(environment).map(([name, value]) => [name, String(value)]);
  return { ...io, environment: { ...io.environment, ...Object.fromEntries(more) } };
}

function pipelineOptions({ env_file: envFile, set }: TapConfig) {
  const pairs = Object.entries(set).map(([path, value]) => `${path}=${toJsonText(value)}`);
  return { set: pairs, ...(envFile === undefined ? {} : { envFile }) };
}

async function discover(config: TapConfig, io: Io): Promise<number> {
  const { plan } = await planFor(config.pipeline, pipelineOptions(config), io, { needsSecrets: false });
  io.stdout.write(`${maskJson(JSON.stringify(catalogOf(plan.resources), undefined, 2))}\n`);
  return exits.complete.code;
}

async function sync(
  config: TapConfig,
  { catalog, properties = catalog, state }: TapOptions,
  io: Io,
  logOptions: Parameters<typeof createLog>[1],
): Promise<number> {
  if (catalog !== undefined && properties !== catalog)
    throw new UsageError('--properties is the older name of --catalog: one of them');
  const { pipeline, rejects, max_rejects: maxRejects } = config;
  const options = pipelineOptions(config);
  let selection = WHOLE;
  if (properties !== undefined) {
    const { plan } = await planFor(pipeline, options, io, { needsSecrets: false });
    selection = selectionOf(await readObject(properties, '--catalog'), plan.resources, properties);
  }
  const { resources, isLeftOut } = selection;
  const target = singerTarget(io.stdout, { rejects, state, isLeftOut });
  return readPipeline(pipeline, resources, { ...options, maxRejects }, io, logOptions, target);
}
