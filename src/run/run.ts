// A whole run: every selected resource side by side, then the output put in place, then the report.
import { setMaxListeners } from 'node:events';
import pLimit from 'p-limit';
import type { Environment } from '../config/environment.ts';
import type { Plan, ResourcePlan } from '../config/pipeline.ts';
import { didYouMean } from '../core/did-you-mean.ts';
import { OutputError, type PenstockError, StateError, toPenstockError, UsageError } from '../core/errors.ts';
import type { Emit, PenstockEvent } from '../core/events.ts';
import type { BoundPlan } from '../language/language.ts';
import { ClosedPipeError } from '../sinks/targets/stdout.ts';
import type { PublishedFile, Target } from '../sinks/targets/target.ts';
import { chainOf } from '../stages/index.ts';
import { type FlowCounts, flow } from './flow.ts';
import { mergeEarlier } from './merge.ts';
import { exitCodeOf, isFine, type Report, type ResourceReport, type ResourceStatus } from './report.ts';
import { openSession, type Session } from './session.ts';

// Each holds a page or a row group; the requests themselves are bounded per host by client.concurrency.
const RESOURCES_AT_ONCE = 4;

export interface RunOptions {
  readonly target: Target;
  /** Names; none means all that are `selected`. */
  readonly resources?: readonly string[];
  /** Most records of each resource. */
  readonly limit?: number | undefined;
  /** Ends the run; what is not in place yet is taken back. */
  readonly signal?: AbortSignal | undefined;
  readonly emit?: Emit;
  readonly environment: Environment;
}

/**
 * Runs a plan.
 * @returns the report, with failures in it; only what concerns the run as a whole is thrown
 * @throws UsageError, ConfigError, OutputError or StateError; the signal's reason when it ended the run
 */
export async function run(plan: BoundPlan, options: RunOptions): Promise<Report> {
  const startedAt = new Date();
  const selected = selectResources(plan, options.resources ?? []);
  const { target } = options;
  const ending = new AbortController();
  // Every resource listens, and a pipeline may have any number of them.
  setMaxListeners(0, ending.signal);
  // Inner signals carry no reason: what each resource throws on its way out must not be the run's own error.
  const pass = () => ending.abort();
  if (options.signal?.aborted) pass();
  else options.signal?.addEventListener('abort', pass, { once: true });

  const tally = countRetries(options.emit ?? (() => {}));
  const session = openSession(plan, {
    emit: tally.emit,
    environment: options.environment,
    signal: ending.signal,
  });
  try {
    const jobs = selected.map((resource) =>
      createJob(resource, session, target, ending, tally, options.limit),
    );
    await target.prepare(selected, { isLimited: options.limit !== undefined, isForced: false });
    const atOnce = pLimit(RESOURCES_AT_ONCE);
    const resources = await Promise.all(jobs.map((job) => atOnce(job)));
    options.signal?.throwIfAborted();
    const fatal = resources.map((resource) => resource.error).find(endsTheRun);
    const isPipeClosed = fatal instanceof ClosedPipeError;
    if (fatal !== undefined && !isPipeClosed) throw fatal;
    const files = isPipeClosed ? [] : await commit(target, resources, startedAt);
    if (isPipeClosed) await target.abort();
    return {
      pipeline: plan.name,
      startedAt,
      seconds: (Date.now() - startedAt.getTime()) / 1000,
      resources,
      files,
      isPipeClosed,
      exitCode: isPipeClosed ? 0 : exitCodeOf(resources),
    };
  } catch (error) {
    await target.abort();
    throw error;
  } finally {
    options.signal?.removeEventListener('abort', pass);
    ending.abort();
    await session.close();
  }
}

