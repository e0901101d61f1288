// What the name of a file says: its format, and the compression around it.
import path from 'node:path';
import { compressionOf } from './compression.ts';
import type { Compression, Format } from './contract.ts';

export interface FileKind {
  /** Undefined where no format has this ending. */
  readonly format: Format | undefined;
  readonly compression: Compression | undefined;
  /** The ending that should name a format; empty for a name without any. */
  readonly extension: string;
}

/** @param formats those that there are */
export function fileKind(name: string, formats: readonly Format[]): FileKind {
  const endings = path.basename(name).toLowerCase().split('.').slice(1);
  const compression = compressionOf(endings.at(-1) ?? '');
  const extension = (compression === undefined ? endings.at(-1) : endings.at(-2)) ?? '';
  return { format: formats.find((one) => one.extension === extension), compression, extension };
}
