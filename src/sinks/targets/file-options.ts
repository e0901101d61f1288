// What was asked of the files, as the command line and the library both take it, checked against the format.
import { UsageError } from '../../core/errors.ts';
import { COMPRESSIONS } from '../formats/compression.ts';
import type { Compression, Format, FormatOptions } from '../formats/contract.ts';
import type { FileOptions } from './target.ts';

export interface FileSettings {
  readonly compress?: Compression;
  /** Another file after so many records. Directories only. */
  readonly maxFileRecords?: number;
  /** Another file after about so many bytes. Directories only. */
  readonly maxFileBytes?: number;
  /** A file for the rejected records of all resources. */
  readonly rejects?: string;
}

export interface FileRequest {
  readonly format: Format;
  /** Every format that there is. */
  readonly formats: readonly Format[];
  readonly settings: FileSettings;
  /** The format's own options, those that were given. */
  readonly own: FormatOptions;
  /** How messages call one of them. */
  readonly nameOf: (option: string) => string;
  /** The compression that a single file's name says; undefined for a directory. */
  readonly file: { readonly compression: Compression | undefined } | undefined;
  /** How messages call the place. */
  readonly place: string;
}

/** @throws UsageError when settings contradict each other or the format */
export function fileOptions(request: FileRequest): FileOptions {
  const { format, formats, settings, file } = request;
  if (file !== undefined) refuseForFile(settings, request.place, file.compression);
  const compression = file?.compression ?? settings.compress;
  if (compression !== undefined && !format.isCompressible) {
    throw new UsageError(
      `${format.name} files are compressed inside; ${compression} around them would gain nothing`,
    );
  }
  return {
    format,
    formatOptions: formatOptions(format, request.own, request.nameOf),
    formats,
    compression,
    limits: { records: settings.maxFileRecords, bytes: settings.maxFileBytes },
    rejects: settings.rejects,
  };
}

/**
 * A format's options with its defaults for those that were not given.
 * @param nameOf how messages call an option
 * @throws UsageError that names what is wrong
 */
export function formatOptions(
  format: Format,
  own: FormatOptions,
  nameOf: (option: string) => string,
): FormatOptions {
  const checked = format.options.strict().safeParse(own);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  if (issue?.code === 'unrecognized_keys') {
    const known = Object.keys(format.options.shape);
    throw new UsageError(`${format.name} has no option ${issue.keys.map(nameOf).join(', ')}`, {
      hint: known.length === 0 ? 'it has none' : `its options: ${known.map(nameOf).join(', ')}`,
    });
  }
  throw new UsageError(`${nameOf(String(issue?.path[0]))}: ${issue?.message}`);
}

/** The options that are not the format's defaults: what a manifest keeps. */
export function chosenOptions(format: Format, options: FormatOptions): FormatOptions {
  const defaults: FormatOptions = format.options.parse({});
  return Object.fromEntries(Object.entries(options).filter(([key, value]) => value !== defaults[key]));
}

function refuseForFile(settings: FileSettings, place: string, compression: Compression | undefined): void {
  if (settings.compress !== undefined && settings.compress !== compression) {
    const ending = `.${COMPRESSIONS[settings.compress]}`;
    throw contradiction(`--compress ${settings.compress}`, place, `name the file *${ending}`);
  }
  if (settings.maxFileRecords !== undefined || settings.maxFileBytes !== undefined) {
    throw contradiction('a limit for each file', place, 'give a directory with -o DIR');
  }
}

export function contradiction(one: string, other: string, hint: string): UsageError {
  return new UsageError(`${one} and ${other} contradict each other`, { hint });
}
