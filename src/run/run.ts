// A whole run: every selected resource side by side, then the output put in place, then the report.
import PQueue from 'p-queue';
import { deadlineIn } from '../core/deadline.ts';
import { DeadlineError, type PenstockError, toPenstockError, UsageError } from '../core/errors.ts';
import type { Emit } from '../core/events.ts';
import { exits } from '../core/exit-codes.ts';
import { after } from '../core/time.ts';
import type { BoundPlan } from '../language/language.ts';
import type { NamedOutput } from '../sinks/targets/same-output.ts';
import { ClosedPipeError } from '../sinks/targets/stream-writer.ts';
import type { PublishedFile, Target } from '../sinks/targets/target.ts';
import { NOTHING_COUNTED } from '../stages/index.ts';
import { withChildren } from './incremental-job.ts';
import { createJob, restoredJob } from './job.ts';
import { type OpenedState, openState, type StateOptions } from './open-state.ts';
import { openParents, parentsFirst, type SilentFailure } from './parents.ts';
import { NO_REJECTS, type RejectLimit } from './rejects.ts';
import { exitCodeOf, isPublished, outcomeOf, type Report, type ResourceReport } from './report.ts';
import { fingerprintOf, openResume } from './resume.ts';
import { selectResources } from './select-resources.ts';
import type { Session } from './session.ts';
import { shareOf } from './shards/share.ts';
import { cutResources } from './shards/units.ts';
import { createTally, type Tally } from './tally.ts';

// Each holds a page or a row group; the requests themselves are bounded per host by client.concurrency.
const RESOURCES_AT_ONCE = 4;
// What is being written when the time is over has so long to end.
const GRACE_SECONDS = 15;

export interface RunOptions extends StateOptions {
  /** Names; none means all that are `selected`. */
  readonly resources?: readonly string[] | undefined;
  /** Most rejected records of each resource; default: none. */
  readonly maxRejects?: RejectLimit | undefined;
  /** Files that the caller writes beside the target's, which must not be the same. */
  readonly others?: readonly NamedOutput[];
  /** For a shard: lists without partitions are read in ranges of so many pages. */
  readonly pageRange?: number | undefined;
  /** Goes on where an interrupted run into the same directory was; what it has read is not asked for again. */
  readonly resume?: boolean | undefined;
  /** The time that the run has: then it ends with exit 5, and what can be kept is. */
  readonly deadline?: { readonly seconds: number; readonly given: string } | undefined;
  /** Ends the run; what is not in place yet is taken back, or kept for a run that goes on from it. */
  readonly signal?: AbortSignal | undefined;
  readonly emit?: Emit | undefined;
}

/**
 * Runs a plan.
 * @returns the report, with failures in it; only what concerns the run as a whole is thrown
 * @throws UsageError, ConfigError, OutputError or StateError; the signal's reason when it ended the run
 */
