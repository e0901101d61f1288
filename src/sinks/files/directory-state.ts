// The state of an export directory outside of a run: looked at, or changed by hand under the directory's lock.
import path from 'node:path';
import { StateError } from '../../core/errors.ts';
import type { Lock } from '../../core/files/lock.ts';
import { writeWholeFile } from '../../core/files/whole-file.ts';
import { recover } from './commit.ts';
import { readManifest, STATE } from './manifest.ts';
import { attempt } from './output-error.ts';
import { DIRECTORY_LOCK, lockOutput } from './output-lock.ts';
import { readOwnText } from './own-text.ts';

export interface DirectoryState {
  readonly pipeline: string;
  /** Undefined where no incremental resource was ever read. */
  readonly text: string | undefined;
  save(text: string): Promise<void>;
  close(): Promise<void>;
}

/** @throws StateError for a directory that is no export; OutputError when it cannot be read */
export async function readDirectoryState(directory: string): Promise<Omit<DirectoryState, 'save' | 'close'>> {
  const manifest = await readManifest(directory);
  if (manifest === undefined) {
    throw new StateError(`${directory} is no export of penstock's: it has no manifest`, {
      hint: 'name the directory that a run has written with -o, or the file of --state',
    });
  }
  return { pipeline: manifest.pipeline, text: await readOwnText(path.join(directory, STATE)) };
}

/**
 * Takes the lock, and finishes what a killed run had begun.
 * @throws StateError also while a run is at work there
 */
export async function openDirectoryState(directory: string): Promise<DirectoryState> {
  // Before a lock is put into a directory that is somebody else's.
  await readDirectoryState(directory);
  const lock: Lock = await lockOutput(directory, path.join(directory, DIRECTORY_LOCK));
  const close = async () => {
    await lock.release().catch(() => {});
  };
  try {
    await recover(directory);
    return {
      ...(await readDirectoryState(directory)),
      async save(text) {
        await lock.assertHeld();
        const file = path.join(directory, STATE);
        await attempt(`write ${file}`, () => writeWholeFile(file, text));
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
