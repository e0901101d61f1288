// Scopes of abort: ending one ends its children, and a child that is over leaves nothing behind in its parent.
import { setMaxListeners } from 'node:events';
import { after } from './time.ts';

export interface Scope {
  /** Aborted when this scope, or one it lies in, ends. */
  readonly signal: AbortSignal;
  /** A scope inside this one; already ended where this one is. */
  child(): Scope;
  /** Ends the scope and its children; a second call changes nothing. */
  end(reason?: unknown): void;
  /** Ends the scope when it is left by `using`. */
  [Symbol.dispose](): void;
}

/**
 * Opens a scope.
 * @param outer a caller's own signal, whose reason is passed on
 */
export function openScope(outer?: AbortSignal): Scope {
  if (outer === undefined) return createScope(() => {});
  const scope = createScope(() => outer.removeEventListener('abort', pass));
  const pass = () => scope.end(outer.reason);
  if (outer.aborted) pass();
  else outer.addEventListener('abort', pass, { once: true });
  return scope;
}

// Parents know their children by a set, not by listeners on their signal: on Node 20 each signal of AbortSignal.any
// stays tied to the others until the end, and a run has a scope for every request.
function createScope(leave: () => void): Scope {
  const controller = new AbortController();
  // Every request under way may listen.
  setMaxListeners(0, controller.signal);
  const children = new Set<Scope>();
  const end = (reason?: unknown) => {
    if (controller.signal.aborted) return;
    leave();
    controller.abort(reason);
    for (const child of [...children]) child.end(reason);
  };
  return {
    signal: controller.signal,
    child() {
      const child = createScope(() => children.delete(child));
      children.add(child);
      if (controller.signal.aborted) child.end(controller.signal.reason);
      return child;
    },
    end,
    [Symbol.dispose]: () => end(),
  };
}

/** A time after which a signal is aborted; for one request among thousands, so it is as light as can be. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Leaves the outer signal and stops the clock, without aborting anything. */
  close(): void;
}

/**
 * @param outer aborts it too
 * @param seconds until it is aborted with the reason
 */
export function openDeadline(outer: AbortSignal, seconds: number, reason: unknown): Deadline {
  const controller = new AbortController();
  const pass = () => controller.abort(outer.reason);
  const callOff = after(seconds, () => controller.abort(reason));
  if (outer.aborted) pass();
  else outer.addEventListener('abort', pass, { once: true });
  return {
    signal: controller.signal,
    close() {
      callOff();
      outer.removeEventListener('abort', pass);
    },
  };
}
