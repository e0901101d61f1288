// The records of a body that is too long for memory: read from where it lies, a list of a thousand at a time.

type Lists = () => AsyncGenerator<unknown[], void, undefined>;

export class LongList {
  readonly #lists: Lists;
  /** How many records there are. */
  readonly count: number;
  /** The last of them. */
  readonly last: readonly unknown[];
  /** Gives up what the body lies in. */
  readonly dispose: () => Promise<void>;

  private constructor(lists: Lists, count: number, last: readonly unknown[], dispose: () => Promise<void>) {
    this.#lists = lists;
    this.count = count;
    this.last = last;
    this.dispose = dispose;
  }

  /**
   * Reads a body once to its end, so that a broken one is known before any of its records is handed on.
   * @param lists reads it from the start, as often as it is called
   * @throws what the reading throws
   */
  static async open(lists: Lists, dispose: () => Promise<void>): Promise<LongList> {
    let count = 0;
    let last: readonly unknown[] = [];
    for await (const list of lists()) {
      count += list.length;
      last = list;
    }
    return new LongList(lists, count, last, dispose);
  }

  lists(): AsyncGenerator<unknown[], void, undefined> {
    return this.#lists();
  }
}
