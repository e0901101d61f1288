// Where a state is kept that no directory keeps: a file, or whatever a caller brings.
import fs from 'node:fs/promises';
import path from 'node:path';
import { describe, StateError } from '../core/errors.ts';
import { makeDirectory } from '../core/files/directories.ts';
import { acquireLock, type Lock, LockedError } from '../core/files/lock.ts';
import { readOwnFile } from '../core/files/read-file.ts';
import { writeWholeFile } from '../core/files/whole-file.ts';
import { refuseUrl } from '../sinks/targets/refuse-url.ts';

/** A place for the state of a pipeline. One run at a time: it loads, and saves once its records are safe. */
export interface StateStore {
  /** How messages call it. */
  readonly name?: string;
  /** @returns what was saved last; undefined where nothing was */
  load(): Promise<string | undefined>;
  /** Replaces what was saved, as a whole. */
  save(state: string): Promise<void>;
  /** Called when the run is over, however it ended. */
  close?(): Promise<void>;
}

/**
 * A state in a file of its own: locked from the first look at it, private to the user, replaced as a whole.
 * @param file made by the first run that saves
 */
export function stateFile(file: string): StateStore {
  refuseUrl(file, 'the state');
  let lock: Lock | undefined;
  const attempt = attemptAt(file);
  return {
    name: file,
    load: () =>
      attempt('read', async () => {
        await makeDirectory(path.dirname(file));
        lock ??= await acquireLock(`${file}.lock`);
        return readOwnFile(file);
      }),
    save: (text) =>
      attempt('write', async () => {
        await lock?.assertHeld();
        await writeWholeFile(file, text, { mode: 0o600 });
      }),
    async close() {
      await lock?.release().catch(() => {});
      lock = undefined;
    },
  };
}

/** Looks at a state without taking its lock; it is replaced as a whole, so it is whole. */
export function readStateFile(file: string): Promise<string | undefined> {
  return attemptAt(file)('read', () => readOwnFile(file));
}

function attemptAt(file: string) {
  return async <T>(action: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (error instanceof StateError) throw error;
      const isLocked = error instanceof LockedError;
      throw new StateError(`cannot ${action} the state ${file}: ${describe(error)}`, {
        cause: error,
        hint: isLocked ? 'wait for that run to end, or keep another file' : 'check the place of --state',
      });
    }
  };
}

/** Whether a path is a directory. */
export async function isDirectory(place: string): Promise<boolean> {
  return fs.stat(place).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
