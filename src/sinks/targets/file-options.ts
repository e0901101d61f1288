// What was asked of the files, as the command line and the library both take it, checked against the format.
import { UsageError } from '../../core/errors.ts';
import { COMPRESSIONS, type Compression } from '../formats/compression.ts';
import {
  DEFAULT_FORMAT_OPTIONS,
  type Format,
  type ParquetCompression,
  type ParquetWriterName,
} from '../formats/contract.ts';
import type { FileOptions } from './target.ts';

export interface FileSettings {
  readonly compress?: Compression;
  /** Another file after so many records. Directories only. */
  readonly maxFileRecords?: number;
  /** Another file after about so many bytes. Directories only. */
  readonly maxFileBytes?: number;
  /** A file for the rejected records of all resources. */
  readonly rejects?: string;
  /** CSV: a quote before cells that a spreadsheet would take for a formula. */
  readonly csvSafe?: boolean;
  /** Parquet: `hyparquet` also writes decimals, times and the UTC flag. Default: `parquetjs-lite`. */
  readonly parquetWriter?: ParquetWriterName;
  /** Parquet: default `snappy`; `zstd` and `brotli` need the writer `hyparquet`. */
  readonly parquetCompression?: ParquetCompression;
}

/**
 * @param file the compression that a single file's name says; undefined for a directory
 * @param place how messages call the place
 * @throws UsageError when settings contradict each other or the format
 */
export function fileOptions(
  format: Format,
  settings: FileSettings,
  file: { readonly compression: Compression | undefined } | undefined,
  place: string,
): FileOptions {
  if (file !== undefined) refuseForFile(settings, place, file.compression);
  const compression = file?.compression ?? settings.compress;
  if (compression !== undefined && !format.isCompressible) {
    throw new UsageError(
      `${format.name} files are compressed inside; ${compression} around them would gain nothing`,
    );
  }
  const forParquet = settings.parquetWriter ?? settings.parquetCompression;
  if (forParquet !== undefined && format.name !== 'parquet') {
    throw contradiction('a --parquet option', format.name, 'add -f parquet');
  }
  if (settings.csvSafe === true && format.name !== 'csv') {
    throw contradiction('--csv-safe', format.name, 'it is for CSV');
  }
  const { parquetWriter, parquetCompression } = { ...DEFAULT_FORMAT_OPTIONS, ...given(settings) };
  return {
    format,
    compression,
    limits: { records: settings.maxFileRecords, bytes: settings.maxFileBytes },
    formatOptions: { csvSafe: settings.csvSafe === true, parquetWriter, parquetCompression },
    rejects: settings.rejects,
  };
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

// A setting that is named but undefined must not hide its default.
function given(settings: FileSettings): FileSettings {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}
