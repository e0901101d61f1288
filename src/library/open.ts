// The library: an opened pipeline, its resources as streams, and runs.
import type { Environment } from '../config/environment.ts';
import type { Page } from '../core/batch.ts';
import { secondsOf } from '../core/duration.ts';
import { UsageError } from '../core/errors.ts';
import type { Emit } from '../core/events.ts';
import { builtIn, type Language } from '../language/language.ts';
import { loadPlan, planOf } from '../language/load-plan.ts';
import { NO_REJECTS, parseRejectLimit, type RejectLimit } from '../run/rejects.ts';
import type { Report } from '../run/report.ts';
import { run } from '../run/run.ts';
import { openSession, type Session } from '../run/session.ts';
import { type StateStore, stateFile } from '../run/state-store.ts';
import type { Destination } from './destinations.ts';
import { pagesOf, type ReadOptions, recordsOf } from './read.ts';
import type { TypedReadable } from './readable.ts';
import type { RecordOf, ResourceNames } from './record-types.ts';
import { RunError } from './run-error.ts';

export interface OpenOptions {
  /** Where secrets and `env()` values come from; default: the process's environment. */
  readonly environment?: Environment;
  /** Name of a pipeline that has none; default: its file's name, or `pipeline`. */
  readonly name?: string;
}

export interface LibraryRunOptions<Name extends string> {
  readonly to: Destination;
  /** Default: all that are selected. */
  readonly resources?: readonly Name[];
  /** Most records of each resource. */
  readonly limit?: number;
  /** Most rejected records of each resource, or so many percent (`'5%'`); default: none. */
  readonly maxRejects?: number | `${number}%`;
  /** Lets a limited run, or one whose every record was rejected, replace a complete snapshot. */
  readonly force?: boolean;
  /**
   * Where incremental resources keep what the next run goes on from: a file, or a store of one's own. A directory keeps
   * its own, `_state.json`.
   */
  readonly state?: string | StateStore;
  /** Reads incremental resources from here, without looking at their state or moving it. */
  readonly since?: string | number | bigint;
  /** Reads them up to here, in the same way. */
  readonly until?: string | number | bigint;
  /** Reads incremental resources from the beginning; their earlier records and state give way together. */
  readonly fullRefresh?: boolean;
  /**
   * Goes on where an interrupted run into the same directory was: what it has made safe is not asked for again. The
   * pipeline, its resources and the options must be the same.
   */
  readonly resume?: boolean;
  /**
   * The time that the run has: `25m`, `1h30m`, `90s`. Then it ends with exit code 5, and what can be kept is: the state of
   * resources that are read oldest first or window by window, else a point to go on from by `resume`.
   */
  readonly deadline?: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: Emit;
  /** What a run that was not well does: throw a RunError (default), or return its report. */
  readonly onPartial?: 'throw' | 'report';
}

/**
 * An opened pipeline. Nothing is requested before a stream is read or a run begun. All its readers share
 * connections, tokens, `rate_limit` and `concurrency`.
 */
export interface OpenPipeline<P> extends AsyncDisposable {
  readonly name: string;
  readonly resources: readonly ResourceNames<P>[];
  /** The normalized, deduplicated records of a resource. Leaving the loop ends the requests. */
  records<Name extends ResourceNames<P>>(name: Name, options?: ReadOptions): TypedReadable<RecordOf<P, Name>>;
  /** The pages of a resource as the API gave them, before any stage. */
  pages(name: ResourceNames<P>, options?: ReadOptions): TypedReadable<Page>;
  /**
   * Exports resources.
   * @returns the report of a run that was well
   * @throws RunError that holds the report, when a resource failed or too many records were rejected
   * @throws OutputError, StateError or UsageError for what concerns the run as a whole; the signal's reason
   */
  run(options: LibraryRunOptions<ResourceNames<P>>): Promise<Report>;
  /** Ends every reader and the connections; also by `await using`. */
  close(): Promise<void>;
}

/**
 * Opens a pipeline: checks it and resolves its secrets.
 * @param pipeline the object, or the path of a pipeline file
 * @throws ConfigError that lists every problem
 */
export function open<const P extends object | string>(
  pipeline: P,
  options: OpenOptions = {},
): Promise<OpenPipeline<P>> {
  return openIn(builtIn, pipeline, options);
}

/** The same, for a pipeline that may name the parts of a language; one that was written in another keeps its own. */
export async function openIn<const P extends object | string>(
  language: Language,
  pipeline: P,
  options: OpenOptions,
): Promise<OpenPipeline<P>> {
  const environment = options.environment ?? process.env;
  const settings = { environment, language, name: options.name };
  const plan = typeof pipeline === 'string' ? await loadPlan(pipeline, settings) : planOf(pipeline, settings);
  let session: Session | undefined;
  let isClosed = false;
  const opened = (): Session => {
    if (isClosed) throw new UsageError(`the pipeline ${plan.name} is closed`);
    session ??= openSession(plan, environment);
    return session;
  };
  const close = async () => {
    isClosed = true;
    await session?.close();
  };

  return {
    name: plan.name,
    resources: plan.resources.map((resource) => resource.name as ResourceNames<P>),
    records: (name, read = {}) => recordsOf(plan, opened, name, read) as TypedReadable<never>,
    pages: (name, read = {}) => pagesOf(plan, opened, name, read),
    async run({ to, onProgress, onPartial = 'throw', maxRejects, state, deadline, ...more }) {
      const report = await run(plan, opened(), {
        ...more,
        deadline: timeOf(deadline),
        state: typeof state === 'string' ? stateFile(state) : state,
        maxRejects: rejectLimit(maxRejects),
        target: to.target(plan.name, plan.language.formats),
        emit: onProgress,
      });
      if (report.exitCode !== 0 && onPartial === 'throw') throw new RunError(report);
      return report;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function timeOf(given: string | undefined) {
  if (given === undefined) return undefined;
  const seconds = secondsOf(given);
  if (seconds !== undefined) return { seconds, given };
  throw new UsageError(`deadline: ${given} is no time such as 25m, 90s or 1h30m`);
}

function rejectLimit(written: number | string | undefined): RejectLimit {
  const limit = written === undefined ? NO_REJECTS : parseRejectLimit(String(written));
  if (limit !== undefined) return limit;
  throw new UsageError(`maxRejects: ${written} is neither a whole number nor a percentage such as '5%'`);
}
