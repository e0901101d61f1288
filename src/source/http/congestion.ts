// How many requests may be under way at once: more while they are answered, fewer at a refusal, as TCP does (RFC 5681).
import { Latency } from './latency.ts';

// What a browser opens to a host, about; from there the host shows what it can take.
const START = 4;

/** One for a host, fed with refusals; one for each path on it, fed with the time that its answers take. */
export class Congestion {
  readonly #most: number;
  #window: number;
  #isStarting = true;
  readonly #latency = new Latency();
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
    if (!this.#latency.isSlowAfter(milliseconds)) {
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
