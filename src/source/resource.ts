// One resource as a generator of pages, all its partitions in it.
import { PARENT_ROUTER } from '../config/parent-router.ts';
import type { ClientPlan, ComponentOptions, ResourcePlan } from '../config/pipeline.ts';
import type { Page } from '../core/batch.ts';
import { until } from '../core/deadline.ts';
import { PenstockError } from '../core/errors.ts';
import type { Emit } from '../core/events.ts';
import type { FeedReader } from '../core/feed.ts';
import type { RangeFacts } from '../core/page-range.ts';
import type { Progress, ResumePoint, WrittenPartitions } from '../core/resume-point.ts';
import { openScope, type Scope } from '../core/scope.ts';
import type { Auth } from './auth/contract.ts';
import { requestBuilder } from './build-request.ts';
import { endpointFiller } from './fill-templates.ts';
import type { Client } from './http/client.ts';
import {
  endsEarly,
  firstRun,
  type IncrementalReading,
  type IncrementalRun,
  readIncrementally,
} from './incremental/index.ts';
import { interleave } from './interleave.ts';
import { type PageRanges, readRanges } from './page-ranges.ts';
import { type ChainReport, pages } from './pages.ts';
import type { Paginator } from './paginators/contract.ts';
import { paginators } from './paginators/index.ts';
import { combine } from './partitions/combine.ts';
import type { Partition, Partitions, Slice } from './partitions/contract.ts';
import { fromFeed } from './partitions/from-feed.ts';
import { recordSelector } from './select-records.ts';

// So many partitions of one resource are read at once.
const PARTITIONS_AT_ONCE = 4;
// Of a child twice as many as requests may be under way: while one is slow, those behind it use its places.
const CHILDREN_PER_REQUEST = 2;

/** What one of several processes may read alone. */
export interface Unit {
  /** Key of a partition. */
  readonly partition: string;
  /** Where a window of time begins, for a resource that is read window by window. */
  readonly window?: string;
}

export interface SourceContext {
  readonly client: Client;
  readonly clientPlan: ClientPlan;
  readonly createPaginator: (options: ComponentOptions) => Paginator;
  readonly createRouter: (options: ComponentOptions, parents: AsyncIterable<Slice>) => Partitions;
  readonly authOf: (options: ComponentOptions | null | undefined) => Auth | undefined;
  readonly emit: Emit;
  /** Ends this resource's requests. */
  readonly signal: AbortSignal;
  /** Whether more pages than the next may be asked for ahead; false where only the first few are wanted. */
  readonly isWindowed: boolean;
  /** What is known of the runs before; default: nothing. */
  readonly incremental?: IncrementalRun | undefined;
  /** What comes from the parent of a resource that has one. */
  readonly feed?: FeedReader | undefined;
  /** Ends the reading as a failure of the source does. */
  readonly deadline?: AbortSignal | undefined;
  /** Which units are read; the others are another process's. Default: all. */
  readonly owns?: ((unit: Unit) => boolean) | undefined;
  /** Which ranges of its pages are read, where several processes read one list. Default: all of it. */
  readonly ranges?: PageRanges | undefined;
  /** What an interrupted run has written; it is not asked for again. Not for resources that are read incrementally. */
  readonly written?: WrittenPartitions | undefined;
}

export interface ResourceSource {
  readonly report: ChainReport;
  /** Nothing is requested before a page is asked for, and then only that one. */
  readonly pages: AsyncGenerator<Page, void, undefined>;
  /** Of a resource that is read since its last run. */
  readonly incremental: IncrementalReading | undefined;
  /** What each range of pages has found, once it is read; undefined for a list that is read as one. */
  readonly ranges: readonly RangeFacts[] | undefined;
}

/**
 * Opens a resource without requesting anything; its partitions are made as they are read.
 */
