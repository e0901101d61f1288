// One resource of a run, from its first request to its closed sink.
import type { ResourcePlan } from '../config/pipeline.ts';
import type { JsonRecord } from '../core/batch.ts';
import { OutputError, type PenstockError, StateError, toPenstockError } from '../core/errors.ts';
import type { Sink } from '../sinks/formats/contract.ts';
import type { Target } from '../sinks/targets/target.ts';
import { chainOf, type StageCounts } from '../stages/index.ts';
import { type FlowCounts, flow } from './flow.ts';
import { endedAnywhere, isKeepable, isMoved, placedPlan, type StateTerms } from './incremental-job.ts';
import { mergeEarlier, removeSuperseded, unseenBy } from './merge.ts';
import type { Parents } from './parents.ts';
import { allRejected, type RejectLimit, tooManyRejects } from './rejects.ts';
import { outcomeOf, type ResourceReport, type ResourceStatus } from './report.ts';
import { type EndedResource, type Resume, rememberWritten, type Told } from './resume.ts';
import type { Reader } from './session.ts';
import { passingInShard, type Share } from './shards/share.ts';
import type { Tally } from './tally.ts';

export interface JobContext extends StateTerms {
  readonly reader: Reader;
  readonly parents: Parents;
  readonly target: Target;
  readonly tally: Tally;
  readonly maxRejects: RejectLimit;
  readonly isForced: boolean;
  readonly resume: Resume;
  readonly startedAt: Date;
  /** Of a shard; undefined for a run that reads all. */
  readonly share?: Share | undefined;
  /** Called with an error that concerns every resource of the run. */
  readonly onFatal: (error: PenstockError) => void;
}

/**
 * Opens a resource; nothing is requested before the job is called.
 * @throws ConfigError for what can be known beforehand
 */
