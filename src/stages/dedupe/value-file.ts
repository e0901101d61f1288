// Values that do not fit into a number, behind one another in a file that has no name, found again by their place.
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, OutputError } from '../../core/errors.ts';

const BUFFER = 64 * 1024;

export class ValueFile {
  #file: number | undefined;
  #directory: string | undefined;
  #flushed = 0;
  // Not in the file yet.
  #last: Buffer[] = [];
  #lastBytes = 0;

  /** @returns where the text lies */
  append(text: string): number {
    const bytes = Buffer.from(text);
    const head = Buffer.alloc(4);
    head.writeUInt32LE(bytes.length);
    const place = this.#flushed + this.#lastBytes;
    this.#last.push(head, bytes);
    this.#lastBytes += 4 + bytes.length;
    if (this.#lastBytes >= BUFFER) this.#flush();
    return place;
  }

  read(place: number): string {
    if (place >= this.#flushed) {
      const bytes = Buffer.concat(this.#last).subarray(place - this.#flushed);
      return bytes.toString('utf8', 4, 4 + bytes.readUInt32LE());
    }
    const length = this.#bytes(place, 4).readUInt32LE();
    return this.#bytes(place + 4, length).toString();
  }

  /** Gives the disk space back. */
  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
    if (this.#directory !== undefined && process.platform === 'win32')
      rmSync(this.#directory, { recursive: true, force: true });
  }

  #bytes(place: number, length: number): Buffer {
    const bytes = Buffer.alloc(length);
    if (this.#file !== undefined) readSync(this.#file, bytes, 0, length, place);
    return bytes;
  }

  #flush(): void {
    try {
      this.#file ??= this.#open();
      const bytes = Buffer.concat(this.#last);
      for (let done = 0; done < bytes.length; ) {
        done += writeSync(this.#file, bytes, done, bytes.length - done, this.#flushed + done);
      }
    } catch (error) {
      throw new OutputError(`cannot keep values for merge in ${tmpdir()}: ${describe(error)}`, {
        cause: error,
        hint: 'free some space there, or set TMPDIR to a directory that has it',
      });
    }
    this.#flushed += this.#lastBytes;
    this.#last = [];
    this.#lastBytes = 0;
  }

  #open(): number {
    this.#directory = mkdtempSync(path.join(tmpdir(), 'penstock-merge-'));
    const file = openSync(path.join(this.#directory, 'values'), 'w+', 0o600);
    // Unlinked while open, the space is given back however the process ends.
    if (process.platform !== 'win32') rmSync(this.#directory, { recursive: true });
    return file;
  }
}
