// Pages asked for ahead of their turn, where the paginator can count them: a guess costs a request, never a record.
import { setMaxListeners } from 'node:events';
import type { PageAnswer } from './http/client.ts';
import type { PageFacts, Paginator, Position } from './paginators/contract.ts';

// Doubled with each page that came as guessed: a resource of two pages costs one request more, not a window of them.
const FIRST_WIDTH = 2;
const WIDEST = 16;
// Answers wait here for their turn; so many bytes of them at most, beyond the first.
const MOST_WAITING_BYTES = 16 * 1024 * 1024;

export interface Window {
  /** The answer to a request: one that is already under way, or a new one. */
  take(position: Position): Promise<PageAnswer>;
  /** Asks for what should follow a page. */
  fill(page: PageFacts, next: Position, bytes: number): void;
  /** Ends the requests that nobody will take. */
  close(): void;
}

type Ask = (position: Position, signal: AbortSignal) => Promise<PageAnswer>;

/** Each page is asked for when its turn comes. */
export function noWindow(ask: Ask, signal: AbortSignal): Window {
  return { take: (position) => ask(position, signal), fill: () => {}, close: () => {} };
}

/**
 * @param paginator one that has `ahead`
 * @param ask sends a request
 * @param signal ends all of them
 */
export function pageWindow(paginator: Paginator, ask: Ask, signal: AbortSignal): Window {
  const underWay = new Map<string, Promise<PageAnswer>>();
  let ending = newController();
  let width = FIRST_WIDTH;
  let lastSize = 0;
  let received = 0;
  let pagesRead = 0;

  const endAll = () => ending.abort();
  signal.addEventListener('abort', endAll, { once: true });
  const clear = () => {
    if (underWay.size === 0) return;
    endAll();
    ending = newController();
    underWay.clear();
  };
  const start = (position: Position) => {
    const key = keyOf(position);
    if (underWay.has(key)) return;
    const answer = ask(position, ending.signal);
    // It is reported when its turn comes, if it ever does; without a handler Node would end the process first.
    answer.catch(() => {});
    underWay.set(key, answer);
  };

  return {
    take(position) {
      const key = keyOf(position);
      const known = underWay.get(key);
      if (known === undefined) {
        // The pages did not come as guessed: what is under way begins in the wrong places.
        clear();
        width = FIRST_WIDTH;
        return ask(position, signal);
      }
      underWay.delete(key);
      width = Math.min(width * 2, WIDEST);
      return known;
    },
    fill(page, next, bytes) {
      const size = page.records.length;
      received += size;
      pagesRead += 1;
      const isConfirmed = size > 0 && (size === paginator.pageSize || size === lastSize);
      lastSize = size;
      if (!isConfirmed) return;
      const stated = paginator.total?.(page);
      const most = Math.min(
        width,
        Math.max(1, Math.floor(MOST_WAITING_BYTES / Math.max(1, bytes))),
        Math.max(1, Math.ceil((countOf(stated?.records) - received) / size)),
        Math.max(1, countOf(stated?.pages) - pagesRead),
      );
      for (let steps = 0; steps < most; steps += 1) {
        const position = paginator.ahead?.(page, steps);
        if (position === undefined) return;
        // The first of them is no guess: it is what the page itself named.
        start(steps === 0 ? next : position);
      }
    },
    close() {
      signal.removeEventListener('abort', endAll);
      clear();
    },
  };
}

function newController(): AbortController {
  const controller = new AbortController();
  // Every request under way listens.
  setMaxListeners(0, controller.signal);
  return controller;
}

function keyOf(position: Position): string {
  return JSON.stringify(position);
}

// What a total lets expect; infinite where none is stated.
function countOf(total: unknown): number {
  return typeof total === 'number' && total >= 0 ? total : Number.POSITIVE_INFINITY;
}
