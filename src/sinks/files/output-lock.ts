// One run a place: the lock of an export directory or file, in the words of a run.
import fs from 'node:fs/promises';
import path from 'node:path';
import { describe, StateError } from '../../core/errors.ts';
import { acquireLock, type Lock, LockedError } from '../../core/files/lock.ts';
import { attempt, outputError } from './output-error.ts';

/** The name of an export directory's lock. */
export const DIRECTORY_LOCK = '.penstock-lock';

/**
 * Takes the lock of a place of output.
 * @param place how messages call it
 * @throws StateError that names the run which holds it; OutputError when the lock cannot be written
 */
export async function lockOutput(place: string, file: string): Promise<Lock> {
  const lock = await acquireLock(file).catch((error: unknown) => {
    throw translate(error, place, 'wait for that run to end, or export into another place');
  });
  return {
    assertHeld: () =>
      lock.assertHeld().catch(async (error: unknown) => {
        // With its directory gone there is no lock, and no place to put anything into.
        await attempt(`write into ${place}`, async () => fs.access(path.dirname(path.resolve(file))));
        throw translate(error, place, 'this run was stopped for too long; nothing of it was put in place');
      }),
    release: () => lock.release(),
  };
}

function translate(error: unknown, place: string, hint: string): Error {
  if (error instanceof LockedError) return new StateError(`${place}: ${error.message}`, { hint });
  if ((error as NodeJS.ErrnoException).code === 'ENOTFILE') {
    return new StateError(`cannot lock ${place}: ${describe(error)}`, {
      hint: 'delete it if no run uses it',
    });
  }
  return outputError(`lock ${place}`, error);
}
