// The text of a file that penstock keeps in an export directory.
import { describe, StateError } from '../../core/errors.ts';
import { readOwnFile } from '../../core/files/read-file.ts';
import { outputError } from './output-error.ts';

/**
 * @returns undefined where there is none
 * @throws StateError when a link or directory lies at the name; OutputError when it cannot be read
 */
export async function readOwnText(file: string): Promise<string | undefined> {
  return readOwnFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOTFILE') throw outputError(`read ${file}`, error);
    throw new StateError(describe(error), { hint: 'export into another directory' });
  });
}
