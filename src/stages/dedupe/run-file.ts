// Sorted runs of fingerprints on disk (with what is known of them), each with a Bloom filter and a sparse index in memory: a look-up that
// the filter lets through reads one block. The filter only saves reads; it never decides.
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, OutputError } from '../../core/errors.ts';

const WORDS = 4;
/** Fingerprints a block, so that one read is 4 KiB. */
const BLOCK = 256;
// Ten bits a key and seven probes let one in a hundred absent keys through.
const BITS_PER_KEY = 10;
const PROBES = 7;

interface Run {
  readonly offset: number;
  readonly count: number;
  readonly bloom: Uint32Array;
  /** First word of each block. */
  readonly index: Uint32Array;
}

export class RunFile {
  readonly #file: number;
  readonly #directory: string;
  readonly #runs: Run[] = [];
  readonly #width: number;
  readonly #block: Uint32Array;
  #end = 0;

  /**
   * @param payload words beside each fingerprint
   * @throws OutputError when the temporary directory is not there or cannot be written
   */
  constructor(payload = 0) {
    this.#width = WORDS + payload;
    this.#block = new Uint32Array(BLOCK * this.#width);
    try {
      this.#directory = mkdtempSync(path.join(tmpdir(), 'penstock-dedupe-'));
      this.#file = openSync(path.join(this.#directory, 'runs'), 'w+', 0o600);
      // Unlinked while open, the space is given back however the process ends.
      if (process.platform !== 'win32') rmSync(this.#directory, { recursive: true });
    } catch (error) {
      throw cannotKeep(error);
    }
  }

  /** @param sorted fingerprints, each with its payload, in ascending order of their first */
  append(sorted: Uint32Array): void {
    const count = sorted.length / this.#width;
    try {
      const bytes = new Uint8Array(sorted.buffer, sorted.byteOffset, sorted.byteLength);
      for (let done = 0; done < bytes.length; ) {
        done += writeSync(this.#file, bytes, done, bytes.length - done, this.#end + done);
      }
    } catch (error) {
      throw cannotKeep(error);
    }
    this.#runs.push({
      offset: this.#end,
      count,
      bloom: bloomOf(sorted, this.#width),
      index: indexOf(sorted, this.#width),
    });
    this.#end += sorted.byteLength;
  }

  has(words: Uint32Array): boolean {
    return this.#runs.some((run) => mayHold(run.bloom, words) && this.#find(run, words) !== -1);
  }

  /** What lies beside a fingerprint, as a copy with its place in the file; undefined for one that is not there. */
  payload(words: Uint32Array): { readonly place: number; readonly payload: Uint32Array } | undefined {
    for (const run of this.#runs) {
      const place = mayHold(run.bloom, words) ? this.#find(run, words) : -1;
      if (place === -1) continue;
      const at = ((place - run.offset) / 4 / this.#width) % BLOCK;
      const from = at * this.#width + WORDS;
      return { place, payload: this.#block.slice(from, from + this.#width - WORDS) };
    }
    return undefined;
  }

  /** Writes anew what lies beside the fingerprint at a place. */
  update(place: number, payload: Uint32Array): void {
    const bytes = new Uint8Array(payload.buffer, payload.byteOffset, payload.byteLength);
    try {
      writeSync(this.#file, bytes, 0, bytes.length, place + WORDS * 4);
    } catch (error) {
      throw cannotKeep(error);
    }
  }

  close(): void {
    closeSync(this.#file);
    if (process.platform === 'win32') rmSync(this.#directory, { recursive: true, force: true });
  }

  /** The place of a fingerprint in the file; -1 where there is none. */
  #find(run: Run, words: Uint32Array): number {
    const first = words[0] ?? 0;
    // Equal first words may straddle blocks: start at the last block that begins below, go on while they last.
    for (let block = lastBelow(run.index, first); block < run.index.length; block += 1) {
      if ((run.index[block] ?? 0) > first) return -1;
      const at = this.#findInBlock(run, block, words);
      if (at !== -1) return run.offset + (block * BLOCK + at) * this.#width * 4;
    }
    return -1;
  }

  #findInBlock(run: Run, block: number, words: Uint32Array): number {
    const width = this.#width;
    const count = Math.min(BLOCK, run.count - block * BLOCK);
    const bytes = new Uint8Array(this.#block.buffer, 0, count * width * 4);
    readSync(this.#file, bytes, 0, bytes.length, run.offset + block * BLOCK * width * 4);
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

function indexOf(sorted: Uint32Array, width: number): Uint32Array {
  const blocks = Math.ceil(sorted.length / width / BLOCK);
  return Uint32Array.from({ length: blocks }, (_, block) => sorted[block * BLOCK * width] ?? 0);
}

function bloomOf(sorted: Uint32Array, width: number): Uint32Array {
  const bloom = new Uint32Array(Math.max(1, Math.ceil(((sorted.length / width) * BITS_PER_KEY) / 32)));
  for (let at = 0; at < sorted.length; at += width) {
    for (let probe = 0; probe < PROBES; probe += 1) {
      const bit = probeBit(sorted[at + 2] ?? 0, sorted[at + 3] ?? 0, probe, bloom.length * 32);
      bloom[bit >>> 5] = (bloom[bit >>> 5] ?? 0) | (1 << (bit & 31));
    }
  }
  return bloom;
}

function mayHold(bloom: Uint32Array, words: Uint32Array): boolean {
  for (let probe = 0; probe < PROBES; probe += 1) {
    const bit = probeBit(words[2] ?? 0, words[3] ?? 0, probe, bloom.length * 32);
    if (((bloom[bit >>> 5] ?? 0) & (1 << (bit & 31))) === 0) return false;
  }
  return true;
}

function probeBit(a: number, b: number, probe: number, bits: number): number {
  return (a + probe * ((b | 1) >>> 0)) % bits;
}

function cannotKeep(error: unknown): OutputError {
  return new OutputError(`cannot keep the keys for dedupe in ${tmpdir()}: ${describe(error)}`, {
    cause: error,
    hint: 'free some space there, or set TMPDIR to a directory that has it (16 bytes a key)',
  });
}
