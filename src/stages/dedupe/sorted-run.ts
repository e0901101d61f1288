// One sorted run of fingerprints (with what is known of them) in a file of its own, with a filter and a sparse index in
// memory: a look-up that the filter lets through reads one block. The filter only saves reads; it never decides.
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Bloom } from './bloom.ts';

export const WORDS = 4;
/** Fingerprints a block, so that one read is 4 KiB. */
const BLOCK = 256;

export interface RunPlace {
  /** Its number among its run's. */
  readonly at: number;
  readonly run: SortedRun;
}

export interface RunEntries {
  readonly count: number;
  /** How often they were merged. */
  readonly level: number;
  /** Words of an entry. */
  readonly width: number;
  /** Of the filter. */
  readonly bitsPerKey: number;
}

/** Written once from its first fingerprint to its last, in ascending order; then only what lies beside them changes. */
export class SortedRun {
  readonly count: number;
  readonly level: number;
  readonly #width: number;
  readonly #file: number;
  readonly #directory: string;
  readonly #bloom: Bloom;
  /** First word of each block. */
  readonly #index: Uint32Array;
  readonly #block: Uint32Array;
  #written = 0;

  /** @param entries how many there will be, and of how many words each */
  constructor(entries: RunEntries) {
    this.count = entries.count;
    this.level = entries.level;
    this.#width = entries.width;
    this.#directory = mkdtempSync(path.join(tmpdir(), 'penstock-dedupe-'));
    this.#file = openSync(path.join(this.#directory, 'run'), 'w+', 0o600);
    // Unlinked while open, the space is given back however the process ends.
    if (process.platform !== 'win32') rmSync(this.#directory, { recursive: true });
    this.#bloom = new Bloom(this.count, entries.bitsPerKey);
    this.#index = new Uint32Array(Math.ceil(this.count / BLOCK));
    this.#block = new Uint32Array(BLOCK * this.#width);
  }

  get filterBytes(): number {
    return this.#bloom.bytes + this.#index.byteLength;
  }

  /** @param entries the next ones in their order */
  append(entries: Uint32Array): void {
    const width = this.#width;
    const first = this.#written;
    const bloom = this.#bloom;
    for (let at = 0; at < entries.length; at += width) bloom.add(entries[at + 2] ?? 0, entries[at + 3] ?? 0);
    const count = entries.length / width;
    for (let row = Math.ceil(first / BLOCK) * BLOCK; row < first + count; row += BLOCK)
      this.#index[row / BLOCK] = entries[(row - first) * width] ?? 0;
    const bytes = new Uint8Array(entries.buffer, entries.byteOffset, entries.byteLength);
    const place = first * width * 4;
    for (let done = 0; done < bytes.length; )
      done += writeSync(this.#file, bytes, done, bytes.length - done, place + done);
    this.#written += entries.length / width;
  }

  /** Reads entries into a buffer. @returns how many */
  read(from: number, into: Uint32Array): number {
    const count = Math.min(this.count - from, into.length / this.#width);
    if (count <= 0) return 0;
    const bytes = new Uint8Array(into.buffer, into.byteOffset, count * this.#width * 4);
    readAll(this.#file, bytes, from * this.#width * 4);
    return count;
  }

  /** The number of a fingerprint; -1 where there is none. */
  find(words: Uint32Array): number {
    if (!this.#bloom.mayHold(words[2] ?? 0, words[3] ?? 0)) return -1;
    const first = words[0] ?? 0;
    // Equal first words may straddle blocks: start at the last block that begins below, go on while they last.
    for (let block = lastBelow(this.#index, first); block < this.#index.length; block += 1) {
      if ((this.#index[block] ?? 0) > first) return -1;
      const at = this.#findInBlock(block, words);
      if (at !== -1) return block * BLOCK + at;
    }
    return -1;
  }

  /** What lies beside the fingerprint that was found last, as a copy. */
  payload(at: number): Uint32Array {
    const from = (at % BLOCK) * this.#width + WORDS;
    return this.#block.slice(from, from + this.#width - WORDS);
  }

  update(at: number, payload: Uint32Array): void {
    const bytes = new Uint8Array(payload.buffer, payload.byteOffset, payload.byteLength);
    writeSync(this.#file, bytes, 0, bytes.length, (at * this.#width + WORDS) * 4);
  }

  close(): void {
    closeSync(this.#file);
    if (process.platform === 'win32') rmSync(this.#directory, { recursive: true, force: true });
  }

  #findInBlock(block: number, words: Uint32Array): number {
    const width = this.#width;
    const count = this.read(block * BLOCK, this.#block);
    const data = this.#block;
    for (let one = 0; one < count; one += 1) {
      const at = one * width;
      const isSame =
        data[at] === words[0] &&
        data[at + 1] === words[1] &&
        data[at + 2] === words[2] &&
        data[at + 3] === words[3];
      if (isSame) return one;
    }
    return -1;
  }
}

function readAll(file: number, bytes: Uint8Array, from: number): void {
  for (let done = 0; done < bytes.length; ) {
    const read = readSync(file, bytes, done, bytes.length - done, from + done);
    if (read === 0) throw new Error('a file of keys is shorter than what was written');
    done += read;
  }
}

/** The block before the first that begins at or above a word; 0 where there is none. */
function lastBelow(index: Uint32Array, word: number): number {
  let low = 0;
  let high = index.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((index[middle] ?? 0) < word) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}