export function openResource(plan: ResourcePlan, context: SourceContext): ResourceSource {
  const { client, emit } = context;
  const report = newReport();
  const format = plan.endpoint.response_format ?? context.clientPlan.response_format;
  const lookedAt = [...new Set(plan.processing_steps.flatMap((step) => step.names))];
  const requester = client.requester(plan.name, context.authOf(plan.endpoint.auth), plan.endpoint, emit, {
    isWhole: lookedAt.includes('response'),
    isPlain: isPlain(plan.endpoint.paginator),
  });
  const select = recordSelector(plan.endpoint, format, plan.name, emit);
  const endpointIn = endpointFiller(plan.endpoint, context.clientPlan.headers);
  const scope = openScope(context.signal);
  const routers = routersOf(plan, context, scope.signal);
  let reading = 0;
  // One by one, a guess brings nothing forward.
  const isWorthIt = context.isWindowed && context.clientPlan.concurrency > 1;
  const common = {
    resource: plan.name,
    paginator: context.createPaginator(plan.endpoint.paginator),
    isDeduplicated: plan.dedupe,
    isSelective: /\?|\[-?\d*:/.test(plan.endpoint.data_selector ?? ''),
    requester,
    lookedAt,
    select,
    emit,
    // A million parents may have none of this; how many they were is in the report.
    tellIgnored: plan.parent === undefined ? emit : onlyFirst(emit),
    // Each may hold megabytes of pages ahead; where many are read at once, they are ahead of each other.
    isWindowed: () => isWorthIt && reading <= PARTITIONS_AT_ONCE,
    signal: scope.signal,
  };
  const buildFor = (partition: Partition) => {
    try {
      return requestBuilder(context.clientPlan, endpointIn(partition.values), partition, format);
    } catch (error) {
      if (!(error instanceof PenstockError) || partition.key === '') throw error;
      throw error.locate({ resource: plan.name, partition: partition.key });
    }
  };
  const chainIn = (partition: Partition) => ({ ...common, partition, build: buildFor(partition) });
  const emitOf = ({ key }: Partition): Emit =>
    key === '' ? emit : (event) => emit(event.kind === 'warning' ? { partition: key, ...event } : event);
  const chainOf = async function* (
    partition: Partition,
    own: ChainReport,
    point?: ResumePoint,
    paginator = common.paginator,
  ) {
    const { incremental: since } = plan.endpoint;
    // Pages behind the first old one would be asked for in vain.
    const isBrief = since !== undefined && endsEarly(since, context.incremental ?? firstRun(), partition.key);
    const isWindowed = isBrief ? () => false : common.isWindowed;
    reading += 1;
    try {
      const emit = emitOf(partition);
      yield* pages({ ...chainIn(partition), paginator, emit, isWindowed }, own, point);
    } finally {
      reading -= 1;
    }
  };
  const { owns = () => true, ranges } = context;
  const partitions = async function* () {
    for await (const partition of combine(routers)) if (owns({ partition: partition.key })) yield partition;
    const { feed } = context;
    if (feed === undefined) return;
    report.skipped = feed.skipped;
    if (!feed.isComplete) report.isComplete = false;
  };
  const found: RangeFacts[] | undefined = ranges === undefined ? undefined : [];
  const chains = async function* () {
    for await (const partition of partitions()) {
      if (ranges === undefined || found === undefined) yield chainOf(partition, report);
      else
        yield* readRanges(
          chainIn(partition),
          ranges,
          (since, own) => chainOf(partition, report, since, own),
          found,
        );
    }
  };
  // Pages that are written take their turn all the same, so that the others come in the order that they would have.
  const chainsBehind = async function* (written: WrittenPartitions) {
    for await (const partition of partitions()) {
      const progress = written.of(partition.key);
      yield behind(progress, (point) => chainOf(partition, report, point));
    }
  };
  const chainsOf = async function* (since: IncrementalReading) {
    for await (const partition of partitions()) {
      for (const slice of since.slices(partition)) {
        const own = newReport();
        yield slice.read(reportedIn(report, own, chainOf(slice.partition, own)), () => own.isComplete);
      }
    }
  };
  const isWide = plan.parent !== undefined && context.isWindowed;
  const width = isWide ? CHILDREN_PER_REQUEST * context.clientPlan.concurrency : PARTITIONS_AT_ONCE;
  const opened = (all: AsyncGenerator<Page, void, undefined>) => endingWith(scope, context.feed, all);
  const { incremental } = plan.endpoint;
  if (incremental === undefined) {
    const { written } = context;
    const all = async function* () {
      if (written?.isEmpty() !== false) yield* interleave(chains(), width, isWide);
      else yield* unwritten(interleave(chainsBehind(written), width, isWide));
    };
    return { report, pages: opened(until(context.deadline, all())), incremental: undefined, ranges: found };
  }
  const since = readIncrementally(plan, incremental, context.incremental ?? firstRun(), owns);
  const all = since.handOn(until(context.deadline, interleave(chainsOf(since), width, isWide)));
  return { report, pages: opened(all), incremental: since, ranges: undefined };
}

// A caller's own paginator may look at every record, and so does a path with the number of one in it.
function isPlain(paginator: ComponentOptions): boolean {
  return paginators.some(({ type }) => type === paginator.type) && !/\[\d/.test(JSON.stringify(paginator));
}

/** A page that an interrupted run has written. */
const WRITTEN = Symbol('written');

/** A chain in which one thing stands for each page that is written. */
async function* behind(
  progress: Progress | undefined,
  chain: (point: ResumePoint | undefined) => AsyncGenerator<Page, void, undefined>,
): AsyncGenerator<Page | typeof WRITTEN, void, undefined> {
  for (let page = 0; page < (progress?.page ?? 0); page += 1) yield WRITTEN;
  if (progress === undefined || !('isDone' in progress)) yield* chain(progress);
}

async function* unwritten(
  pages: AsyncGenerator<Page | typeof WRITTEN, void, undefined>,
): AsyncGenerator<Page, void, undefined> {
  for await (const page of pages) if (page !== WRITTEN) yield page;
}

function onlyFirst(emit: Emit): Emit {
  let isTold = false;
  return (event) => {
    if (!isTold) emit(event);
    isTold = true;
  };
}

function newReport(): ChainReport {
  return { isComplete: true, statedTotal: undefined, ignored: 0, skipped: 0 };
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

/** The routers of a resource; the records of its parent come first, for they come once. */
function routersOf({ parent, endpoint, name }: ResourcePlan, context: SourceContext, signal: AbortSignal) {
  const { partition_router: written } = endpoint;
  const none = () => fromNothing();
  if (parent === undefined) return written.map((options) => () => context.createRouter(options, none()));
  const { feed } = context;
  if (feed === undefined) throw new TypeError(`${name} has a parent, and nothing feeds it`);
  const slices = () => fromFeed(parent, feed.entries(signal));
  const isOfParent = ({ type }: ComponentOptions) => type === PARENT_ROUTER;
  const router = written.find(isOfParent);
  const others = written.filter((options) => !isOfParent(options));
  return [
    () => (router === undefined ? slices() : context.createRouter(router, slices())),
    ...others.map((options) => () => context.createRouter(options, none())),
  ];
}

async function* fromNothing(): AsyncGenerator<Slice, void, undefined> {}

// A generator that is left finishes what it waits for first: the requests under way are ended before it is told.
function endingWith<T>(
  scope: Scope,
  feed: FeedReader | undefined,
  items: AsyncGenerator<T, void, undefined>,
): AsyncGenerator<T, void, undefined> {
  return {
    next: () => items.next(),
    return(value) {
      scope.end();
      feed?.close();
      return items.return(value);
    },
    throw(error) {
      scope.end();
      feed?.close();
      return items.throw(error);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
