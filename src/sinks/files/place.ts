// Putting finished files at their final names, in a way that lasts through a power cut.
import fs from 'node:fs/promises';
import path from 'node:path';
import { makeDirectory, syncDirectory } from '../../core/files/directories.ts';
import { attempt } from './output-error.ts';

/** Moves a file or directory to its final name, over an earlier file in a single step. */
export async function place(from: string, to: string): Promise<void> {
  await attempt(`put ${to} in place`, async () => {
    await makeDirectory(path.dirname(to));
    await fs.rename(from, to);
    await syncDirectory(path.dirname(to));
  });
}
