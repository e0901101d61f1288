// Resources as Node streams: of records, through the chain, or of pages as they came.
import type { Plan, ResourcePlan } from '../config/pipeline.ts';
import type { JsonRecord, Origin, Page, Reject } from '../core/batch.ts';
import { ContractError, UsageError } from '../core/errors.ts';
import type { Emit } from '../core/events.ts';
import { openScope, type Scope } from '../core/scope.ts';
import { openParents } from '../run/parents.ts';
import { resourceNamed } from '../run/select-resources.ts';
import type { Session } from '../run/session.ts';
import { chainOf, elementsOf } from '../stages/index.ts';
import { readableOf, type TypedReadable } from './readable.ts';

export interface ReadOptions {
  /** Ends the requests. */
  readonly signal?: AbortSignal;
  /** Takes what breaks the schema; without it the first such record is an error. */
  readonly onReject?: (reject: Reject) => void;
  readonly onProgress?: Emit;
}

type Opened = () => Session;

/** The records of a resource, through every stage. */
export function recordsOf(
  plan: Plan,
  opened: Opened,
  name: string,
  options: ReadOptions,
): TypedReadable<JsonRecord> {
  return read(plan, opened, name, options, async function* (resource, pages) {
    const chain = chainOf(resource, options.onProgress ?? (() => {}));
    try {
      for await (const { records, rejects, ...origin } of elementsOf(chain.stream(pages, true))) {
        for (const reject of rejects) {
          if (options.onReject === undefined) throw rejection(reject, origin);
          options.onReject(reject);
        }
        yield records;
      }
    } finally {
      chain.close();
    }
  });
}

/** The pages of a resource, before any stage. */
export function pagesOf(plan: Plan, opened: Opened, name: string, options: ReadOptions): TypedReadable<Page> {
  return read(plan, opened, name, options, async function* (_, pages) {
    for await (const page of pages) yield [page];
  });
}

type Pages = AsyncGenerator<Page, void, undefined>;

/** Nothing is opened before the stream is read. */
function read<T>(
  plan: Plan,
  opened: Opened,
  name: string,
  { signal, onProgress = () => {} }: ReadOptions,
  listsOf: (resource: ResourcePlan, pages: Pages) => AsyncGenerator<readonly T[], void, undefined>,
): TypedReadable<T> {
  const scope: Scope = openScope(signal);
  async function* lists(): AsyncGenerator<readonly T[], void, undefined> {
    const resource = resourceNamed(plan, name);
    const reader = opened().reader(onProgress, scope.signal);
    const ended = reader.scope.signal;
    const isWindowed = true;
    const parents = openParents(plan, [resource], reader, { emit: onProgress, isWindowed });
    const { pages } = parents.open(resource, { signal: ended, isWindowed });
    try {
      yield* listsOf(resource, pages);
    } catch (error) {
      signal?.throwIfAborted();
      if (ended.aborted && !scope.signal.aborted)
        throw new UsageError(`${plan.name} was closed while ${name} was read`);
      throw error;
    } finally {
      // The requests end first: one that is under way would have to be waited for.
      reader.close();
      scope.end();
      await pages.return();
      await parents.settled();
    }
  }
  return readableOf(lists(), () => scope.end());
}

function rejection({ column, reason }: Reject, { resource, page }: Origin): ContractError {
  const what = column === undefined ? reason : `column "${column}": ${reason}`;
  return new ContractError(`a record was rejected: ${what}`, {
    where: { resource, page },
    hint: 'take rejected records with onReject, or change columns or schema_contract',
  });
}
