// The keys seen so far: a Set while they are few, then fingerprints in a table, then sorted runs on disk.
import { randomInt } from 'node:crypto';
import { FingerprintTable } from './fingerprint-table.ts';
import { fingerprintKey, type Key } from './key.ts';
import { RunFile } from './run-file.ts';

export interface KeySetLimits {
  /** Keys held as they are. */
  readonly inSet: number;
  /** Fingerprints held in memory before they go to disk as one sorted run. */
  readonly inTable: number;
}

/** 200,000 keys as they are; beyond, fingerprints of 16 bytes in memory up to 250,000, the rest on disk. */
export const DEFAULT_LIMITS: KeySetLimits = { inSet: 200_000, inTable: 250_000 };

/** A set of any number of keys in bounded memory. Exact as far as 128-bit fingerprints are. */
export class KeySet {
  readonly #limits: KeySetLimits;
  // Seeded at random, so that nobody can prepare ids whose fingerprints meet.
  readonly #seed = randomInt(2 ** 31);
  readonly #words = new Uint32Array(4);
  #few: Set<Key> | undefined = new Set();
  #table: FingerprintTable | undefined;
  #runs: RunFile | undefined;

  constructor(limits: KeySetLimits = DEFAULT_LIMITS) {
    this.#limits = limits;
  }

  /** @returns false when the key was there before */
  add(key: Key): boolean {
    if (this.#few !== undefined) {
      const before = this.#few.size;
      this.#few.add(key);
      if (this.#few.size === before) return false;
      if (before >= this.#limits.inSet) this.#leaveSet(this.#few);
      return true;
    }
    return this.#addFingerprint(key);
  }

  has(key: Key): boolean {
    if (this.#few !== undefined) return this.#few.has(key);
    fingerprintKey(key, this.#seed, this.#words);
    return this.#table?.has(this.#words) === true || this.#runs?.has(this.#words) === true;
  }

  /** Gives the disk space back. */
  close(): void {
    this.#runs?.close();
    this.#runs = undefined;
  }

  #leaveSet(few: Set<Key>): void {
    this.#few = undefined;
    for (const key of few) this.#addFingerprint(key);
  }

  #addFingerprint(key: Key): boolean {
    const words = this.#words;
    fingerprintKey(key, this.#seed, words);
    this.#table ??= new FingerprintTable(this.#limits.inTable);
    const table = this.#table;
    const place = table.placeFor(words);
    if (place === -1 || this.#runs?.has(words)) return false;
    table.putAt(words, place);
    if (table.size >= this.#limits.inTable) {
      this.#runs ??= new RunFile();
      this.#runs.append(table.sorted());
      table.clear();
    }
    return true;
  }
}
