// One resource as a generator of pages, all its partitions in it.
import type { ClientPlan, ComponentOptions, ResourcePlan } from '../config/pipeline.ts';
import type { Page } from '../core/batch.ts';
import type { Emit } from '../core/events.ts';
import { openScope, type Scope } from '../core/scope.ts';
import type { Auth } from './auth/contract.ts';
import { requestBuilder } from './build-request.ts';
import { endpointFiller } from './fill-templates.ts';
import type { Client } from './http/client.ts';
import {
  firstRun,
  type IncrementalReading,
  type IncrementalRun,
  readIncrementally,
} from './incremental/index.ts';
import { interleave } from './interleave.ts';
import { type ChainReport, pages } from './pages.ts';
import type { Paginator } from './paginators/contract.ts';
import { combine } from './partitions/combine.ts';
import type { Partition, Partitions } from './partitions/contract.ts';
import { recordSelector } from './select-records.ts';

// So many partitions of one resource are read at once.
const PARTITIONS_AT_ONCE = 4;

export interface SourceContext {
  readonly client: Client;
  readonly clientPlan: ClientPlan;
  readonly createPaginator: (options: ComponentOptions) => Paginator;
  readonly createRouter: (options: ComponentOptions) => Partitions;
  readonly authOf: (options: ComponentOptions | null | undefined) => Auth | undefined;
  readonly emit: Emit;
  /** Ends this resource's requests. */
  readonly signal: AbortSignal;
  /** Whether more pages than the next may be asked for ahead; false where only the first few are wanted. */
  readonly isWindowed: boolean;
  /** What is known of the runs before; default: nothing. */
  readonly incremental?: IncrementalRun | undefined;
}

export interface ResourceSource {
  readonly report: ChainReport;
  /** Nothing is requested before a page is asked for, and then only that one. */
  readonly pages: AsyncGenerator<Page, void, undefined>;
  /** Of a resource that is read since its last run. */
  readonly incremental: IncrementalReading | undefined;
}

/**
 * Opens a resource without requesting anything; its partitions are made as they are read.
 */
export function openResource(plan: ResourcePlan, context: SourceContext): ResourceSource {
  const { client, emit } = context;
  const report: ChainReport = { isComplete: true, statedTotal: undefined, ignored: 0 };
  const format = plan.endpoint.response_format ?? context.clientPlan.response_format;
  const lookedAt = [...new Set(plan.processing_steps.flatMap((step) => step.names))];
  const requester = client.requester(plan.name, context.authOf(plan.endpoint.auth), plan.endpoint, emit, {
    isWhole: lookedAt.includes('response'),
  });
  const select = recordSelector(plan.endpoint, format, plan.name, emit);
  const routers = plan.endpoint.partition_router.map((options) => () => context.createRouter(options));
  const endpointIn = endpointFiller(plan.endpoint, context.clientPlan.headers);
  const scope = openScope(context.signal);
  const chainOf = (partition: Partition, own: ChainReport) =>
    pages(
      {
        ...common,
        partition,
        build: requestBuilder(context.clientPlan, endpointIn(partition.values), partition, format),
      },
      own,
    );
  const chains = async function* () {
    for await (const partition of combine(routers)) yield chainOf(partition, report);
  };
  const chainsOf = async function* (reading: IncrementalReading) {
    for await (const partition of combine(routers)) {
      for (const slice of reading.slices(partition)) {
        const own: ChainReport = { isComplete: true, statedTotal: undefined, ignored: 0 };
        yield slice.read(reportedIn(report, own, chainOf(slice.partition, own)), () => own.isComplete);
      }
    }
  };
  const common = {
    resource: plan.name,
    paginator: context.createPaginator(plan.endpoint.paginator),
    isDeduplicated: plan.dedupe,
    isSelective: /\?|\[-?\d*:/.test(plan.endpoint.data_selector ?? ''),
    requester,
    lookedAt,
    select,
    emit,
    isWindowed: context.isWindowed,
    signal: scope.signal,
  };
  const { incremental } = plan.endpoint;
  if (incremental === undefined) {
    const all = interleave(chains(), PARTITIONS_AT_ONCE);
    return { report, pages: endingWith(scope, all), incremental: undefined };
  }
  const reading = readIncrementally(plan, incremental, context.incremental ?? firstRun());
  const all = reading.handOn(interleave(chainsOf(reading), PARTITIONS_AT_ONCE));
  return { report, pages: endingWith(scope, all), incremental: reading };
}

/** One chain that has a report of its own, which goes into the resource's page by page. */
async function* reportedIn(
  report: ChainReport,
  own: ChainReport,
  chain: AsyncGenerator<Page, void, undefined>,
): AsyncGenerator<Page, void, undefined> {
  let told = 0;
  for await (const page of chain) {
    report.ignored += own.ignored - told;
    told = own.ignored;
    report.isComplete &&= own.isComplete;
    report.statedTotal = own.statedTotal ?? report.statedTotal;
    yield page;
  }
}

// A generator that is left finishes what it waits for first: the requests under way are ended before it is told.
function endingWith<T>(
  scope: Scope,
  items: AsyncGenerator<T, void, undefined>,
): AsyncGenerator<T, void, undefined> {
  return {
    next: () => items.next(),
    return(value) {
      scope.end();
      return items.return(value);
    },
    throw(error) {
      scope.end();
      return items.throw(error);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
