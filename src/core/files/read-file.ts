// Reading a file of penstock's own: never through a link that somebody has put in its place.
import { constants } from 'node:fs';
import fs from 'node:fs/promises';
import { refuseOtherThanFile } from './whole-file.ts';

// Windows knows no O_NOFOLLOW.
const OWN_FILE = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0);

/**
 * @returns undefined where there is no file
 * @throws Error when something other than a file lies at the name, or of the file system
 */
export async function readOwnFile(file: string): Promise<string | undefined> {
  await refuseOtherThanFile(file);
  try {
    const handle = await fs.open(file, OWN_FILE);
    try {
      return await handle.readFile('utf8');
    } finally {
      await handle.close();
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
