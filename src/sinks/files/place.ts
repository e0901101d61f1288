// Putting finished files at their final names, in a way that lasts through a power cut.
import { randomBytes } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { makeDirectory } from './make-directory.ts';
import { attempt } from './output-error.ts';

/** A hidden name beside the final one, on the same file system. */
export function temporaryName(final: string): string {
  const unique = `${process.pid}-${randomBytes(4).toString('hex')}`;
  return path.join(path.dirname(final), `.${path.basename(final)}.${unique}.tmp`);
}

/** Moves a file or directory to its final name, over an earlier file in a single step. */
export async function place(from: string, to: string): Promise<void> {
  await attempt(`put ${to} in place`, async () => {
    await makeDirectory(path.dirname(to));
    await fs.rename(from, to);
    await syncDirectory(path.dirname(to));
  });
}

// Windows cannot open directories, and needs it not.
async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await fs.open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
