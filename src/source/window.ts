// The pages of a chain that are under way: the next one, and where pages can be counted, some ahead of their turn.

import { HttpStatusError } from '../core/errors.ts';
import { openScope } from '../core/scope.ts';
import { guessesAhead, WIDEST } from './guesses.ts';
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
  let scope = openScope(signal);
  const guesses = guessesAhead(paginator);

  const clear = () => {
    guesses.reset();
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
    try {
      const answer = await (near ?? ask(position, { signal: scope.signal, isTry: true }));
      guesses.learn(ordinal, isFilled(answer));
    } catch (error) {
      guesses.learn(ordinal, error instanceof HttpStatusError ? false : undefined);
    }
  };

  return {
    async take(position, page) {
      const key = JSON.stringify(position);
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
      const { certain, guessed, scouts } = guesses.after(page, bytes);
      if (certain + guessed === 0) return;
      // The first of them is no guess: it is what the page itself named.
      start(next, false, page.index + 1);
      for (let steps = 1; steps < certain + guessed; steps += 1) {
        const position = paginator.ahead(page, steps);
        if (position === undefined) return;
        start(position, false, page.index + 1 + steps);
      }
      for (const { ordinal, steps } of scouts) {
        const position = paginator.ahead(page, steps);
        if (position === undefined) continue;
        // Near enough, its answer is as good in its turn.
        void scout(ordinal, position, steps < WIDEST ? start(position, true) : undefined);
      }
    },
    close: () => scope.end(),
  };
}
