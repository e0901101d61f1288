// The command line as a function: words and streams in, exit code out.
import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { type PenstockError, toPenstockError, UsageError } from '../core/errors.ts';
import type { RejectLimit } from '../run/rejects.ts';
import type { Format } from '../sinks/formats/contract.ts';
import { formats } from '../sinks/formats/index.ts';
import { formatFlags } from './format-flags.ts';
import type { Io } from './io.ts';
import { errorLines } from './log.ts';
import { version } from './version.ts';

const EXAMPLES = `Examples:
  $ penstock run crm.ts contacts | jq .email            one resource into a pipe
  $ penstock run crm.ts -o out/                         every resource as NDJSON files
  $ penstock run crm.ts contacts -o contacts.parquet    one resource as one Parquet file
  $ penstock check crm.ts                               try the credentials and one page of each resource
  $ penstock list crm.ts                                what is in the pipeline
`;

const RUN_EXAMPLES = `Examples:
  $ penstock run crm.ts contacts | jq .email                        into a pipe, as NDJSON
  $ penstock run crm.ts contacts notes -o out/ -f parquet           two resources as Parquet files
  $ penstock run crm.ts contacts --limit 100 --rejects bad.ndjson   a taste; records that break their schema kept
  $ penstock run crm.yaml --env-file .env --set client.base_url=http://localhost:8080
`;

const CHECK_EXAMPLES = `Examples:
  $ penstock check crm.ts               every selected resource
  $ penstock check crm.ts contacts -v   one of them, with its requests
`;

const LIST_EXAMPLES = `Examples:
  $ penstock list crm.ts
  $ penstock list crm.ts --json | jq '.columns[].name'
`;

const PREVIEW_EXAMPLES = `Examples:
  $ penstock preview crm.ts contacts
  $ penstock preview crm.ts contacts -n 3 --json | jq .
`;

const INFER_EXAMPLES = `Examples:
  $ penstock infer crm.ts contacts              for a TypeScript pipeline
  $ penstock infer crm.yaml contacts --as yaml  for YAML
`;

const COMPLETION_EXAMPLES = `Examples:
  $ source <(penstock completion bash)
  $ penstock completion fish > ~/.config/fish/completions/penstock.fish
`;

const SCHEMA_EXAMPLES = `Examples:
  $ penstock schema > penstock.schema.json
`;

/**
 * @param words the command line without node and script
 * @returns the exit code
 */
