// -o, -f and what goes with them: which target they mean together.
import { statSync } from 'node:fs';
import { didYouMean } from '../core/did-you-mean.ts';
import { UsageError } from '../core/errors.ts';
import type { Compression } from '../sinks/formats/compression.ts';
import type { Format } from '../sinks/formats/contract.ts';
import { fileKind } from '../sinks/formats/file-kind.ts';
import { formats } from '../sinks/formats/index.ts';
import { directoryTarget } from '../sinks/targets/directory.ts';
import { contradiction, type FileSettings, fileOptions } from '../sinks/targets/file-options.ts';
import { singleFileTarget } from '../sinks/targets/single-file.ts';
import { stdoutTarget } from '../sinks/targets/stdout.ts';
import type { Target } from '../sinks/targets/target.ts';
import type { Io } from './io.ts';

export interface OutputOptions extends FileSettings {
  readonly output?: string;
  readonly format?: string;
}

// Endings that mean a file of another kind, not a directory of that name.
const FOREIGN = /^(?:json|jsonl|tsv|txt|xlsx?|avro|orc|zip|bz2|xz)$/;

/** @throws UsageError when the options contradict each other */
export function chooseTarget(options: OutputOptions, pipeline: string, io: Io): Target {
  const { output } = options;
  const wanted = options.format === undefined ? undefined : formatNamed(options.format);
  if (output === undefined || output === '-') return toStdout(options, wanted, io);
  const named = isDirectory(output) ? undefined : fileOf(output);
  const format = named?.format ?? wanted ?? formatNamed('ndjson');
  if (wanted !== undefined && wanted !== format) {
    throw contradiction(
      `-f ${wanted.name}`,
      `-o ${output}`,
      `leave -f out, or name the file *.${wanted.extension}`,
    );
  }
  const file = fileOptions(format, options, named, `-o ${output}`);
  return named === undefined ? directoryTarget(output, file, pipeline) : singleFileTarget(output, file);
}

function toStdout(options: OutputOptions, wanted: Format | undefined, io: Io): Target {
  if (wanted !== undefined && wanted.name !== 'ndjson') {
    throw new UsageError(`${wanted.name} cannot be written to stdout`, { hint: 'add -o FILE or -o DIR' });
  }
  const forFiles = {
    '--compress': options.compress,
    '--max-file-records': options.maxFileRecords,
    '--max-file-bytes': options.maxFileBytes,
    '--csv-safe': options.csvSafe,
    '--parquet-writer': options.parquetWriter,
    '--parquet-compression': options.parquetCompression,
  };
  const given = Object.entries(forFiles).find(([, value]) => value !== undefined);
  if (given !== undefined)
    throw new UsageError(`${given[0]} is for files`, { hint: 'add -o FILE or -o DIR' });
  return stdoutTarget(io.stdout, options.rejects);
}

/** The format and compression that a file's name says; undefined for the name of a directory. */
function fileOf(output: string): { format: Format; compression: Compression | undefined } | undefined {
  const { format, compression, extension } = fileKind(output);
  if (format !== undefined) return { format, compression };
  if (compression === undefined && !FOREIGN.test(extension)) return undefined;
  const known = formats.map((one) => `.${one.extension}`).join(', ');
  throw new UsageError(`-o ${output}: no format is written to .${extension} files`, {
    hint: `known: ${known}; .gz and .zst may follow`,
  });
}

function formatNamed(name: string): Format {
  const known = formats.map((format) => format.name);
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
