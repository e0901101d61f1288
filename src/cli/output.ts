// -o and -f: which target they mean together.
import { statSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from '../core/errors.ts';
import { didYouMean } from '../core/similar.ts';
import type { Format } from '../sinks/contract.ts';
import { directoryTarget } from '../sinks/directory.ts';
import { formats } from '../sinks/index.ts';
import { singleFileTarget } from '../sinks/single-file.ts';
import { stdoutTarget } from '../sinks/stdout.ts';
import type { Target } from '../sinks/target.ts';
import type { Io } from './io.ts';

export interface OutputOptions {
  readonly output: string | undefined;
  readonly format: string | undefined;
  readonly rejects: string | undefined;
}

/** @throws UsageError when the options contradict each other */
export function chooseTarget(options: OutputOptions, pipeline: string, io: Io): Target {
  const { output, rejects } = options;
  const wanted = options.format === undefined ? undefined : formatNamed(options.format);
  if (output === undefined || output === '-') {
    if (wanted !== undefined && wanted.name !== 'ndjson') {
      throw new UsageError(`${wanted.name} cannot be written to stdout`, { hint: 'add -o FILE or -o DIR' });
    }
    return stdoutTarget(io.stdout, rejects);
  }
  if (isDirectory(output)) return directoryTarget(output, wanted ?? formatNamed('ndjson'), pipeline, rejects);
  const extension = path.extname(output).slice(1).toLowerCase();
  const named = formats.find((format) => format.extension === extension);
  if (named !== undefined) {
    if (wanted !== undefined && wanted !== named) {
      throw new UsageError(`-f ${wanted.name} and -o ${output} contradict each other`, {
        hint: `leave -f out, or name the file *.${wanted.extension}`,
      });
    }
    return singleFileTarget(output, named, rejects);
  }
  if (/^(?:json|jsonl|csv|tsv|gz|zst|txt|xlsx?|avro|orc)$/.test(extension)) {
    const known = formats.map((format) => `.${format.extension}`).join(', ');
    throw new UsageError(`-o ${output}: no format is written to .${extension} files`, {
      hint: `known: ${known}`,
    });
  }
  return directoryTarget(output, wanted ?? formatNamed('ndjson'), pipeline, rejects);
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
