// The one way to write a whole file: a reader sees the earlier bytes or the new ones, never a part.
import { randomBytes } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { syncDirectory } from './directories.ts';

export interface WholeFileOptions {
  /** Permissions; default: what the umask leaves. */
  readonly mode?: number;
}

/**
 * Writes a file beside its name, brings it to the disk and renames it.
 * @throws Error of the file system, or because something other than a file lies at the name; nothing is left of the new file
 */
export async function writeWholeFile(
  file: string,
  content: string | Uint8Array,
  options: WholeFileOptions = {},
): Promise<void> {
  await refuseOtherThanFile(file);
  const temporary = temporaryName(file);
  try {
    await writeNewFile(temporary, content, options);
    await fs.rename(temporary, file);
    await syncDirectory(path.dirname(file));
  } catch (error) {
    await fs.rm(temporary, { force: true }).catch(() => {});
    throw error;
  }
}

/**
 * Writes a file that is not there yet, and brings it to the disk.
 * @throws Error of the file system, EEXIST also for a link that leads nowhere
 */
export async function writeNewFile(
  file: string,
  content: string | Uint8Array,
  { mode = 0o666 }: WholeFileOptions = {},
): Promise<void> {
  const handle = await fs.open(file, 'wx', mode);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A hidden name beside the final one, on the same file system. */
export function temporaryName(final: string): string {
  const unique = `${process.pid}-${randomBytes(4).toString('hex')}`;
  return path.join(path.dirname(final), `.${path.basename(final)}.${unique}.tmp`);
}

/**
 * A rename would take the place of a link or a device, and a write would go where somebody else points.
 * @throws Error
 */
export async function refuseOtherThanFile(file: string): Promise<void> {
  const found = await fs.lstat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (found === undefined || found.isFile()) return;
  const kind = found.isSymbolicLink()
    ? 'a symbolic link'
    : found.isDirectory()
      ? 'a directory'
      : 'a device or pipe';
  throw Object.assign(new Error(`${file} is ${kind}, not a file`), { code: 'ENOTFILE' });
}
