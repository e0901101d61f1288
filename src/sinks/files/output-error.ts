// A failed file operation as an error that says what to do.
import { describe, OutputError } from '../../core/errors.ts';

const HINTS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full; free some space and run again',
  EDQUOT: 'the quota is used up; free some space and run again',
  EACCES: 'check the permissions of the directory',
  EPERM: 'check the permissions of the directory',
  EROFS: 'the file system is read-only; choose another place with -o',
  ENOTDIR: 'a file is in the way; choose another place with -o',
  EEXIST: 'a file is in the way; choose another place with -o',
  EISDIR: 'a directory is in the way; choose another place with -o',
  EFBIG: 'the file is larger than this process may write',
};

/** @param action what was tried, as in "cannot write out/x.ndjson" */
export function outputError(action: string, error: unknown): OutputError {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return new OutputError(`cannot ${action}: ${describe(error)}`, {
    cause: error,
    hint: HINTS[code] ?? 'nothing was put in place; earlier files are as they were',
  });
}

/** Runs a file operation; its failure becomes an OutputError. */
export async function attempt<T>(action: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw outputError(action, error);
  }
}
