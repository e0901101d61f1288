// Where the finished parts of one resource lie until they are put in place, and how they come to be there.
import fs from 'node:fs/promises';
import path from 'node:path';
import { OutputError } from '../../core/errors.ts';
import { makeDirectory } from '../../core/files/directories.ts';
import type { ManifestEntry } from './manifest.ts';
import { partName } from './names.ts';
import { attempt } from './output-error.ts';
import { type FileFacts, OutputFile, type WrittenPart } from './output-file.ts';

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

/** Finished parts of other runs that become those of this one, as they are. */
export interface AdoptedParts {
  /** Of all of them; undefined for a format without columns. */
  readonly columns: ManifestEntry['columns'];
  readonly parts: readonly AdoptedPart[];
}

export interface AdoptedPart {
  readonly path: string;
  /** Part of its new name. */
  readonly label: string;
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
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

/**
 * Gives finished parts a second name in a folder of this run's: they stay where they are until it has committed.
 * @param endings of a part's name
 * @throws OutputError also for one that has another size than it is said to have
 */
export async function adoptParts(
  folder: string,
  { parts }: AdoptedParts,
  endings: readonly string[],
): Promise<readonly WrittenPart[]> {
  const adopted: WrittenPart[] = [];
  for (const { path: from, label, ...facts } of parts) {
    const to = path.join(folder, partName(adopted.length, [label, ...endings]));
    await attempt(`take over ${from}`, async () => {
      await makeDirectory(folder);
      // Not every file system has hard links; a copy does as well.
      await fs.link(from, to).catch(() => fs.copyFile(from, to));
    });
    const { size } = await attempt(`read ${to}`, () => fs.stat(to));
    if (size !== facts.bytes) throw new OutputError(`${from} was changed after it was written`);
    adopted.push({ path: to, ...facts });
  }
  return adopted;
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
