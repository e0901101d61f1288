// Waiting that an abort ends.
import { setTimeout as delay } from 'node:timers/promises';

// Node's timers hold a 32-bit count of milliseconds; a longer wait would fire at once.
const LONGEST_TIMER_MS = 2 ** 31 - 1;

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
