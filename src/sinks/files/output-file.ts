// One file being written: every byte hashed and counted, brought to the disk when it is finished.
import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import fs from 'node:fs/promises';
import path from 'node:path';
import { makeDirectory } from '../../core/files/directories.ts';
import { attempt } from './output-error.ts';

export interface FileFacts {
  readonly bytes: number;
  readonly sha256: string;
}

/** A finished file, wherever it lies. */
export interface WrittenPart extends FileFacts {
  readonly path: string;
  readonly rows: number;
}

/** Never lies at a final name; whoever owns it puts it in place after `finish`. */
export class OutputFile {
  readonly path: string;
  readonly #handle: FileHandle;
  readonly #hash = createHash('sha256');
  #bytes = 0;
  #isOpen = true;

  private constructor(file: string, handle: FileHandle) {
    this.path = file;
    this.#handle = handle;
  }

  /** @throws OutputError, as do all methods but `discard` */
  static async create(file: string): Promise<OutputFile> {
    const handle = await attempt(`create ${file}`, async () => {
      await makeDirectory(path.dirname(file));
      return fs.open(file, 'wx');
    });
    return new OutputFile(file, handle);
  }

  get bytes(): number {
    return this.#bytes;
  }

  async write(chunks: readonly Uint8Array[]): Promise<void> {
    for (const chunk of chunks) {
      this.#hash.update(chunk);
      this.#bytes += chunk.length;
      await attempt(`write ${this.path}`, () => writeAll(this.#handle, chunk));
    }
  }

  /** Brings every byte to the disk, and goes on. */
  async sync(): Promise<void> {
    await attempt(`flush ${this.path}`, () => this.#handle.sync());
  }

  /** Brings every byte to the disk and closes. */
  async finish(): Promise<FileFacts> {
    await attempt(`flush ${this.path}`, () => this.#handle.sync());
    this.#isOpen = false;
    await attempt(`close ${this.path}`, () => this.#handle.close());
    return { bytes: this.#bytes, sha256: this.#hash.digest('hex') };
  }

  /** Closes the file as it is, for a run that goes on with it. Never fails. */
  async leave(): Promise<void> {
    if (this.#isOpen) await this.#handle.close().catch(() => {});
    this.#isOpen = false;
  }

  /** Removes the file. Never fails: it is called when something else already has. */
  async discard(): Promise<void> {
    if (this.#isOpen) await this.#handle.close().catch(() => {});
    this.#isOpen = false;
    await fs.rm(this.path, { force: true }).catch(() => {});
  }
}

async function writeAll(handle: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let done = 0; done < chunk.length; ) {
    const { bytesWritten } = await handle.write(chunk, done, chunk.length - done);
    done += bytesWritten;
  }
}
