// One path of a host: how many of its requests go to the host's gate, as far as the time of its answers allows.
import { Congestion } from './congestion.ts';

// A resource may have a million paths, each asked for once.
const PATHS_OF_THEIR_OWN = 64;

/** @returns a path's lane: partitions of a resource may be quick and slow. Paths past the first few share one. */
export function laneNames(resource: string): (path: string) => string {
  const own = new Set<string>();
  return (path) => {
    if (own.size < PATHS_OF_THEIR_OWN) own.add(path);
    return own.has(path) ? `${resource} ${path}` : resource;
  };
}

export class Lane {
  readonly #congestion: Congestion;
  #active = 0;
  readonly #waiting = new Set<() => void>();

  /** @param most requests at once */
  constructor(most: number) {
    this.#congestion = new Congestion(most);
  }

  /**
   * Takes a place, or waits for one.
   * @throws the signal's reason when it ends the wait
   */
  enter(signal: AbortSignal): void | Promise<void> {
    signal.throwIfAborted();
    if (this.#active < this.#congestion.window) {
      this.#active += 1;
      return;
    }
    return new Promise((resolve, reject) => {
      const start = () => {
        signal.removeEventListener('abort', stop);
        resolve();
      };
      const stop = () => {
        this.#waiting.delete(start);
        reject(signal.reason);
      };
      this.#waiting.add(start);
      signal.addEventListener('abort', stop, { once: true });
    });
  }

  /** @param milliseconds that the answer took, where one came */
  leave(milliseconds: number | undefined): void {
    this.#active -= 1;
    if (milliseconds !== undefined) this.#congestion.answeredWithin(milliseconds);
    for (const start of this.#waiting) {
      if (this.#active >= this.#congestion.window) return;
      this.#waiting.delete(start);
      this.#active += 1;
      start();
    }
  }
}
