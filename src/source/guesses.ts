// How far ahead of its turn a page may be asked for: as far as there is evidence that it exists, and a little further.
import { countOf } from './evidence/sign.ts';
import { type PageFacts, type Paginator, recordCount } from './paginators/contract.ts';

/** Most pages under way beyond the next one. */
export const WIDEST = 16;
// Answers wait for their turn; so many bytes of them at most, beyond the first.
const MOST_WAITING_BYTES = 16 * 1024 * 1024;
// Pages past the last one that is known to hold records.
const FEW = 3;
// From so many pages on, far pages are asked whether they hold records: a few requests tell how long the chain is.
const SCOUTED_FROM = 6;
// The first far pages, in times the pages that are known.
const FIRST_SCOUTS = [2, 8];
// Scouts set out while less than so many pages are known beyond the next one: they answer before those are read.
const LOOKOUT = 5 * WIDEST;
// Where the end is known this closely, all pages before it are asked for.
const CLOSE = 6;

export interface Guesses {
  /** How many pages from the next one on may be asked for: those that exist by all evidence, and guesses after them. */
  after(page: PageFacts, bytes: number): Ahead;
  /** The same anew for the page that came last, with what was learned meanwhile. */
  sinceThen(): Ahead;
  /** What a far page told; undefined when nothing. */
  learn(ordinal: number, isFilled: boolean | undefined): void;
  /** Forgets what was learned, when the pages do not come as guessed. */
  reset(): void;
}

export interface Ahead {
  readonly certain: number;
  readonly guessed: number;
  /** Far pages worth a look, by their number in the chain, and by the steps from the next page. */
  readonly scouts: readonly { readonly ordinal: number; readonly steps: number }[];
}

const NOTHING: Ahead = { certain: 0, guessed: 0, scouts: [] };

export function guessesAhead(paginator: Paginator): Guesses {
  let pages = 0;
  let received = 0;
  let lastSize = 0;
  /** The last page that is known to hold records, and the first that is known to hold none. */
  let reach = 0;
  let barrier = Number.POSITIVE_INFINITY;
  let scouting = 0;

  const endStated = (page: PageFacts): number => {
    const stated = paginator.total?.(page);
    const records = countOf(stated?.records);
    const count = countOf(stated?.pages);
    if (records !== undefined) return pages + Math.ceil((records - received) / recordCount(page));
    return count ?? Number.POSITIVE_INFINITY;
  };
  const scoutsFrom = (known: number): number[] => {
    const isClose = barrier - known <= CLOSE;
    if (pages < SCOUTED_FROM || scouting > 0 || isClose || known >= pages + LOOKOUT) return [];
    if (barrier !== Number.POSITIVE_INFINITY) return [Math.floor((known + barrier) / 2)];
    return known <= WIDEST ? FIRST_SCOUTS.map((times) => times * known) : [2 * known];
  };

  let last: { readonly page: PageFacts; readonly bytes: number } | undefined;
  const ahead = (): Ahead => {
    if (last === undefined) return NOTHING;
    const { page, bytes } = last;
    const width = Math.min(WIDEST, Math.max(1, Math.floor(MOST_WAITING_BYTES / Math.max(1, bytes))));
    const end = endStated(page);
    const isStated = end !== Number.POSITIVE_INFINITY;
    const known = Math.max(pages, isStated ? end : reach);
    const isClose = barrier - known <= CLOSE;
    const slack = isStated ? 0 : Math.min(pages + 1, isClose ? CLOSE : FEW);
    const certain = Math.max(1, Math.min(width, known - pages));
    const most = pages < SCOUTED_FROM && !isStated ? SCOUTED_FROM : Number.POSITIVE_INFINITY;
    const until = Math.min(pages + width, known + slack, most, Math.max(barrier - 1, known));
    const guessed = Math.max(0, until - pages - certain);
    const scouts = isStated ? [] : scoutsFrom(known);
    const far = scouts.filter((ordinal) => ordinal > pages + certain + guessed);
    scouting += far.length;
    return {
      certain,
      guessed,
      scouts: far.map((ordinal) => ({ ordinal, steps: ordinal - pages - 1 })),
    };
  };

  return {
    after(page, bytes) {
      const size = recordCount(page);
      pages += 1;
      received += size;
      const isConfirmed = size > 0 && (size === paginator.pageSize || size === lastSize);
      lastSize = size;
      last = isConfirmed ? { page, bytes } : undefined;
      return ahead();
    },
    sinceThen: ahead,
    learn(ordinal, isFilled) {
      scouting = Math.max(0, scouting - 1);
      if (isFilled === true) reach = Math.max(reach, ordinal);
      if (isFilled === false && ordinal > reach) barrier = Math.min(barrier, ordinal);
    },
    reset() {
      reach = 0;
      barrier = Number.POSITIVE_INFINITY;
      scouting = 0;
    },
  };
}
