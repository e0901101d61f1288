// Hashes of what a chain has shown, in bounded memory: the first ones, the latest ones, and a mark that every circle meets.

const MOST = 50_000;

/**
 * Tells what came before. Of the first and the latest some ten thousand hashes it knows at once; of those between it
 * forgets which they were, but whoever goes in a circle meets the mark again (R. P. Brent, 1980): it is set anew each time
 * twice as many have come, so that it is inside the circle sooner or later, and stays for as long as a round takes.
 */
export class SeenHashes {
  readonly #most: number;
  readonly #first = new Set<string>();
  #latest = new Set<string>();
  #before = new Set<string>();
  #mark: string | undefined;
  #count = 0;
  #size = 0;
  #meetings = 0;
  #nextMark = 1;

  /** @param most for tests */
  constructor(most = MOST) {
    this.#most = most;
  }

  /** How many different ones were added, as far as it can tell. */
  get size(): number {
    return this.#size;
  }

  /** How often the mark has come again since it was set: whoever goes in a circle meets it once a round. */
  get meetings(): number {
    return this.#meetings;
  }

  has(hash: string): boolean {
    return hash === this.#mark || this.#first.has(hash) || this.#latest.has(hash) || this.#before.has(hash);
  }

  add(hash: string): void {
    const isOld = this.has(hash);
    if (hash === this.#mark) this.#meetings += 1;
    this.#count += 1;
    if (this.#count === this.#nextMark) {
      this.#mark = hash;
      this.#meetings = 0;
      this.#nextMark *= 2;
    }
    if (isOld) return;
    this.#size += 1;
    if (this.#first.size < this.#most) {
      this.#first.add(hash);
      return;
    }
    this.#latest.add(hash);
    if (this.#latest.size < this.#most) return;
    this.#before = this.#latest;
    this.#latest = new Set();
  }
}
