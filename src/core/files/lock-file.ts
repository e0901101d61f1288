// The file of a lock: made whole in one step, read without following links, touched as a sign of life.
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import fs, { type FileHandle } from 'node:fs/promises';
import { refuseOtherThanFile, writeNewFile } from './whole-file.ts';

export interface LockText {
  readonly text: string;
  /** When its owner touched it last, as the file system says. */
  readonly touched: number;
}

const LONGEST = 4096;
// What file systems without hard links say.
const NO_LINKS = new Set(['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EACCES', 'EMLINK']);
const { O_RDONLY, O_RDWR, O_NOFOLLOW, COPYFILE_EXCL } = constants;

/**
 * Makes the lock, with its owner in it, in one step.
 * @returns false where a lock is there already
 * @throws Error of the file system
 */
export async function createLock(file: string, text: string): Promise<boolean> {
  return withNewFile(file, text, async (made) => {
    try {
      await fs.link(made, file).catch(async (error: NodeJS.ErrnoException) => {
        if (!NO_LINKS.has(error.code ?? '')) throw error;
        await fs.copyFile(made, file, COPYFILE_EXCL);
      });
      return true;
    } catch (error) {
      // ENOENT: whoever took the lock in between has swept this file away with other leftovers.
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EEXIST' || code === 'ENOENT') return false;
      throw error;
    }
  });
}

/** Puts another owner into a lock, in one step. */
export async function replaceLock(file: string, text: string): Promise<void> {
  await withNewFile(file, text, (made) => fs.rename(made, file));
}

/**
 * @returns undefined where there is no lock
 * @throws Error when something other than a file lies at the name, or of the file system
 */
export async function readLock(file: string): Promise<LockText | undefined> {
  return withLock(file, O_RDONLY, async (handle) => {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(LONGEST), 0, LONGEST, 0);
    const { mtimeMs: touched } = await handle.stat();
    return { text: buffer.toString('utf8', 0, bytesRead), touched };
  });
}

/** A sign of life, for those who cannot see the owner's process. */
export async function touchLock(file: string, text: string): Promise<void> {
  if ((await readLock(file))?.text !== text) return;
  const now = new Date();
  await withLock(file, O_RDWR, (handle) => handle.utimes(now, now));
}

async function withLock<T>(
  file: string,
  flags: number,
  work: (handle: FileHandle) => Promise<T>,
): Promise<T | undefined> {
  await refuseOtherThanFile(file).catch(async (error: unknown) => {
    // The lock of an earlier release was an empty directory; nothing else can be lost.
    await fs.rmdir(file).catch(() => {
      throw error;
    });
  });
  let handle: FileHandle;
  try {
    // Windows knows no O_NOFOLLOW.
    handle = await fs.open(file, flags | (O_NOFOLLOW ?? 0));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return await work(handle);
  } finally {
    await handle.close();
  }
}

async function withNewFile<T>(lock: string, text: string, work: (made: string) => Promise<T>): Promise<T> {
  const made = `${lock}-${randomBytes(8).toString('hex')}`;
  try {
    await writeNewFile(made, text);
    return await work(made);
  } finally {
    await fs.rm(made, { force: true });
  }
}
