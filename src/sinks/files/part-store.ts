// Where the finished parts of one resource lie until they are put in place, and how they come to be there.
import fs from 'node:fs/promises';
import { type FileFacts, OutputFile } from './output-file.ts';

/** One file being written; whoever owns it puts it in place after `finish`. */
export interface PartFile {
  readonly path: string;
  /** Written so far. */
  readonly bytes: number;
  /** @throws OutputError */
  write(chunks: readonly Uint8Array[]): Promise<void>;
  /**
   * Makes every byte last.
   * @throws OutputError
   */
  finish(): Promise<FileFacts>;
  /** Removes it. Never fails. */
  discard(): Promise<void>;
}

/** A file of the file system, which formats read. */
export interface LocalCopy {
  readonly path: string;
  /** It is not needed any more. */
  release(): Promise<void>;
}

export interface PartStore {
  /** @throws OutputError */
  create(part: number): Promise<PartFile>;
  /** A finished part, to be read back. */
  local(path: string): Promise<LocalCopy>;
  /** Removes a finished part. */
  remove(path: string): Promise<void>;
}

/** What lies on the file system is its own copy. */
export async function inItself(path: string): Promise<LocalCopy> {
  return { path, release: async () => {} };
}

/** @param pathOf where the part of this number is written; not its final name */
export function localParts(pathOf: (part: number) => string): PartStore {
  return {
    create: (part) => OutputFile.create(pathOf(part)),
    local: inItself,
    remove: (path) => fs.rm(path, { force: true }),
  };
}

/** Reads a file, and lets go of it behind the last record or where the reader leaves. */
export async function* readFrom<T>(
  opening: Promise<LocalCopy>,
  read: (path: string) => AsyncIterable<T>,
): AsyncGenerator<T, void, undefined> {
  const copy = await opening;
  try {
    yield* read(copy.path);
  } finally {
    await copy.release();
  }
}
