// A file that shows its final name only when every byte of it is on the disk.
import { createHash, randomBytes } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import fs from 'node:fs/promises';
import path from 'node:path';
import { attempt } from './output-error.ts';

export interface FileFacts {
  readonly bytes: number;
  readonly sha256: string;
}

/** Written under a temporary name, then finished (fsync), then published (rename, fsync of the directory). */
export class AtomicFile {
  readonly #final: string;
  readonly #temporary: string;
  readonly #handle: FileHandle;
  readonly #hash = createHash('sha256');
  #bytes = 0;
  #isOpen = true;

  private constructor(final: string, temporary: string, handle: FileHandle) {
    this.#final = final;
    this.#temporary = temporary;
    this.#handle = handle;
  }

  /**
   * @param final where the file will be
   * @param staging directory of the temporary file, on the same file system; default: a hidden name beside `final`
   * @throws OutputError, as do all methods
   */
  static async create(final: string, staging = path.dirname(final)): Promise<AtomicFile> {
    const unique = `${path.basename(final)}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
    const temporary = path.join(staging, `.${unique}`);
    const handle = await attempt(`create a file in ${staging}`, () => fs.open(temporary, 'wx'));
    return new AtomicFile(final, temporary, handle);
  }

  async write(chunks: readonly Uint8Array[]): Promise<void> {
    for (const chunk of chunks) {
      this.#hash.update(chunk);
      this.#bytes += chunk.length;
      await attempt(`write ${this.#final}`, () => writeAll(this.#handle, chunk));
    }
  }

  /** Brings every byte to the disk and closes; the final name is still untouched. */
  async finish(): Promise<FileFacts> {
    await attempt(`flush ${this.#final}`, () => this.#handle.sync());
    this.#isOpen = false;
    await attempt(`close ${this.#final}`, () => this.#handle.close());
    return { bytes: this.#bytes, sha256: this.#hash.digest('hex') };
  }

  /** Puts the finished file in place, over an earlier one in a single step. */
  async publish(): Promise<void> {
    await attempt(`put ${this.#final} in place`, async () => {
      await fs.mkdir(path.dirname(this.#final), { recursive: true });
      await fs.rename(this.#temporary, this.#final);
      await syncDirectory(path.dirname(this.#final));
    });
  }

  /** Removes the temporary file. Never fails: it is called when something else already has. */
  async discard(): Promise<void> {
    if (this.#isOpen) await this.#handle.close().catch(() => {});
    this.#isOpen = false;
    await fs.rm(this.#temporary, { force: true }).catch(() => {});
  }
}

async function writeAll(handle: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let done = 0; done < chunk.length; ) {
    const { bytesWritten } = await handle.write(chunk, done, chunk.length - done);
    done += bytesWritten;
  }
}

/** Makes a rename last through a power cut. Windows cannot open directories, and needs it not. */
async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await fs.open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
