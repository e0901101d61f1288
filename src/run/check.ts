// A rehearsal of a run: the first pages of each resource through the same chain, and what they say.
import type { ResourcePlan } from '../config/pipeline.ts';
import { type PenstockError, toPenstockError } from '../core/errors.ts';
import type { Emit, PenstockEvent } from '../core/events.ts';
import type { BoundPlan } from '../language/language.ts';
import { chainOf, elementsOf } from '../stages/index.ts';
import { openParents } from './parents.ts';
import { allRejected, NO_REJECTS, tooManyRejects } from './rejects.ts';
import { selectResources } from './select-resources.ts';
import type { Session } from './session.ts';

export interface Verdict {
  readonly resource: string;
  readonly isFine: boolean;
  readonly paginator: string;
  readonly pages: number;
  readonly records: number;
  readonly rejects: number;
  readonly duplicates: number;
  /** Why the first reject was one. */
  readonly firstReject: string | undefined;
  /** There are pages behind those that were read. */
  readonly hasMore: boolean;
  /** What a user should look at, though a run may go well. */
  readonly remarks: readonly string[];
  /** What a run would end with. */
  readonly error?: PenstockError;
}

export interface CheckOptions {
  readonly resources?: readonly string[];
  readonly signal: AbortSignal;
  readonly emit: Emit;
}

// The second shows that the first leads on to it.
const PAGES = 2;
// Four partitions are read at once: with the fifth page the first of them has come to its end and is judged.
const MOST_PAGES = 5;

/**
 * Tries resources one by one.
 * @throws UsageError for an unknown resource; the signal's reason when it ended the check
 */
export async function* check(
  plan: BoundPlan,
  session: Session,
  options: CheckOptions,
): AsyncGenerator<Verdict, void, undefined> {
  for (const resource of selectResources(plan, options.resources ?? [])) {
    yield await tryOut(resource, session, options);
  }
}

async function tryOut(
  resource: ResourcePlan,
  session: Session,
  { signal, emit }: CheckOptions,
): Promise<Verdict> {
  const remarks: string[] = [];
  const listen = (event: PenstockEvent) => {
    const isRemark = event.kind === 'warning' || event.kind === 'notice';
    if (isRemark && event.resource === resource.name) remarks.push(event.message);
    else emit(event);
  };
  const reader = session.reader(listen, signal);
  const isWindowed = false;
  const parents = openParents(session.plan, [resource], reader, { emit: listen, isWindowed, isSample: true });
  const source = parents.open(resource, { signal: reader.scope.signal, isWindowed });
  const chain = chainOf(resource, listen);
  const counts = { pages: 0, records: 0, rejects: 0 };
  let firstReject: string | undefined;
  let hasMore = false;
  let seen = 0;
  let error: PenstockError | undefined;
  try {
    for await (const batch of elementsOf(chain.stream(source.pages, false))) {
      counts.pages = Math.max(counts.pages, batch.page);
      counts.rejects += batch.rejects.length;
      counts.records += batch.records.length;
      const [reject] = batch.rejects;
      firstReject ??= reject && `${reject.column ?? 'record'}: ${reject.reason}`;
      hasMore = batch.position !== undefined;
      seen += 1;
      // At the end of a chain the loop goes on: what speaks against that end comes as an error.
      if ((hasMore && batch.page >= PAGES) || seen >= MOST_PAGES) break;
    }
    chain.end();
    const came = { ...counts, ...chain.counts };
    error = allRejected(came, firstReject) ?? tooManyRejects(came, NO_REJECTS);
  } catch (thrown) {
    signal.throwIfAborted();
    error = toPenstockError(thrown).locate({ resource: resource.name });
  } finally {
    reader.close();
    chain.close();
    await source.pages.return();
    await parents.settled();
  }
  return {
    resource: resource.name,
    isFine: error === undefined,
    paginator: resource.endpoint.paginator.type,
    ...counts,
    duplicates: chain.counts.duplicates,
    firstReject,
    hasMore,
    remarks,
    ...(error === undefined ? {} : { error }),
  };
}
