// Asks an address once, and where a paginator is to be confirmed once more, as a run would ask: same client, same retries.
import type { Environment } from '../../config/environment.ts';
import { type PenstockError, toPenstockError } from '../../core/errors.ts';
import type { Emit } from '../../core/events.ts';
import type { BoundPlan } from '../../language/language.ts';
import { done, type PageFacts, type PageRequest, type Paginator } from '../../source/paginators/contract.ts';
import { openSession } from '../session.ts';

export interface Observed {
  readonly first: PageFacts;
  readonly second: PageFacts | undefined;
  /** Why the second answer was none. */
  readonly error: PenstockError | undefined;
}

export interface ObserveOptions {
  readonly environment: Environment;
  readonly signal: AbortSignal;
  readonly emit: Emit;
  /** The request that is to confirm what the first answer says; undefined where there is nothing to confirm. */
  readonly confirm: (first: PageFacts) => PageRequest | undefined;
}

/**
 * @param plan of one resource, whose records are the body as a whole
 * @throws PenstockError of the first request
 */
export async function observe(plan: BoundPlan, options: ObserveOptions): Promise<Observed> {
  let first: PageFacts | undefined;
  let second: PageFacts | undefined;
  let request: PageRequest = {};
  // A paginator that only looks: it hands out what it sees, and asks what it is told to.
  const observer: Paginator = {
    start: { at: 1 },
    request: ({ at }) => (at === 1 ? {} : request),
    next(page) {
      if (page.index > 1) {
        second = page;
        return done;
      }
      first = page;
      const next = options.confirm(page);
      if (next === undefined) return done;
      request = next;
      return { position: { at: 2 } };
    },
    ending: { isUnquestioned: true },
  };
  const language = { ...plan.language, createPaginator: () => observer };
  const session = openSession({ ...plan, language }, options.environment);
  let error: PenstockError | undefined;
  try {
    const reader = session.reader(options.emit, options.signal);
    for (const resource of plan.resources) {
      // Repeats are looked for here, not there.
      const source = reader.open(
        { ...resource, dedupe: true },
        { signal: reader.scope.signal, isWindowed: false },
      );
      for await (const _ of source.pages);
    }
    reader.close();
  } catch (thrown) {
    options.signal.throwIfAborted();
    if (first === undefined) throw thrown;
    error = toPenstockError(thrown);
  } finally {
    await session.close();
  }
  if (first === undefined) throw error ?? new Error('no answer was seen');
  return { first, second, error };
}
