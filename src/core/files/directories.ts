// Directories: made with all that lead to them, and brought to the disk.
import fs from 'node:fs/promises';
import path from 'node:path';

/**
 * Makes a directory and its parents; one that is there already is fine.
 * Absolute, because Node's recursive mkdir of a relative path never returns once the working directory is gone.
 */
export async function makeDirectory(directory: string, options: { mode?: number } = {}): Promise<void> {
  await fs.mkdir(path.resolve(directory), { recursive: true, ...options });
}

/** Makes the names in a directory last through a power cut. */
export async function syncDirectory(directory: string): Promise<void> {
  // Windows cannot open directories, and does not need it.
  if (process.platform === 'win32') return;
  const handle = await fs.open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
