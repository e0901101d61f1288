// One resource as a generator of pages, all its partitions in it.
import type { ClientPlan, ComponentOptions, ResourcePlan } from '../config/pipeline.ts';
import type { Page } from '../core/batch.ts';
import type { Emit } from '../core/events.ts';
import type { Auth } from './auth/contract.ts';
import { requestBuilder } from './build-request.ts';
import type { Client } from './http/client.ts';
import { interleave } from './interleave.ts';
import { type ChainReport, pages } from './pages.ts';
import type { Paginator } from './paginators/contract.ts';
import { combine } from './partitions/combine.ts';
import type { Partition } from './partitions/contract.ts';
import { recordSelector } from './select-records.ts';

// So many partitions of one resource are read at once.
const PARTITIONS_AT_ONCE = 4;

export interface SourceContext {
  readonly client: Client;
  readonly clientPlan: ClientPlan;
  readonly createPaginator: (options: ComponentOptions) => Paginator;
  readonly createRouter: (options: ComponentOptions) => Iterable<Partition>;
  readonly authOf: (options: ComponentOptions | null | undefined) => Auth | undefined;
  readonly emit: Emit;
  /** Ends this resource's requests. */
  readonly signal: AbortSignal;
  /** Whether more pages than the next may be asked for ahead; false where only the first few are wanted. */
  readonly isWindowed: boolean;
}

export interface ResourceSource {
  readonly report: ChainReport;
  /** Nothing is requested before a page is asked for, and then only that one. */
  readonly pages: AsyncGenerator<Page, void, undefined>;
}

/**
 * Opens a resource without requesting anything.
 * @throws ConfigError when its path has a placeholder that nothing fills
 */
export function openResource(plan: ResourcePlan, context: SourceContext): ResourceSource {
  const { client, emit } = context;
  const report: ChainReport = { isComplete: true, statedTotal: undefined, ignored: 0 };
  const requester = client.requester(
    plan.name,
    context.authOf(plan.endpoint.auth),
    plan.endpoint.response_actions,
    emit,
  );
  const select = recordSelector(plan.endpoint.data_selector, plan.name, emit);
  const partitions = [...combine(plan.endpoint.partition_router.map(context.createRouter))];
  const chains = partitions.map((partition) => ({
    resource: plan.name,
    partition,
    paginator: context.createPaginator(plan.endpoint.paginator),
    isDeduplicated: plan.dedupe,
    isSelective: plan.endpoint.data_selector?.includes('?') === true,
    requester,
    build: requestBuilder(context.clientPlan, plan.endpoint, partition),
    select,
    emit,
    isWindowed: context.isWindowed,
    signal: context.signal,
  }));
  const generators = (function* () {
    for (const chain of chains) yield pages(chain, report);
  })();
  return { report, pages: interleave(generators, PARTITIONS_AT_ONCE) };
}
