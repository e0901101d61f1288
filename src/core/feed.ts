// From a parent to one of its children: the values of its records, as its pages come. Neither waits for the other.
import type { PenstockError } from './errors.ts';
import { type Queue, SpillQueue } from './spill-queue.ts';

/** What a child gets of one parent record: the fields that it names, in their order. */
export type FeedEntry = readonly unknown[];

/** What a child reads. */
export interface FeedReader {
  /**
   * The entries, each once; waits for more until the parent has come to its end.
   * @throws what the parent failed with; the signal's reason
   */
  entries(signal: AbortSignal): AsyncGenerator<FeedEntry, void, undefined>;
  /** Whether the parent's records were all there are; known when the entries have ended. */
  readonly isComplete: boolean;
  /** Parent records that lack a value and were left out. */
  readonly skipped: number;
  /** The child reads no more: what waits is dropped, and who reads the parent for nobody else may stop. */
  close(): void;
}

export interface FeedOptions {
  /** Where entries wait; default: in memory, then in a temporary file. */
  readonly queue?: Queue<FeedEntry>;
  /** True where the first entry is all that is wanted, to look at. */
  readonly isSample?: boolean;
  /** Called when the first entry is asked for. */
  readonly onRead?: () => void;
  readonly onClose?: () => void;
}

export class Feed implements FeedReader {
  readonly #queue: Queue<FeedEntry>;
  readonly #options: FeedOptions;
  #failure: PenstockError | undefined;
  #isEnded = false;
  #isClosed = false;
  #wake: () => void = () => {};
  isComplete = false;
  skipped = 0;

  constructor(options: FeedOptions = {}) {
    this.#queue = options.queue ?? new SpillQueue();
    this.#options = options;
  }

  /** Whether entries are of no use any more. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  push(entry: FeedEntry): void {
    if (this.#isClosed || this.#isEnded) return;
    this.#queue.push(entry);
    this.#wake();
  }

  /** Fails the child, at once: its output would not be whole in any case. */
  fail(error: PenstockError): void {
    if (this.#isEnded) return;
    this.#failure = error;
    this.end(false);
  }

  /** Says that no entry follows; what comes after is not heard. */
  end(isComplete: boolean): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.isComplete = isComplete;
    this.#wake();
  }

  async *entries(signal: AbortSignal): AsyncGenerator<FeedEntry, void, undefined> {
    this.#options.onRead?.();
    for (;;) {
      signal.throwIfAborted();
      if (this.#failure !== undefined) throw this.#failure;
      const entry = this.#queue.take();
      if (entry !== undefined) {
        yield entry;
        if (this.#options.isSample) return;
      } else if (this.#isEnded) return;
      else await this.#change(signal);
    }
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#queue.close();
    this.#options.onClose?.();
  }

  #change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const stop = () => reject(signal.reason);
      signal.addEventListener('abort', stop, { once: true });
      this.#wake = () => {
        this.#wake = () => {};
        signal.removeEventListener('abort', stop);
        resolve();
      };
    });
  }
}
