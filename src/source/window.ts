// Pages asked for ahead of their turn, where the paginator can count them: a guess costs a request, never a record.
import { setMaxListeners } from 'node:events';
import type { PageAnswer } from './http/client.ts';
import type { PageFacts, PageRequest, Paginator } from './paginators/contract.ts';

// Doubled with each page that came as guessed: a resource of two pages costs one request more, not a window of them.
const FIRST_WIDTH = 2;
const WIDEST = 16;
// Answers wait here for their turn; so many bytes of them at most, beyond the first.
const MOST_WAITING_BYTES = 16 * 1024 * 1024;

export interface Window {
  /** The answer to a request: one that is already under way, or a new one. */
  take(request: PageRequest): Promise<PageAnswer>;
  /** Asks for what should follow a page. */
  fill(page: PageFacts, next: PageRequest, bytes: number): void;
  /** Ends the requests that nobody will take. */
  close(): void;
}

type Ask = (request: PageRequest, signal: AbortSignal) => Promise<PageAnswer>;

/** Each page is asked for when its turn comes. */
export function noWindow(ask: Ask, signal: AbortSignal): Window {
  return { take: (request) => ask(request, signal), fill: () => {}, close: () => {} };
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

  const endAll = () => ending.abort();
  signal.addEventListener('abort', endAll, { once: true });
  const clear = () => {
    if (underWay.size === 0) return;
    endAll();
    ending = newController();
    underWay.clear();
  };
  const start = (request: PageRequest) => {
    const key = keyOf(request);
    if (underWay.has(key)) return;
    const answer = ask(request, ending.signal);
    // It is reported when its turn comes, if it ever does; without a handler Node would end the process first.
    answer.catch(() => {});
    underWay.set(key, answer);
  };

  return {
    take(request) {
      const key = keyOf(request);
      const known = underWay.get(key);
      if (known === undefined) {
        // The pages did not come as guessed: what is under way begins in the wrong places.
        clear();
        width = FIRST_WIDTH;
        return ask(request, signal);
      }
      underWay.delete(key);
      width = Math.min(width * 2, WIDEST);
      return known;
    },
    fill(page, next, bytes) {
      const size = page.records.length;
      const isConfirmed = size > 0 && (size === paginator.pageSize || size === lastSize);
      lastSize = size;
      if (!isConfirmed) return;
      const most = Math.min(width, Math.max(1, Math.floor(MOST_WAITING_BYTES / Math.max(1, bytes))));
      for (let steps = 0; steps < most; steps += 1) {
        const request = paginator.ahead?.(page, steps);
        if (request === undefined) return;
        // The first of them is no guess: it is what the page itself named.
        start(steps === 0 ? next : request);
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

function keyOf(request: PageRequest): string {
  return JSON.stringify(request.position);
}
