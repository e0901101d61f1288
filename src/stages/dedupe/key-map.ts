// What is known of each key, for any number of keys in bounded memory: a table of fingerprints, then sorted runs on disk.
import { randomInt } from 'node:crypto';
import { FingerprintTable } from './fingerprint-table.ts';
import { fingerprintKey, type Key } from './key.ts';
import { RunFile } from './run-file.ts';

const FIRST_CAPACITY = 4096;

/** 100,000 entries of 48 bytes in memory, the rest on disk. */
export const MOST_IN_TABLE = 100_000;

/** Keys to numbers, a fixed count of them. Exact as far as 128-bit fingerprints are. */
export class KeyMap {
  readonly #count: number;
  readonly #most: number;
  // Seeded at random, so that nobody can prepare ids whose fingerprints meet.
  readonly #seed = randomInt(2 ** 31);
  readonly #words = new Uint32Array(4);
  #capacity: number;
  #table: FingerprintTable;
  #runs: RunFile | undefined;

  /** @param count numbers a key */
  constructor(count: number, most = MOST_IN_TABLE) {
    this.#count = count;
    this.#most = most;
    this.#capacity = Math.min(FIRST_CAPACITY, most);
    this.#table = new FingerprintTable(this.#capacity, count * 2);
  }

  get(key: Key): Float64Array | undefined {
    fingerprintKey(key, this.#seed, this.#words);
    const payload = this.#table.payload(this.#words) ?? this.#runs?.payload(this.#words)?.payload;
    // A copy, for a slot need not begin where a double may.
    return payload && new Float64Array(payload.slice().buffer);
  }

  set(key: Key, numbers: Float64Array): void {
    fingerprintKey(key, this.#seed, this.#words);
    const payload = new Uint32Array(numbers.buffer, numbers.byteOffset, this.#count * 2);
    const inTable = this.#table.payload(this.#words);
    const onDisk = inTable === undefined ? this.#runs?.payload(this.#words) : undefined;
    if (inTable !== undefined) inTable.set(payload);
    else if (onDisk !== undefined) this.#runs?.update(onDisk.place, payload);
    else this.#add(payload);
  }

  /** Gives the disk space back. */
  close(): void {
    this.#runs?.close();
    this.#runs = undefined;
  }

  #add(payload: Uint32Array): void {
    this.#table.add(this.#words);
    this.#table.payload(this.#words)?.set(payload);
    if (this.#table.size >= this.#capacity) this.#makeRoom();
  }

  #makeRoom(): void {
    const sorted = this.#table.sorted();
    if (this.#capacity >= this.#most) {
      this.#runs ??= new RunFile(this.#count * 2);
      this.#runs.append(sorted);
      this.#table.clear();
      return;
    }
    this.#capacity = Math.min(this.#capacity * 4, this.#most);
    this.#table = new FingerprintTable(this.#capacity, this.#count * 2);
    const width = 4 + this.#count * 2;
    for (let at = 0; at < sorted.length; at += width) {
      const words = sorted.subarray(at, at + 4);
      this.#table.add(words);
      this.#table.payload(words)?.set(sorted.subarray(at + 4, at + width));
    }
  }
}