/** @throws UsageError for a name that the pipeline does not have */
export function selectResources(plan: Plan, names: readonly string[]): readonly ResourcePlan[] {
  if (names.length === 0) {
    const selected = plan.resources.filter((resource) => resource.selected);
    if (selected.length > 0) return selected;
    throw new UsageError('no resource is selected', {
      hint: 'name one; all of this pipeline say selected: false',
    });
  }
  const known = plan.resources.map((resource) => resource.name);
  const unknown = names.filter((name) => !known.includes(name));
  const [first] = unknown;
  if (first !== undefined) {
    throw new UsageError(`${plan.name} has no resource "${first}"${didYouMean(first, known)}`, {
      hint: `its resources: ${known.join(', ')}`,
    });
  }
  return plan.resources.filter((resource) => names.includes(resource.name));
}

// A full disk or a closed pipe concerns every resource; the others go on when one fails.
function endsTheRun(error: unknown): error is OutputError | StateError {
  return error instanceof OutputError || error instanceof StateError;
}

function createJob(
  resource: ResourcePlan,
  session: Session,
  target: Target,
  ending: AbortController,
  tally: Tally,
  limit: number | undefined,
): () => Promise<ResourceReport> {
  const own = new AbortController();
  setMaxListeners(0, own.signal);
  ending.signal.addEventListener('abort', () => own.abort(), { once: true });
  const source = session.open(resource, { signal: own.signal, isWindowed: limit === undefined });

  return async () => {
    const started = performance.now();
    const counts: FlowCounts = { records: 0, rejects: 0, kept: 0 };
    const chain = chainOf(resource, tally.emit);
    let isEnough = false;
    const onEnough = () => {
      isEnough = true;
    };
    const finish = (status: ResourceStatus, error?: PenstockError): ResourceReport => {
      tally.emit({ kind: status === 'failed' ? 'failed' : 'finished', resource: resource.name });
      const { ignored, statedTotal } = source.report;
      return {
        name: resource.name,
        status,
        pages: tally.pages(resource.name),
        retries: tally.retries(resource.name),
        ...counts,
        ...chain.counts,
        ignored,
        statedTotal,
        seconds: (performance.now() - started) / 1000,
        ...(error === undefined ? {} : { error }),
      };
    };
    if (ending.signal.aborted) {
      chain.close();
      await source.pages.return();
      return finish('stopped');
    }
    tally.emit({ kind: 'started', resource: resource.name });
    let sink: Awaited<ReturnType<Target['sink']>> | undefined;
    try {
      sink = await target.sink(resource);
      const earlier = target.earlier?.(resource);
      const watch = { emit: tally.emit, signal: own.signal, limit, onEnough };
      await flow(source.pages, chain, sink, counts, watch);
      if (earlier !== undefined) {
        counts.kept = await mergeEarlier(resource, earlier, chain, sink, own.signal);
      }
      await sink.close();
      return finish(isEnough || !source.report.isComplete ? 'limited' : 'complete');
    } catch (thrown) {
      await sink?.abort();
      // What ended the run has its own report; this resource only stopped with it.
      if (ending.signal.aborted) return finish('stopped');
      const error = toPenstockError(thrown).locate({ resource: resource.name });
      if (endsTheRun(error)) ending.abort();
      return finish('failed', error);
    } finally {
      own.abort();
      await source.pages.return();
      chain.close();
    }
  };
}

async function commit(
  target: Target,
  resources: readonly ResourceReport[],
  startedAt: Date,
): Promise<readonly PublishedFile[]> {
  const fine = resources
    .filter(isFine)
    .map((resource) => ({ ...resource, isComplete: resource.status === 'complete' }));
  if (fine.length > 0) return target.commit(fine, startedAt);
  await target.abort();
  return [];
}

interface Tally {
  readonly emit: Emit;
  retries(resource: string): number;
  pages(resource: string): number;
}

function countRetries(next: Emit): Tally {
  const retries = new Map<string, number>();
  const pages = new Map<string, number>();
  const add = (counts: Map<string, number>, name: string) => counts.set(name, (counts.get(name) ?? 0) + 1);
  return {
    emit(event: PenstockEvent) {
      if (event.kind === 'retry' && event.resource !== undefined) add(retries, event.resource);
      if (event.kind === 'page') add(pages, event.resource);
      next(event);
    },
    retries: (resource) => retries.get(resource) ?? 0,
    pages: (resource) => pages.get(resource) ?? 0,
  };
}
