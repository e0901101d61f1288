// Where the library's runs go: `parquet('out/')`, `ndjson('contacts.ndjson.gz')`, `ndjson(process.stdout)`.
import type { Writable } from 'node:stream';
import { didYouMean } from '../core/did-you-mean.ts';
import { UsageError } from '../core/errors.ts';
import type { Format, FormatOptions } from '../sinks/formats/contract.ts';
import { fileKind } from '../sinks/formats/file-kind.ts';
import { formats as builtIn } from '../sinks/formats/index.ts';
import { s3Store } from '../sinks/objects/s3.ts';
import { objectTarget } from '../sinks/objects/target.ts';
import { directoryTarget } from '../sinks/targets/directory.ts';
import { type FileSettings, fileOptions } from '../sinks/targets/file-options.ts';
import { isObjectUrl } from '../sinks/targets/object-url.ts';
import { refuseUrl } from '../sinks/targets/refuse-url.ts';
import { singleFileTarget } from '../sinks/targets/single-file.ts';
import { stdoutTarget } from '../sinks/targets/stdout.ts';
import type { Target } from '../sinks/targets/target.ts';

/** A place for a run's output; hand in an object of your own for one of another kind. */
export interface Destination {
  /**
   * @param pipeline its name
   * @param formats those of the pipeline's language, for reading earlier files back
   */
  target(pipeline: string, formats: readonly Format[]): Target;
}

export type DestinationOptions = FileSettings;

/** The settings beside a format's own options; a key that is in neither is a mistake. */
const SETTINGS: Readonly<Record<keyof FileSettings, true>> = {
  compress: true,
  maxFileRecords: true,
  maxFileBytes: true,
  rejects: true,
};

/**
 * @param place a directory, `s3://bucket/prefix`, or a file whose name ends as the format's do
 * @param formats every format that there is, for reading earlier files back
 * @throws UsageError when the name says another format, or an option is none
 */
export function filesAt(
  place: string,
  format: Format,
  options: DestinationOptions & FormatOptions = {},
  formats: readonly Format[] = [...builtIn, format],
): Destination {
  const isObjects = isObjectUrl(place);
  if (!isObjects) refuseUrl(place, `the place of ${format.name}`);
  refuseUrl(options.rejects, '"rejects"');
  const kind = fileKind(isObjects ? '' : place, formats);
  const isOwn = kind.extension === format.extension;
  if (kind.format !== undefined && !isOwn) {
    throw new UsageError(`${format.name}("${place}"): the name says ${kind.format.name}`);
  }
  const isFile = isOwn && !/[/\\]$/.test(place);
  const file = fileOptions({
    format,
    formats,
    settings: options,
    own: ownOptions(format, options),
    nameOf: (option) => `"${option}"`,
    file: isFile ? kind : undefined,
    place: `"${place}"`,
  });
  return {
    target(pipeline, known) {
      if (isFile) return singleFileTarget(place, file);
      const all = { ...file, formats: [...new Set([...formats, ...known])] };
      return isObjects ? objectTarget(s3Store(place), all, pipeline) : directoryTarget(place, all, pipeline);
    },
  };
}

/** NDJSON lines into a stream, which is left open. */
export function linesInto(stream: Writable, options: DestinationOptions): Destination {
  return { target: () => stdoutTarget(stream, options.rejects) };
}

/** @throws UsageError for a key that is neither a setting of files nor an option of the format */
function ownOptions(format: Format, options: FormatOptions): FormatOptions {
  const known = Object.keys(format.options.shape);
  const own = Object.entries(options).filter(([key]) => !Object.hasOwn(SETTINGS, key));
  const unknown = own.find(([key]) => !known.includes(key))?.[0];
  if (unknown === undefined) return Object.fromEntries(own);
  const all = [...known, ...Object.keys(SETTINGS)];
  throw new UsageError(`${format.name} has no option "${unknown}"${didYouMean(unknown, all)}`, {
    hint: `known: ${all.join(', ')}`,
  });
}
