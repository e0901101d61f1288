// A queue of JSON values of any length in bounded memory: a few thousand as they are, the rest in a temporary file.
import { closeSync, ftruncateSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, OutputError } from './errors.ts';
import { toJsonText } from './json.ts';
import { parseJson } from './parse-json.ts';

/** First in, first out. */
export interface Queue<T> {
  push(value: T): void;
  /** The oldest value; undefined where there is none. */
  take(): T | undefined;
  /** Gives memory and disk space back. */
  close(): void;
}

/** Values held as they are before the file is begun. */
const MOST_IN_MEMORY = 4000;
/** Text that is written, and read, in one go. */
const BLOCK_CHARACTERS = 64 * 1024;

/**
 * Values go through head, file and tail, in this order: the file is only there while the head is full, and what is
 * behind it waits in the tail for its block to be.
 */
export class SpillQueue<T> implements Queue<T> {
  readonly #most: number;
  #head: T[] = [];
  #taken = 0;
  #tail: string[] = [];
  #tailLength = 0;
  #file: BlockFile | undefined;
  #isClosed = false;

  /** @param most values in memory */
  constructor(most: number = MOST_IN_MEMORY) {
    this.#most = most;
  }

  /** @throws OutputError when the temporary directory takes no more */
  push(value: T): void {
    if (this.#isClosed) return;
    const isSpilling = this.#tail.length > 0 || this.#file?.isEmpty === false;
    if (!isSpilling && this.#head.length - this.#taken < this.#most) {
      this.#head.push(value);
      return;
    }
    const text = toJsonText(value);
    this.#tail.push(text);
    this.#tailLength += text.length;
    if (this.#tailLength < BLOCK_CHARACTERS) return;
    this.#file ??= new BlockFile();
    this.#file.append(`[${this.#tail.join(',')}]`);
    this.#clearTail();
  }

  take(): T | undefined {
    if (this.#taken === this.#head.length) this.#refill();
    const value = this.#head[this.#taken];
    if (this.#taken === this.#head.length) return undefined;
    this.#taken += 1;
    // Moved up now and then, so that what was taken is not held.
    if (this.#taken >= 1000) {
      this.#head = this.#head.slice(this.#taken);
      this.#taken = 0;
    }
    return value;
  }

  close(): void {
    this.#isClosed = true;
    this.#head = [];
    this.#taken = 0;
    this.#clearTail();
    this.#file?.close();
    this.#file = undefined;
  }

  #refill(): void {
    this.#taken = 0;
    const block = this.#file?.take();
    if (block === undefined && this.#tail.length === 0) {
      this.#head = [];
      return;
    }
    this.#head = parseJson(block ?? `[${this.#tail.join(',')}]`) as T[];
    if (block === undefined) this.#clearTail();
  }

  #clearTail(): void {
    this.#tail = [];
    this.#tailLength = 0;
  }
}

/** Blocks of text in a file, read in the order in which they were written. */
class BlockFile {
  readonly #file: number;
  readonly #directory: string;
  /** Bytes of the blocks that are not read yet; a number for each 64 KiB. */
  #lengths: number[] = [];
  #from = 0;
  #start = 0;
  #end = 0;

  constructor() {
    try {
      this.#directory = mkdtempSync(path.join(tmpdir(), 'penstock-feed-'));
      this.#file = openSync(path.join(this.#directory, 'feed'), 'w+', 0o600);
      // Unlinked while open, the space is given back however the process ends.
      if (process.platform !== 'win32') rmSync(this.#directory, { recursive: true });
    } catch (error) {
      throw cannotKeep(error);
    }
  }

  get isEmpty(): boolean {
    return this.#from === this.#lengths.length;
  }

  append(text: string): void {
    const bytes = Buffer.from(text);
    try {
      for (let done = 0; done < bytes.length; ) {
        done += writeSync(this.#file, bytes, done, bytes.length - done, this.#end + done);
      }
    } catch (error) {
      throw cannotKeep(error);
    }
    this.#lengths.push(bytes.length);
    this.#end += bytes.length;
  }

  take(): string | undefined {
    const length = this.#lengths[this.#from];
    if (length === undefined) return undefined;
    const bytes = Buffer.allocUnsafe(length);
    for (let done = 0; done < length; ) {
      const read = readSync(this.#file, bytes, done, length - done, this.#start + done);
      if (read === 0) throw cannotKeep(new Error('it is shorter than it was'));
      done += read;
    }
    this.#from += 1;
    this.#start += length;
    if (this.isEmpty) this.#reset();
    return bytes.toString();
  }

  close(): void {
    closeSync(this.#file);
    if (process.platform === 'win32') rmSync(this.#directory, { recursive: true, force: true });
  }

  #reset(): void {
    ftruncateSync(this.#file);
    this.#lengths = [];
    this.#from = 0;
    this.#start = 0;
    this.#end = 0;
  }
}

function cannotKeep(error: unknown): OutputError {
  return new OutputError(`cannot keep the values of parent records in ${tmpdir()}: ${describe(error)}`, {
    cause: error,
    hint: 'free some space there, or set TMPDIR to a directory that has it',
  });
}
