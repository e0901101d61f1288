// The time that a run is given: when it is over, the source of each resource ends as if it had failed, so that what came
// before is kept where it can be.
import { setMaxListeners } from 'node:events';
import { DeadlineError } from './errors.ts';
import { after } from './time.ts';

export interface Deadline {
  readonly signal: AbortSignal;
  /** Leaves no timer behind. */
  cancel(): void;
}

/**
 * @param seconds from now
 * @param given as it was asked for, for the error that is the signal's reason
 */
export function deadlineIn(seconds: number, given: string): Deadline {
  const controller = new AbortController();
  // Every resource listens.
  setMaxListeners(0, controller.signal);
  const cancel = after(seconds, () => controller.abort(new DeadlineError(given)));
  return { signal: controller.signal, cancel };
}

/**
 * Ends a generator with the signal's reason, though it waits for something.
 * @param items whoever reads them ends what they wait for
 */
export async function* until<T>(
  signal: AbortSignal | undefined,
  items: AsyncGenerator<T, void, undefined>,
): AsyncGenerator<T, void, undefined> {
  if (signal === undefined) {
    yield* items;
    return;
  }
  // Anew for each item: what is raced against one promise all the time is held by it all the time.
  let stop: (reason: unknown) => void = () => {};
  const onAbort = () => stop(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    for (;;) {
      signal.throwIfAborted();
      const { done, value } = await new Promise<IteratorResult<T, void>>((resolve, reject) => {
        stop = reject;
        items.next().then(resolve, reject);
      });
      if (done === true) return;
      yield value as T;
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    // What it waits for ends with its reader; nobody waits for that here.
    items.return().catch(() => {});
  }
}
