// The pages of a chain that are under way: the next one, and where pages can be counted, some ahead of their turn.

import { HttpStatusError } from '../core/errors.ts';
import { openScope } from '../core/scope.ts';
import { type Ahead, guessesAhead, WIDEST } from './guesses.ts';
import type { PageAnswer } from './http/client.ts';
import type { FetchOptions } from './http/sender.ts';
import type { PageFacts, Paginator, Position } from './paginators/contract.ts';

export interface Window {
  /** The answer to a request: one that is already under way, or a new one. */
  take(position: Position, page: number): Promise<PageAnswer>;
  /** Asks once more, whatever came before. */
  again(position: Position, page: number): Promise<PageAnswer>;
  /** The answer for a page that nobody has promised; undefined where it fails. It is kept for its turn. */
  peek(position: Position): Promise<PageAnswer | undefined>;
  /** Asks for a page before its turn. */
  start(position: Position): void;
  /** Asks for what should follow a page. */
  fill(page: PageFacts, next: Position, bytes: number): void;
  /** Ends the requests that nobody will take. */
  close(): void;
}

export interface WindowOptions {
  readonly paginator: Paginator;
  readonly ask: (position: Position, options: FetchOptions) => Promise<PageAnswer>;
  /** Whether an answer holds records. */
  readonly isFilled: (answer: PageAnswer) => boolean;
  /** False: no page but the next is asked for, and that only in its turn. */
  readonly isWide: () => boolean;
  /** Ends all requests. */
  readonly signal: AbortSignal;
}

interface UnderWay {
  readonly answer: Promise<PageAnswer>;
  readonly isTry: boolean;
}

/** A window over one chain of pages. */
export function openWindow({ paginator, ask, isFilled, isWide, signal }: WindowOptions): Window {
  const underWay = new Map<string, UnderWay>();
  /** The page whose turn it is, by its position: no longer under way, and not to be asked for again. */
  let inTurn: string | undefined;
  let last: { readonly page: PageFacts; readonly next: Position } | undefined;
  let scope = openScope(signal);
  const guesses = guessesAhead(paginator);

  const clear = () => {
    guesses.reset();
    last = undefined;
    underWay.clear();
    scope.end();
    scope = openScope(signal);
  };
  const start = (position: Position, isTry: boolean, page?: number): Promise<PageAnswer> => {
    const key = JSON.stringify(position);
    const known = underWay.get(key);
    if (known !== undefined) return known.answer;
    const answer = ask(position, { signal: scope.signal, isTry, page });
    // It is reported when its turn comes, if it ever does; without a handler Node would end the process first.
    answer.catch(() => {});
    underWay.set(key, { answer, isTry });
    return answer;
  };
  // Far ahead of its turn: only whether it holds records is wanted, for until then they may have moved.
  const scout = async (ordinal: number, position: Position, near: Promise<PageAnswer> | undefined) => {
    const { signal } = scope;
    const told = await (near ?? ask(position, { signal, isTry: true })).then(isFilled, (error) =>
      error instanceof HttpStatusError ? false : undefined,
    );
    guesses.learn(ordinal, told);
    // What it tells is good for the pages that wait behind the one in its turn; a fault tells nothing, and is not asked about.
    if (told !== undefined && last !== undefined && !signal.aborted) extend(last, guesses.sinceThen());
  };
  const extend = ({ page, next }: NonNullable<typeof last>, { certain, guessed, scouts }: Ahead) => {
    if (certain + guessed === 0 || !isWide()) return;
    // The first of them is no guess: it is what the page itself named.
    if (JSON.stringify(next) !== inTurn) start(next, false, page.index + 1);
    for (let steps = 1; steps < certain + guessed; steps += 1) {
      const position = paginator.ahead?.(page, steps);
      if (position === undefined) return;
      start(position, false, page.index + 1 + steps);
    }
    for (const { ordinal, steps } of scouts) {
      const position = paginator.ahead?.(page, steps);
      if (position === undefined) continue;
      // Near enough, its answer is as good in its turn.
      void scout(ordinal, position, steps < WIDEST ? start(position, true) : undefined);
    }
  };

  return {
    async take(position, page) {
      const key = JSON.stringify(position);
      inTurn = key;
      const known = underWay.get(key);
      if (known === undefined) {
        // The pages did not come as guessed: what is under way begins in the wrong places.
        if (underWay.size > 0) clear();
        return ask(position, { signal, page });
      }
      underWay.delete(key);
      try {
        return await known.answer;
      } catch (error) {
        // A try that met a fault of the moment tells nothing of the page.
        if (!known.isTry || error instanceof HttpStatusError || signal.aborted) throw error;
        return ask(position, { signal, page });
      }
    },
    again: (position, page) => ask(position, { signal, page }),
    async peek(position) {
      try {
        return await start(position, true);
      } catch {
        return undefined;
      }
    },
    start(position) {
      start(position, false);
    },
    fill(page, next, bytes) {
      if (!isWide() || paginator.ahead === undefined) return;
      last = { page, next };
      extend(last, guesses.after(page, bytes));
    },
    close() {
      last = undefined;
      scope.end();
    },
  };
}
