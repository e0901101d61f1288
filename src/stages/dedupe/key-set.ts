// The keys seen so far: a Map while they are few, then fingerprints in a table, then sorted runs on disk.
import { randomInt } from 'node:crypto';
import { fingerprint } from '../../core/fingerprint.ts';
import { FingerprintTable, WORDS } from './fingerprint-table.ts';
import { type Key, keyText } from './key.ts';
import { RunFile } from './run-file.ts';

export interface KeySetLimits {
  /** Keys held as they are. */
  readonly inSet: number;
  /** Fingerprints held in memory before they go to disk as one sorted run. */
  readonly inTable: number;
}

/** 200,000 keys as they are; beyond, entries of 20 bytes in memory up to 250,000, the rest on disk. */
export const DEFAULT_LIMITS: KeySetLimits = { inSet: 200_000, inTable: 250_000 };

/**
 * The keys of any number of records in bounded memory, each with 32 bits of its record's content. Exact as far as
 * 128-bit fingerprints are.
 */
export class KeySet {
  readonly #limits: KeySetLimits;
  // Seeded at random, so that nobody can prepare ids whose fingerprints meet.
  readonly #seed = randomInt(2 ** 31);
  readonly #words = new Uint32Array(WORDS);
  #few: Map<Key, number> | undefined = new Map();
  #table: FingerprintTable | undefined;
  #runs: RunFile | undefined;

  constructor(limits: KeySetLimits = DEFAULT_LIMITS) {
    this.#limits = limits;
  }

  /** @returns undefined for a new key, which is in the set from here on; else the content that came with it first */
  add(key: Key, content: number): number | undefined {
    if (this.#few === undefined) return this.#addFingerprint(key, content);
    const known = this.#few.get(key);
    if (known !== undefined) return known;
    const isFull = this.#few.size >= this.#limits.inSet;
    this.#few.set(key, content);
    if (isFull) this.#leaveMap(this.#few);
    return undefined;
  }

  /** Gives the disk space back. */
  close(): void {
    this.#runs?.close();
    this.#runs = undefined;
  }

  #leaveMap(few: Map<Key, number>): void {
    this.#few = undefined;
    for (const [key, content] of few) this.#addFingerprint(key, content);
  }

  #addFingerprint(key: Key, content: number): number | undefined {
    fingerprint(keyText(key), this.#seed, this.#words);
    this.#words[4] = content;
    this.#table ??= new FingerprintTable(this.#limits.inTable);
    const known = this.#table.contentOf(this.#words) ?? this.#runs?.contentOf(this.#words);
    if (known !== undefined) return known;
    this.#table.add(this.#words);
    if (this.#table.size >= this.#limits.inTable) {
      this.#runs ??= new RunFile();
      this.#runs.append(this.#table.sorted());
      this.#table.clear();
    }
    return undefined;
  }
}
