// The first records of a resource, raw or through its stages, for commands that only look.
import type { ResourcePlan } from '../config/pipeline.ts';
import type { JsonRecord, Reject } from '../core/batch.ts';
import { type PenstockError, toPenstockError } from '../core/errors.ts';
import type { Emit } from '../core/events.ts';
import { chainOf, elementsOf } from '../stages/index.ts';
import { openParents } from './parents.ts';
import type { Session } from './session.ts';

export interface SampleOptions {
  readonly most: number;
  /** False: as the API gave them. */
  readonly isNormalized: boolean;
  /** Of a resource that has a parent: the records that are read for the parent's first, or for as many as it takes. */
  readonly parents: 'first' | 'all';
  readonly signal: AbortSignal;
  readonly emit: Emit;
}

export interface Sample {
  readonly records: readonly JsonRecord[];
  readonly rejects: readonly Reject[];
  readonly pages: number;
  /** What ended the reading behind the first records. */
  readonly error: PenstockError | undefined;
}

/**
 * Requests no page more than the records need.
 * @throws PenstockError of the source before the first record; the signal's reason when it ended the reading
 */
export async function sample(
  session: Session,
  resource: ResourcePlan,
  { most, isNormalized, parents: wanted, signal, emit }: SampleOptions,
): Promise<Sample> {
  const reader = session.reader(emit, signal);
  const chain = chainOf(isNormalized ? resource : asGiven(resource), emit);
  const records: JsonRecord[] = [];
  const rejects: Reject[] = [];
  const pages = new Set<string>();
  const isWindowed = false;
  const parents = openParents(session.plan, [resource], reader, {
    emit,
    isWindowed,
    isSample: wanted === 'first',
  });
  const source = parents.open(resource, { signal: reader.scope.signal, isWindowed });
  try {
    for await (const batch of elementsOf(chain.stream(source.pages, false))) {
      pages.add(`${batch.partition} ${batch.page}`);
      rejects.push(...batch.rejects);
      records.push(...batch.records.slice(0, most - records.length));
      if (records.length >= most) break;
    }
    return { records, rejects, pages: pages.size, error: undefined };
  } catch (thrown) {
    signal.throwIfAborted();
    if (records.length === 0) throw thrown;
    return { records, rejects, pages: pages.size, error: toPenstockError(thrown) };
  } finally {
    chain.close();
    reader.close();
    await source.pages.return();
    await parents.settled();
  }
}

function asGiven(resource: ResourcePlan): ResourcePlan {
  return { ...resource, columns: undefined, naming: 'keep', max_table_nesting: 0, dedupe: false };
}