export function createJob(resource: ResourcePlan, context: JobContext): () => Promise<ResourceReport> {
  const { reader, parents, target, tally, limit, state, resume } = context;
  const scope = reader.scope.child();
  const ranges = context.share?.rangesOf(resource);
  const source = parents.open(resource, {
    signal: scope.signal,
    isWindowed: limit === undefined,
    incremental: state.runOf(resource),
    written: resume.writtenOf(resource.name),
    owns: context.share?.ownedOf(resource),
    ranges,
  });
  const placed = placedPlan(resource, context);

  return async () => {
    const started = performance.now();
    const before = resume.toldOf(resource.name);
    const { records = 0, rejects = 0, firstReason } = before ?? {};
    const counts: FlowCounts = { pages: before?.pages ?? 0, records, rejects, kept: 0, firstReason };
    let sink: Sink | undefined;
    const chain = chainOf(context.share === undefined ? resource : passingInShard(resource), tally.emit, {
      feeds: parents.feedsOf(resource.name),
      isCompacted: () => sink?.remove !== undefined,
      isSpelled: target.isSpelled === true,
    });
    const stageCounts = () => summed(chain.counts, before?.counts);
    const pagesRead = () => tally.pages(resource.name) + (before?.pages ?? 0);
    const retries = () => tally.retries(resource.name) + (before?.retries ?? 0);
    const isWhole = () => source.report.isComplete && before?.isComplete !== false;
    const told = (): Told => ({
      pages: counts.pages,
      retries: retries(),
      records: counts.records,
      rejects: counts.rejects,
      firstReason: counts.firstReason,
      counts: stageCounts(),
      ignored: source.report.ignored + (before?.ignored ?? 0),
      skipped: source.report.skipped,
      isComplete: isWhole(),
    });
    let isEnough = false;
    const onEnough = (surplus: readonly JsonRecord[]) => {
      isEnough = true;
      chain.forget(surplus);
    };
    const finish = (status: ResourceStatus, error?: PenstockError, isKept = false): ResourceReport => {
      tally.emit({ kind: status === 'failed' ? 'failed' : 'finished', resource: resource.name });
      const { skipped, statedTotal } = source.report;
      const isPart = source.incremental?.isCutShort === true || source.ranges !== undefined;
      const { firstReason: _, ...flowed } = counts;
      return {
        name: resource.name,
        status,
        ...flowed,
        pages: pagesRead(),
        retries: retries(),
        ...stageCounts(),
        ignored: told().ignored,
        skipped,
        statedTotal: isPart ? undefined : statedTotal,
        ...(source.ranges === undefined ? {} : { ranges: source.ranges }),
        ...(source.incremental === undefined ? {} : { incremental: { ...source.incremental.counts } }),
        ...(isKept ? { isKept } : {}),
        seconds: (performance.now() - started) / 1000,
        ...(error === undefined ? {} : { error: error.locate({ resource: resource.name }) }),
      };
    };
    const warn = (message: string) => tally.emit({ kind: 'warning', resource: resource.name, message });
    try {
      if (scope.signal.aborted) return finish('stopped');
      tally.emit({ kind: 'started', resource: resource.name });
      sink = await target.sink(placed, resume.isNoted(resource) && ranges === undefined ? told : undefined);
      if (before !== undefined) await rememberWritten(resume.records(resource.name), chain, scope.signal);
      const earlier = target.earlier?.(placed);
      const options = { emit: tally.emit, signal: scope.signal, limit, onEnough };
      const broken = await flow(source.pages, chain, sink, counts, options).then(
        () => undefined,
        (thrown: unknown) => {
          if (!isKeepable(resource, thrown, source, counts.records, context)) throw thrown;
          chain.end();
          return toPenstockError(thrown);
        },
      );
      const came = { ...counts, ...stageCounts() };
      const nothing = context.isForced ? undefined : allRejected(came, counts.firstReason);
      if (nothing !== undefined) throw nothing;
      if (earlier !== undefined) {
        sink.seal?.();
        const isRead = broken === undefined && !isEnough && isWhole();
        const unseen = unseenBy(resource, { ...came, isRead, ignored: told().ignored });
        const terms = { isWhole: isRead && unseen === undefined, startedAt: context.startedAt };
        counts.kept = await mergeEarlier(resource, earlier, chain, sink, terms, scope.signal);
        if (unseen !== undefined)
          warn(`vanished: earlier records that did not come again stay, for ${unseen}`);
      }
      await sink.close();
      counts.records -= await removeSuperseded(chain, sink);
      for (const message of sink.warnings?.() ?? []) warn(message);
      const isLimited = isEnough || !isWhole();
      const tooMany = tooManyRejects(came, context.maxRejects);
      const isBroken = source.incremental?.isBroken ?? false;
      const anywhere = isLimited ? endedAnywhere(resource, isBroken, context) : undefined;
      if (anywhere !== undefined) throw anywhere;
      const report =
        broken === undefined
          ? finish(tooMany === undefined ? (isLimited ? 'limited' : 'complete') : 'partial', tooMany)
          : finish('failed', broken, true);
      try {
        target.accept?.(outcomeOf(report));
      } catch (refusal) {
        return finish('failed', toPenstockError(refusal));
      }
      const isMoving =
        source.incremental !== undefined && isMoved(resource, { ...report, isBroken }, context);
      const states = isMoving ? source.incremental?.states() : undefined;
      if (report.status === 'complete') await resume.ended(resource.name, report, states);
      if (states !== undefined) state.move(resource, states);
      return report;
    } catch (thrown) {
      await sink?.abort();
      // What ended the run has its own report; this resource only stopped with it.
      if (reader.scope.signal.aborted) return finish('stopped');
      const error = toPenstockError(thrown);
      // A full disk or a closed pipe concerns every resource; the others go on when one fails.
      if (error instanceof OutputError || error instanceof StateError) context.onFatal(error);
      return finish('failed', error);
    } finally {
      scope.end();
      await source.pages.return();
      chain.close();
    }
  };
}

/** A resource that had come to its end in the run that this one goes on from. */
export function restoredJob(
  resource: ResourcePlan,
  { report, states }: EndedResource,
  context: JobContext,
): () => Promise<ResourceReport> {
  return async () => {
    const { target, state, tally } = context;
    const sink = await target.sink(placedPlan(resource, context));
    await sink.close();
    if (states !== undefined) state.move(resource, states);
    tally.emit({ kind: 'finished', resource: resource.name });
    return report;
  };
}

function summed(counts: Readonly<StageCounts>, before: Readonly<Record<string, number>> = {}): StageCounts {
  const sums = Object.entries(counts).map(([name, count]) => [name, count + (before[name] ?? 0)]);
  return Object.fromEntries(sums) as StageCounts;
}