export async function main(words: readonly string[], io: Io): Promise<number> {
  let exitCode = 0;
  const program = createProgram(io, (code) => {
    exitCode = code;
  });
  try {
    // Without a command: the help, on stdout, and no fault.
    await program.parseAsync(words.length === 0 ? ['--help'] : words, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : new UsageError('').exitCode;
    const known: PenstockError = toPenstockError(error);
    io.stderr.write(`${errorLines(known).join('\n')}\n`);
    return known.exitCode;
  }
}

function createProgram(io: Io, finish: (code: number) => void): Command {
  const program = new Command('penstock')
    .description('Reads REST APIs that a pipeline file describes: complete or failed, never quietly short.')
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .addHelpText('before', EXAMPLES)
    .configureOutput({ writeOut: (text) => io.stdout.write(text), writeErr: (text) => io.stderr.write(text) })
    .showSuggestionAfterError()
    .exitOverride();

  withLogging(withFormats(withPipeline(program.command('run')), formats))
    .description('read resources and write their records')
    .addHelpText('before', RUN_EXAMPLES)
    .usage('FILE [RESOURCE...] [options]')
    .argument('[RESOURCE...]', 'resources to read; default: all that are selected')
    .option(
      '-o, --output <place>',
      `directory, or one file ${choice(formats.map(fileName))}; default: stdout`,
    )
    .option(
      '-f, --format <format>',
      `${choice(formats.map(({ name }) => name))}; default: from the name of -o, else ndjson`,
    )
    .addOption(new Option('--compress <kind>', 'compress the files').choices(['gzip', 'zstd']))
    .option('--max-file-records <n>', 'start another file after so many records', positiveInteger)
    .option('--max-file-bytes <n>', 'start another file after about so many bytes', positiveInteger)
    .option('--rejects <file>', 'keep records that break their schema here')
    .option('--limit <n>', 'most records of each resource', positiveInteger)
    .option(
      '--max-rejects <n>',
      'most rejected records of each resource, or so many percent (5%); beyond, exit 6; default 0',
      rejectLimit,
    )
    .option(
      '--force',
      'let a limited run, or one whose records were all rejected, replace a complete snapshot',
    )
    .option('--summary-file <file>', 'write the report as JSON')
    .action(async (file: string, resources: string[], options) => {
      const { runCommand } = await import('./commands/run.ts');
      finish(await runCommand(file, resources, options, io));
    });

  withLogging(withPipeline(program.command('check')))
    .description('validate, authenticate, read one page of each resource')
    .addHelpText('before', CHECK_EXAMPLES)
    .usage('FILE [RESOURCE...] [options]')
    .argument('[RESOURCE...]', 'resources to try; default: all that are selected')
    .action(async (file: string, resources: string[], options) => {
      const { checkCommand } = await import('./commands/check.ts');
      finish(await checkCommand(file, resources, options, io));
    });

  withPipeline(program.command('list'))
    .description('show the resources of a pipeline, requesting nothing')
    .addHelpText('before', LIST_EXAMPLES)
    .usage('FILE [options]')
    .option('--json', 'as JSON, columns included')
    .action(async (file: string, options) => {
      const { listCommand } = await import('./commands/list.ts');
      finish(await listCommand(file, options, io));
    });

  program
    .command('schema')
    .description('print the JSON Schema of pipeline files, for editors')
    .addHelpText('before', SCHEMA_EXAMPLES)
    .action(async () => {
      const { schemaCommand } = await import('./commands/schema.ts');
      finish(await schemaCommand(io));
    });

  withPipeline(program.command('preview'))
    .description('show the first records of a resource as a table')
    .addHelpText('before', PREVIEW_EXAMPLES)
    .usage('FILE RESOURCE [options]')
    .argument('<RESOURCE>', 'the resource')
    .option('-n, --count <n>', 'so many records', positiveInteger, 10)
    .option('--json', 'as NDJSON')
    .action(async (file: string, resource: string, options) => {
      const { previewCommand } = await import('./commands/preview.ts');
      finish(await previewCommand(file, resource, options, io));
    });

  withPipeline(program.command('infer'))
    .description('print columns for a resource, ready to paste, from its first records')
    .addHelpText('before', INFER_EXAMPLES)
    .usage('FILE RESOURCE [options]')
    .argument('<RESOURCE>', 'the resource')
    .option('-n, --count <n>', 'look at so many records', positiveInteger, 1000)
    .addOption(
      new Option('--as <language>', 'of the pipeline file').choices(['ts', 'json', 'yaml']).default('ts'),
    )
    .action(async (file: string, resource: string, options) => {
      const { inferCommand } = await import('./commands/infer.ts');
      finish(await inferCommand(file, resource, options, io));
    });

  program
    .command('init')
    .description('write a commented pipeline file to begin with')
    .argument('<NAME>', 'name of the pipeline and its file')
    .action(async (name: string) => {
      const { initCommand } = await import('./commands/init.ts');
      finish(await initCommand(name, io));
    });

  program
    .command('demo')
    .description('run both bundled pipelines against the bundled API, into out/')
    .option('-o, --output <directory>', 'where to', 'out')
    .action(async ({ output }: { output: string }) => {
      const { demoCommand } = await import('./commands/demo.ts');
      finish(await demoCommand(output, io, main));
    });

  program
    .command('completion')
    .description('print a completion script for the shell')
    .addArgument(new Argument('<SHELL>', 'your shell').choices(['bash', 'zsh', 'fish']))
    .addHelpText('before', COMPLETION_EXAMPLES)
    .action(async (shell: 'bash' | 'zsh' | 'fish') => {
      const { completionCommand } = await import('./commands/completion.ts');
      finish(await completionCommand(shell, program, io));
    });

  return program;
}

function withPipeline(command: Command): Command {
  return command
    .argument('<FILE>', 'pipeline file: .ts .js .json .yaml')
    .option('--env-file <file>', 'read secrets and settings from here; the environment wins')
    .option(
      '--set <path=value>',
      'change a value of the pipeline, e.g. client.base_url=http://localhost:8080',
      collect,
    );
}

function withFormats(command: Command, formats: readonly Format[]): Command {
  for (const { option } of formatFlags(formats)) command.addOption(option);
  return command;
}

function fileName({ extension, isCompressible }: Format): string {
  return isCompressible ? `*.${extension}[.gz|.zst]` : `*.${extension}`;
}

function choice(words: readonly string[]): string {
  return [words.slice(0, -1).join(', '), words.at(-1)].join(' or ');
}

function withLogging(command: Command): Command {
  return command
    .addOption(new Option('-q, --quiet', 'nothing on stderr but errors').conflicts('verbose'))
    .option('-v, --verbose', 'every request on stderr')
    .addOption(new Option('--log-format <format>', 'of stderr').choices(['text', 'json']).default('text'));
}

function collect(value: string, earlier: string[] = []): string[] {
  return [...earlier, value];
}

function rejectLimit(text: string): RejectLimit {
  const [, digits, percent] = /^(\d+(?:\.\d+)?)(%?)$/.exec(text) ?? [];
  const value = Number(digits);
  if (percent === '%' && value <= 100) return { percent: value };
  if (percent === '' && Number.isSafeInteger(value)) return { records: value };
  throw new InvalidArgumentError('expected a whole number, or a percentage such as 5%.');
}

function positiveInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError('expected a positive whole number.');
  return value;
}
