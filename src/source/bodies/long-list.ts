// The records of a body that is too long for memory: read from where it lies, a list of a thousand at a time.

type Lists = () => AsyncGenerator<unknown[], void, undefined>;

/** How the body around the records is had, where there is more in it than they. */
export interface Surroundings {
  /** The body with the last of its records in their place. */
  around(last: readonly unknown[]): unknown;
  /** The whole body, all records in it. */
  whole(): unknown;
}

export class LongList {
  readonly #lists: Lists;
  /** How many records there are. */
  readonly count: number;
  /** The last of them. */
  readonly last: readonly unknown[];
  /** What the data selector, the paginator and the evidence look at: the body with `last` in the place of all. */
  readonly body: unknown;
  /** The whole body, for a selector that does not pick this list; undefined where there is nothing but the list. */
  readonly whole: (() => unknown) | undefined;
  /** Gives up what the body lies in. */
  readonly dispose: () => Promise<void>;

  private constructor(
    lists: Lists,
    { count, last }: { readonly count: number; readonly last: readonly unknown[] },
    dispose: () => Promise<void>,
    surroundings: Surroundings | undefined,
  ) {
    this.#lists = lists;
    this.count = count;
    this.last = last;
    this.dispose = dispose;
    this.body = surroundings === undefined ? last : surroundings.around(last);
    this.whole = surroundings?.whole;
  }

  /**
   * Reads a body once to its end, so that a broken one is known before any of its records is handed on.
   * @param lists reads it from the start, as often as it is called
   * @param surroundings of a body that is more than the list
   * @throws what the reading throws
   */
  static async open(
    lists: Lists,
    dispose: () => Promise<void>,
    surroundings?: Surroundings,
  ): Promise<LongList> {
    let count = 0;
    let last: readonly unknown[] = [];
    for await (const list of lists()) {
      count += list.length;
      last = list;
    }
    return new LongList(lists, { count, last }, dispose, surroundings);
  }

  lists(): AsyncGenerator<unknown[], void, undefined> {
    return this.#lists();
  }
}
