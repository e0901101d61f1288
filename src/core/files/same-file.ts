// Whether two paths are one file, however they are written, and also before it is there.
import fs from 'node:fs/promises';
import path from 'node:path';

export async function isSameFile(one: string, other: string): Promise<boolean> {
  return (await identityOf(one)) === (await identityOf(other));
}

/** Whether a file would lie in a directory, at any depth. */
export async function isInside(directory: string, file: string): Promise<boolean> {
  const relative = path.relative(await realPath(directory), await realPath(file));
  const [first] = relative.split(path.sep);
  return relative !== '' && first !== '..' && !path.isAbsolute(relative);
}

/** With every link followed, as far as the path is there. */
export async function realPath(file: string): Promise<string> {
  const full = path.resolve(file);
  try {
    return await fs.realpath(full);
  } catch {
    const parent = path.dirname(full);
    return parent === full ? full : path.join(await realPath(parent), path.basename(full));
  }
}

// Two names of one file (hard links, or letter case that the file system does not tell apart) have one number.
async function identityOf(file: string): Promise<string> {
  const found = await fs.stat(file, { bigint: true }).catch(() => undefined);
  return found === undefined ? await realPath(file) : `${found.dev}:${found.ino}`;
}
