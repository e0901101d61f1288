// A try-out: authenticates, reads one page of each resource and says what it found.

import type { Batch } from '../core/batch.ts';
import { type PenstockError, toPenstockError } from '../core/errors.ts';
import type { Emit } from '../core/events.ts';
import type { BoundPlan } from '../language/language.ts';
import { chainOf, elementsOf } from '../stages/index.ts';
import { selectResources } from './select-resources.ts';
import type { Session } from './session.ts';

export interface Verdict {
  readonly resource: string;
  readonly isFine: boolean;
  readonly records: number;
  readonly rejects: number;
  /** Why the first reject was one. */
  readonly firstReject: string | undefined;
  readonly hasMore: boolean;
  readonly error?: PenstockError;
}

export interface CheckOptions {
  readonly resources?: readonly string[];
  readonly signal: AbortSignal;
  readonly emit: Emit;
}

/** @throws the signal's reason when it ended the check */
export async function check(
  plan: BoundPlan,
  session: Session,
  options: CheckOptions,
): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const resource of selectResources(plan, options.resources ?? [])) {
    const reader = session.reader(options.emit, options.signal);
    const source = reader.open(resource, { signal: reader.scope.signal, isWindowed: false });
    const chain = chainOf(resource, options.emit);
    try {
      const batch = await firstBatch(elementsOf(chain.stream(source.pages, false)));
      verdicts.push({
        resource: resource.name,
        isFine: batch.rejects.length === 0,
        records: batch.records.length,
        rejects: batch.rejects.length,
        firstReject: batch.rejects[0] && `${batch.rejects[0].column ?? 'record'}: ${batch.rejects[0].reason}`,
        hasMore: batch.position !== undefined,
      });
    } catch (thrown) {
      options.signal.throwIfAborted();
      const error = toPenstockError(thrown).locate({ resource: resource.name });
      const none = { records: 0, rejects: 0, firstReject: undefined, hasMore: false };
      verdicts.push({ resource: resource.name, isFine: false, ...none, error });
    } finally {
      reader.close();
      chain.close();
      await source.pages.return();
    }
  }
  return verdicts;
}

async function firstBatch(batches: AsyncGenerator<Batch, void, undefined>): Promise<Batch> {
  const first = await batches.next();
  if (first.done !== true) return first.value;
  throw new TypeError('a resource without a page');
}
