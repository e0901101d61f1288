// -o, -f and what goes with them: which target they mean together.
import { statSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { didYouMean } from '../core/did-you-mean.ts';
import { UsageError } from '../core/errors.ts';
import type { Shard } from '../core/shard.ts';
import type { Compression, Format } from '../sinks/formats/contract.ts';
import { fileKind } from '../sinks/formats/file-kind.ts';
import { formats as builtIn } from '../sinks/formats/index.ts';
import { contradiction, type FileSettings, fileOptions } from '../sinks/targets/file-options.ts';
import { isObjectUrl } from '../sinks/targets/object-url.ts';
import { refuseUrl } from '../sinks/targets/refuse-url.ts';
import { shardTarget } from '../sinks/targets/shard.ts';
import { singerTarget } from '../sinks/targets/singer.ts';
import { singleFileTarget } from '../sinks/targets/single-file.ts';
import { stdoutTarget } from '../sinks/targets/stdout.ts';
import type { Target } from '../sinks/targets/target.ts';
import { positiveInteger } from './command.ts';
import { flagOf, formatFlags, formatSettings } from './format-flags.ts';
import type { Io } from './io.ts';
import { placeAt } from './place.ts';

export interface OutputOptions extends FileSettings {
  readonly output?: string;
  readonly format?: string;
  readonly state?: string;
}

/** No format of files: messages on stdout that a target of Singer reads. */
export const SINGER = 'singer';

/** The options on where the records go, those of the formats too. */
export function withOutput(command: Command, formats: readonly Format[] = builtIn): Command {
  command
    .option(
      '-o, --output <place>',
      `directory, s3://bucket/prefix, or one file ${choice(formats.map(fileName))}; default: stdout`,
    )
    .option(
      '-f, --format <format>',
      `${choice([...formats.map(({ name }) => name), SINGER])}; default: from the name of -o, else ndjson`,
    )
    .addOption(new Option('--compress <kind>', 'compress the files').choices(['gzip', 'zstd']))
    .option('--max-file-records <n>', 'start another file after so many records', positiveInteger)
    .option('--max-file-bytes <n>', 'start another file after about so many bytes', positiveInteger)
    .option('--rejects <file>', 'keep records that break their schema here');
  for (const { option } of formatFlags(formats)) command.addOption(option);
  return command;
}

function fileName({ extension, isCompressible }: Format): string {
  return isCompressible ? `*.${extension}[.gz|.zst]` : `*.${extension}`;
}

function choice(words: readonly string[]): string {
  return [words.slice(0, -1).join(', '), words.at(-1)].join(' or ');
}

// Endings that mean a file of another kind, not a directory of that name.
const FOREIGN = /^(?:json|jsonl|tsv|txt|xlsx?|avro|orc|zip|bz2|xz)$/;

/**
 * @param formats those that the pipeline's language knows
 * @throws UsageError when the options contradict each other
 */
export async function chooseTarget(
  options: OutputOptions,
  pipeline: string,
  formats: readonly Format[],
  io: Io,
  shard?: Shard,
): Promise<Target> {
  const { output } = options;
  const isObjects = output !== undefined && isObjectUrl(output);
  if (!isObjects) refuseUrl(output, '-o');
  refuseUrl(options.rejects, '--rejects');
  refuseUrl(options.state, '--state');
  if (shard !== undefined) refuseForShard(options, formats);
  if (options.format?.toLowerCase() === SINGER) return toSinger(options, formats, io);
  const wanted = options.format === undefined ? undefined : formatNamed(options.format, formats);
  if (output === undefined || output === '-') return toStdout(options, wanted, formats, io);
  const named = isObjects || isDirectory(output) ? undefined : fileOf(output, formats);
  const format = named?.format ?? wanted ?? formatNamed('ndjson', formats);
  if (wanted !== undefined && wanted !== format) {
    throw contradiction(
      `-f ${wanted.name}`,
      `-o ${output}`,
      `leave -f out, or name the file *.${wanted.extension}`,
    );
  }
  const file = fileOptions({
    format,
    formats,
    settings: options,
    own: formatSettings({ ...options }, format, formats),
    nameOf: (option) => flagOf(format, option),
    file: named,
    place: `-o ${output}`,
  });
  if (named !== undefined) return singleFileTarget(output, file);
  const place = await placeAt(output, io.environment);
  return shard === undefined ? place.target(file, pipeline) : shardTarget(place, shard, file, pipeline);
}

/** @throws UsageError where the output of a shard would have no place beside those of the others */
function refuseForShard({ output, format }: OutputOptions, formats: readonly Format[]): void {
  const isPlace =
    output !== undefined &&
    output !== '-' &&
    (isObjectUrl(output) || isDirectory(output) || fileOf(output, formats) === undefined);
  if (isPlace && format?.toLowerCase() !== SINGER) return;
  throw new UsageError('a shard writes into a directory that all of them share', { hint: 'add -o DIR' });
}

function toStdout(
  options: OutputOptions,
  wanted: Format | undefined,
  formats: readonly Format[],
  io: Io,
): Target {
  if (wanted !== undefined && wanted.name !== 'ndjson') {
    throw new UsageError(`${wanted.name} cannot be written to stdout`, { hint: 'add -o FILE or -o DIR' });
  }
  refuseForFiles(options, formats);
  return stdoutTarget(io.stdout, options.rejects);
}

function toSinger(options: OutputOptions, formats: readonly Format[], io: Io): Target {
  const { output, rejects, state } = options;
  if (output !== undefined && output !== '-') {
    throw new UsageError(`-f ${SINGER} is a stream of messages on stdout, and no files`, {
      hint: `leave -o out, and pipe it into a target: penstock run FILE -f ${SINGER} | target-…`,
    });
  }
  refuseForFiles(options, formats);
  return singerTarget(io.stdout, { rejects, state });
}

/** @throws UsageError for a setting of files, where there are none */
function refuseForFiles(options: OutputOptions, formats: readonly Format[]): void {
  const forFiles = {
    '--compress': options.compress,
    '--max-file-records': options.maxFileRecords,
    '--max-file-bytes': options.maxFileBytes,
  };
  const unfit = Object.entries(forFiles).find(([, value]) => value !== undefined);
  if (unfit !== undefined)
    throw new UsageError(`${unfit[0]} is for files`, { hint: 'add -o FILE or -o DIR' });
  formatSettings({ ...options }, undefined, formats);
}

/** The format and compression that a file's name says; undefined for the name of a directory. */
function fileOf(
  output: string,
  formats: readonly Format[],
): { format: Format; compression: Compression | undefined } | undefined {
  const { format, compression, extension } = fileKind(output, formats);
  if (format !== undefined) return { format, compression };
  if (compression === undefined && !FOREIGN.test(extension)) return undefined;
  const known = formats.map((one) => `.${one.extension}`).join(', ');
  throw new UsageError(`-o ${output}: no format is written to .${extension} files`, {
    hint: `known: ${known}; .gz and .zst may follow`,
  });
}

function formatNamed(name: string, formats: readonly Format[]): Format {
  const known = [...formats.map((format) => format.name), SINGER];
  const format = formats.find((one) => one.name === name.toLowerCase());
  if (format !== undefined) return format;
  throw new UsageError(`unknown format "${name}"${didYouMean(name, known)}`, {
    hint: `known: ${known.join(', ')}`,
  });
}

function isDirectory(place: string): boolean {
  if (/[/\\]$/.test(place)) return true;
  try {
    return statSync(place).isDirectory();
  } catch {
    // Whatever is wrong with the place, its target says it with what to do.
    return false;
  }
}