export async function run(plan: BoundPlan, session: Session, options: RunOptions): Promise<Report> {
  const startedAt = new Date();
  const { target, limit, maxRejects = NO_REJECTS, force: isForced = false } = options;
  const chosen = selectResources(plan, options.resources ?? []);
  const { since, until, fullRefresh, pageRange } = options;
  const asked = { since, until, fullRefresh, pageRange };
  const { shard } = target;
  const share = shard && shareOf(await cutResources(plan, chosen, asked), shard);
  const selected = share?.resources ?? chosen;
  const tally = createTally(options.emit ?? (() => {}));
  const deadline = options.deadline && deadlineIn(options.deadline.seconds, options.deadline.given);
  const reader = session.reader(tally.emit, options.signal, deadline?.signal);
  const opened = openState(plan.name, chosen, startedAt, options, tally.emit);
  const placed = opened.placed.filter(({ name }) => selected.some((one) => one.name === name));
  const resume = openResume(plan, placed, {
    target,
    isWanted: options.resume === true,
    limit,
    asked: { ...asked, shard },
  });
  let callOff: (() => void) | undefined;
  try {
    let fatal: PenstockError | undefined;
    const onFatal = (error: PenstockError) => {
      fatal ??= error;
      reader.scope.end();
    };
    // A sink that hangs ends with the run, too.
    callOff =
      deadline &&
      after(GRACE_SECONDS + (options.deadline?.seconds ?? 0), () => onFatal(deadline.signal.reason));
    const parents = openParents(plan, selected, reader, {
      emit: tally.emit,
      isWindowed: limit === undefined,
    });
    const context = {
      reader,
      parents,
      target,
      tally,
      maxRejects,
      isForced,
      resume,
      startedAt,
      share,
      onFatal,
      ...opened.terms,
    };
    const jobs = new Map(
      parentsFirst(selected).map((resource) => [resource, parents.telling(createJob(resource, context))]),
    );
    await target.prepare(placed, {
      isLimited: limit !== undefined,
      isForced,
      others: options.others ?? [],
      ...(share === undefined
        ? {}
        : {
            share: {
              plan: fingerprintOf(plan, chosen, asked),
              isRefresh: fullRefresh === true,
              resources: selected,
            },
          }),
      ...(resume.terms === undefined ? {} : { resume: resume.terms }),
    });
    await opened.load();
    const ended = await resume.settle(tally.emit);
    const reports = await new PQueue({ concurrency: RESOURCES_AT_ONCE }).addAll(
      [...jobs].map(([resource, job]) => {
        const before = ended.get(resource.name);
        return before === undefined ? job : restoredJob(resource, before, context);
      }),
    );
    await parents.settled();
    const resources = [
      ...parents.failures.map((failure) => silentReport(failure, tally)),
      ...withChildren(
        selected.flatMap(({ name }) => reports.filter((report) => report.name === name)),
        selected,
        opened.terms,
      ),
    ];
    options.signal?.throwIfAborted();
    const isPipeClosed = fatal instanceof ClosedPipeError;
    if (fatal !== undefined && !isPipeClosed) throw fatal;
    if (fatal === undefined && reader.scope.signal.aborted) {
      throw new UsageError(`the pipeline ${plan.name} was closed during the run`);
    }
    if (isPipeClosed) await target.abort();
    const errors = resources.flatMap(({ error }) => error ?? []);
    const isOver = errors.some((error) => error instanceof DeadlineError);
    const exitCode = isOver ? exits.transient.code : exitCodeOf(resources);
    const isKept = !isPipeClosed && resume.keeps(errors, exitCode);
    // What goes on from its state is put in place with it; else all of it waits for the run that goes on.
    const isWaiting = isOver && isKept && !resources.some((one) => one.isKept);
    return {
      pipeline: plan.name,
      startedAt,
      seconds: (Date.now() - startedAt.getTime()) / 1000,
      resources,
      files: isPipeClosed ? [] : await commit(target, isWaiting ? [] : resources, startedAt, opened, isKept),
      isPipeClosed,
      exitCode: isPipeClosed ? exits.complete.code : exitCode,
    };
  } catch (error) {
    const known = toPenstockError(error);
    await target.abort(resume.keeps([known], known.exitCode));
    throw error;
  } finally {
    callOff?.();
    deadline?.cancel();
    reader.close();
    await opened.close();
  }
}

/** A parent that nobody selected is told of when it failed. */
function silentReport({ resource, error, seconds }: SilentFailure, tally: Tally): ResourceReport {
  const { name } = resource;
  const nothing = { pages: 0, records: 0, kept: 0, rejects: 0, ignored: 0, skipped: 0 };
  const retries = tally.retries(name);
  return { name, status: 'failed', ...nothing, ...NOTHING_COUNTED, retries, seconds, error };
}

async function commit(
  target: Target,
  resources: readonly ResourceReport[],
  startedAt: Date,
  opened: OpenedState,
  isKept: boolean,
): Promise<readonly PublishedFile[]> {
  const published = resources.filter(isPublished).map(outcomeOf);
  // A shard that nothing falls to says so: without it, the others are not all.
  const isEmptyShard = target.shard !== undefined && !isKept && resources.length === 0;
  if (published.length === 0 && !isEmptyShard) {
    await target.abort(isKept);
    return [];
  }
  const files = await target.commit(published, startedAt, opened.beside());
  await opened.save();
  return files;
}
