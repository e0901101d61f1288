// How far a partition was read: its last value, and the records around it that may come once more.
import type { Ordered } from '../../columns/ordered.ts';
import type { CursorState, SeenAt } from '../../core/cursor-state.ts';
import { toJsonText } from '../../core/json.ts';
import type { Cursor } from './cursor.ts';

/** A delivered record. */
export interface SeenRecord {
  /** Undefined for one without a cursor value. */
  readonly value: Ordered | undefined;
  readonly hash: string;
}

/** What one page adds, once it is handed on. */
export interface Progress {
  readonly last: Ordered | undefined;
  readonly seen: readonly SeenRecord[];
}

export interface ProgressRules {
  readonly cursor: Cursor;
  /** The lowest value whose records may come once more, when this is the last. */
  readonly reach: (last: Ordered) => Ordered;
  /** Whether a chain that broke off has delivered everything before its last value. */
  readonly isOldestFirst: boolean;
}

/** One chain of pages: the whole partition, or a window of it. */
export interface ChainProgress {
  add(progress: Progress): void;
  /** The chain has come to its end, with every record that the API had to give. */
  finish(): void;
}

export class PartitionProgress {
  readonly #rules: ProgressRules;
  readonly #chains: { last: Ordered | undefined; seen: SeenRecord[]; isDone: boolean }[] = [];
  readonly #isKept: boolean;
  /** Of the chains that are done, as far as all before them are. */
  #last: Ordered | undefined;
  #settled: SeenRecord[];

  /**
   * @param last of the runs before
   * @param seen by them; undefined where nothing is to be told from earlier records
   */
  constructor(rules: ProgressRules, last: Ordered | undefined, seen: readonly SeenRecord[] | undefined) {
    this.#rules = rules;
    this.#last = last;
    this.#isKept = seen !== undefined;
    this.#settled = [...(seen ?? [])];
  }

  /** The next chain; they are opened in the order of their windows. */
  open(isWindow: boolean): ChainProgress {
    const chain = { last: undefined as Ordered | undefined, seen: [] as SeenRecord[], isDone: false };
    this.#chains.push(chain);
    return {
      add: ({ last, seen }) => {
        const before = chain.last;
        chain.last = this.#later(before, last);
        for (const one of seen) chain.seen.push(one);
        // What a window has delivered counts until those before it are done.
        if (!isWindow && chain.last !== before) chain.seen = this.#within(chain.seen, chain.last);
      },
      finish: () => {
        chain.isDone = true;
        this.#settle();
      },
    };
  }

  state(): CursorState {
    let last = this.#last;
    const [open] = this.#chains;
    if (open !== undefined && this.#rules.isOldestFirst) last = this.#later(last, open.last);
    const value = last === undefined ? {} : { value: last.raw };
    if (!this.#isKept) return value;
    const all =
      open === undefined ? this.#settled : [...this.#settled, ...this.#chains.flatMap((chain) => chain.seen)];
    const seen = this.#within(all, last);
    return seen.length === 0 ? value : { ...value, seen: grouped(seen) };
  }

  #settle(): void {
    const before = this.#last;
    let isFurther = false;
    while (this.#chains[0]?.isDone) {
      const chain = this.#chains.shift();
      this.#last = this.#later(this.#last, chain?.last);
      for (const one of chain?.seen ?? []) this.#settled.push(one);
      isFurther = true;
    }
    if (isFurther && this.#last !== before) this.#settled = this.#within(this.#settled, this.#last);
  }

  #later(one: Ordered | undefined, other: Ordered | undefined): Ordered | undefined {
    if (one === undefined || other === undefined) return one ?? other;
    return this.#rules.cursor.compare(one, other) < 0 ? other : one;
  }

  #within(seen: SeenRecord[], last: Ordered | undefined): SeenRecord[] {
    if (last === undefined || seen.length === 0) return seen;
    const from = this.#rules.reach(last);
    return seen.filter(({ value }) => value === undefined || this.#rules.cursor.compare(value, from) >= 0);
  }
}

function grouped(seen: readonly SeenRecord[]): SeenAt[] {
  const [only] = seen;
  if (seen.length === 1 && only !== undefined) return [[rawOf(only), only.hash]];
  const groups = new Map<string, [unknown, ...string[]]>();
  for (const one of seen) {
    const raw = rawOf(one);
    const key = toJsonText(raw);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [raw, one.hash]);
    else group.push(one.hash);
  }
  return [...groups.values()];
}

const rawOf = ({ value }: SeenRecord): unknown => (value === undefined ? null : value.raw);

/** The other way: the records of a state. */
export function seenOf({ seen = [] }: CursorState, cursor: Cursor): SeenRecord[] {
  return seen.flatMap(([raw, ...hashes]) => {
    const value = raw === null ? undefined : cursor.read(raw, 'the state');
    return hashes.map((hash) => ({ value, hash }));
  });
}
