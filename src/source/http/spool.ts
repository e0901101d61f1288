// Where bodies lie that are too long for memory: files of this run alone, gone with it.
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Fault } from './verdict.ts';

const NO_ROOM = new Set(['ENOSPC', 'EDQUOT', 'EACCES', 'EROFS', 'ENOENT']);

export class Spool {
  #directory: Promise<string> | undefined;
  #files = 0;

  /**
   * Writes a body as it comes.
   * @returns the file
   * @throws Fault, permanent, where there is no room for it; what the source throws
   */
  async write(source: AsyncIterable<Buffer>): Promise<string> {
    try {
      this.#directory ??= mkdtemp(path.join(tmpdir(), 'penstock-body-'));
      this.#files += 1;
      // Taken before the wait: another body may be written meanwhile.
      const name = `body-${this.#files}`;
      const file = path.join(await this.#directory, name);
      await pipeline(source, createWriteStream(file, { mode: 0o600 }));
      return file;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === undefined || !NO_ROOM.has(code)) throw error;
      const reason = `the body is kept in a file until it is whole, and ${tmpdir()} takes none (${code})`;
      throw new Fault(
        { kind: 'failed', reason, hint: 'make room, or set TMPDIR to another directory' },
        error,
      );
    }
  }

  async close(): Promise<void> {
    const directory = await this.#directory?.catch(() => undefined);
    if (directory !== undefined) await rm(directory, { recursive: true, force: true });
  }
}
