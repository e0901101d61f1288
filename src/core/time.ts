// Waiting that an abort ends.
import { setTimeout as delay } from 'node:timers/promises';

// Node's timers hold a 32-bit count of milliseconds; a longer wait would fire at once.
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Waits for a time in seconds.
 * @throws the signal's AbortError when it ends the wait
 */
export async function sleep(seconds: number, signal: AbortSignal | undefined): Promise<void> {
  let left = Math.max(0, seconds * 1000);
  while (left > 0) {
    const step = Math.min(left, LONGEST_TIMER_MS);
    await delay(step, undefined, { signal });
    left -= step;
  }
}

/**
 * Calls back after a time in seconds, however long.
 * @returns a function that calls it off
 */
export function after(seconds: number, call: () => void): () => void {
  let left = seconds * 1000;
  let timer: NodeJS.Timeout;
  const arm = () => {
    const step = Math.min(left, LONGEST_TIMER_MS);
    left -= step;
    timer = setTimeout(() => (left > 0 ? arm() : call()), step);
  };
  arm();
  return () => clearTimeout(timer);
}
