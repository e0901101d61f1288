// What an answer of one path usually takes, so that one that waited in a queue over there can be told from it.

// A group's mean, for one answer alone may be quick by chance, from a cache above all.
const GROUP = 8;
// The quickest of so many groups is what the path can do: long enough for a window to close meanwhile, short enough that
// a path which has become slow for good (deep pages of many APIs) is measured against itself.
const GROUPS = 16;
// A mean that is this many times the quickest one, and so much longer, has waited.
const SLOW_FACTOR = 2;
const SLOW_MARGIN_MS = 50;
const SMOOTHING = 1 / GROUP;

export class Latency {
  readonly #means: number[] = [];
  #sum = 0;
  #count = 0;
  #smoothed = 0;

  /**
   * Takes note of an answer.
   * @param milliseconds from the request's start to the end of its answer
   * @returns whether the answers take longer of late than they need to
   */
  isSlowAfter(milliseconds: number): boolean {
    this.#smoothed += (this.#smoothed === 0 ? 1 : SMOOTHING) * (milliseconds - this.#smoothed);
    this.#sum += milliseconds;
    this.#count += 1;
    if (this.#count === GROUP) {
      this.#means.push(this.#sum / GROUP);
      if (this.#means.length > GROUPS) this.#means.shift();
      this.#sum = 0;
      this.#count = 0;
    }
    return this.#smoothed > Math.min(...this.#means) * SLOW_FACTOR + SLOW_MARGIN_MS;
  }
}
