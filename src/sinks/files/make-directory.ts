// Directories, with all that lead to them.
import fs from 'node:fs/promises';
import path from 'node:path';

/**
 * Makes a directory and its parents; one that is there already is fine.
 * Absolute, because Node's recursive mkdir of a relative path never returns once the working directory is gone.
 */
export async function makeDirectory(directory: string): Promise<void> {
  await fs.mkdir(path.resolve(directory), { recursive: true });
}
