// Sorted runs of fingerprints on disk in levels: four of a level become one of the next, so that a look-up meets a handful
// of them however many keys there are. Their filters keep within a budget of bytes.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, OutputError } from '../../core/errors.ts';
import { mergeRuns } from './merge-runs.ts';
import { type RunPlace, SortedRun, WORDS } from './sorted-run.ts';

const FAN_OUT = 4;
const BITS_PER_KEY = 10;
/** Of all filters together, about: beyond it, those of larger runs have fewer bits a key, and more look-ups read a block. */
const FILTER_BITS = 32 * 1024 * 1024 * 8;
// Of each entry that comes so many are merged, a level each: merging keeps up, and is never done all at once.
const MERGED_PER_ENTRY = 6;

interface Merge {
  readonly from: readonly SortedRun[];
  readonly into: SortedRun;
  readonly steps: Generator<number, void, undefined>;
}

export class RunFile {
  readonly #width: number;
  #runs: SortedRun[] = [];
  #merge: Merge | undefined;
  #count = 0;

  /**
   * @param payload words beside each fingerprint
   * @throws OutputError when the temporary directory is not there or cannot be written
   */
  constructor(payload = 0) {
    this.#width = WORDS + payload;
    guarded(() => rmSync(mkdtempSync(path.join(tmpdir(), 'penstock-dedupe-')), { recursive: true }));
  }

  /**
   * @param sorted fingerprints, each with its payload, in ascending order; none is there already
   * @throws OutputError when the temporary directory is not there or cannot be written
   */
  append(sorted: Uint32Array): void {
    const count = sorted.length / this.#width;
    this.#count += count;
    guarded(() => {
      const run = this.#create(count, 0);
      run.append(sorted);
      this.#runs.push(run);
      // What changes beside a fingerprint would be lost in a copy that is half made.
      this.#advance(this.#width > WORDS ? Number.POSITIVE_INFINITY : count * MERGED_PER_ENTRY);
    });
  }

  has(words: Uint32Array): boolean {
    return this.#place(words) !== undefined;
  }

  /** What lies beside a fingerprint, as a copy with its place; undefined for one that is not there. */
  payload(words: Uint32Array): { readonly place: RunPlace; readonly payload: Uint32Array } | undefined {
    const place = this.#place(words);
    return place && { place, payload: place.run.payload(place.at) };
  }

  /** Writes anew what lies beside the fingerprint at a place, before anything else is appended. */
  update({ run, at }: RunPlace, payload: Uint32Array): void {
    guarded(() => run.update(at, payload));
  }

  close(): void {
    for (const run of this.#runs) run.close();
    this.#merge?.into.close();
    this.#runs = [];
    this.#merge = undefined;
  }

  // Asked for every key: nothing is made for it.
  #place(words: Uint32Array): RunPlace | undefined {
    try {
      for (const run of this.#runs) {
        const at = run.find(words);
        if (at !== -1) return { run, at };
      }
      return undefined;
    } catch (error) {
      throw cannotKeep(error);
    }
  }

  #create(count: number, level: number): SortedRun {
    const bitsPerKey = Math.min(BITS_PER_KEY, FILTER_BITS / this.#count);
    return new SortedRun({ count, level, width: this.#width, bitsPerKey });
  }

  /** Merges about so many entries. */
  #advance(budget: number): void {
    for (let left = budget; left > 0; ) {
      this.#merge ??= this.#begin();
      if (this.#merge === undefined) return;
      const { done, value } = this.#merge.steps.next();
      if (done === true) this.#finish(this.#merge);
      else left -= value;
    }
  }

  /** The lowest level that is full. */
  #begin(): Merge | undefined {
    const levels = [...new Set(this.#runs.map(({ level }) => level))].sort((a, b) => a - b);
    for (const level of levels) {
      const from = this.#runs.filter((run) => run.level === level).slice(0, FAN_OUT);
      if (from.length < FAN_OUT) continue;
      const count = from.reduce((sum, run) => sum + run.count, 0);
      const into = this.#create(count, level + 1);
      return { from, into, steps: mergeRuns(from, into, this.#width) };
    }
    return undefined;
  }

  #finish({ from, into }: Merge): void {
    this.#merge = undefined;
    this.#runs = [...this.#runs.filter((run) => !from.includes(run)), into];
    for (const run of from) run.close();
  }
}

function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw cannotKeep(error);
  }
}

function cannotKeep(error: unknown): OutputError {
  return new OutputError(`cannot keep the keys for dedupe in ${tmpdir()}: ${describe(error)}`, {
    cause: error,
    hint: 'free some space there, or set TMPDIR to a directory that has it (32 bytes a key)',
  });
}
