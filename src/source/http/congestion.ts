// How many requests may be under way at once: more while they are answered, fewer at a refusal, as TCP does (RFC 5681).

// What a browser opens to a host, about; from there the host shows what it can take.
const START = 4;
// An answer that takes this many times the quickest one, and so much longer, has waited in a queue over there.
const SLOW_FACTOR = 2;
const SLOW_MARGIN_MS = 50;
const SMOOTHING = 1 / 8;

/** One for a host, fed with refusals; one for each path on it, fed with the time that its answers take. */
export class Congestion {
  readonly #most: number;
  #window: number;
  #isStarting = true;
  #quickest = Number.POSITIVE_INFINITY;
  #smoothed = 0;
  #lastCut = Number.NEGATIVE_INFINITY;

  /** @param most requests at once, whatever the host could take */
  constructor(most: number) {
    this.#most = most;
    this.#window = Math.min(START, most);
  }

  /** Requests that may be in flight. */
  get window(): number {
    return Math.floor(this.#window);
  }

  answered(): void {
    this.#window = Math.min(this.#most, this.#window + (this.#isStarting ? 1 : 1 / this.#window));
  }

  /**
   * An answer of one path: quick and slow paths of a host must not be measured against each other.
   * @param milliseconds from the request's start to the end of its answer
   */
  answeredWithin(milliseconds: number): void {
    this.#quickest = Math.min(this.#quickest, milliseconds);
    this.#smoothed += (this.#smoothed === 0 ? 1 : SMOOTHING) * (milliseconds - this.#smoothed);
    if (this.#smoothed <= this.#quickest * SLOW_FACTOR + SLOW_MARGIN_MS) {
      this.answered();
      return;
    }
    this.#isStarting = false;
    this.#window = Math.max(Math.min(START, this.#most), this.#window - 1 / this.#window);
  }

  /**
   * @param startedAt when the refused request set out, by `performance.now()`: refusals of requests that were under
   *   way at the last cut say nothing new
   */
  refused(startedAt: number): void {
    if (startedAt < this.#lastCut) return;
    this.#isStarting = false;
    this.#window = Math.max(1, this.#window / 2);
    this.#lastCut = performance.now();
  }
}
