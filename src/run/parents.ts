// Parents and their children: which feed goes where, and the parents that nobody selected, which are read silently.
import type { Plan, ResourcePlan } from '../config/pipeline.ts';
import { ParentError, type PenstockError, toPenstockError } from '../core/errors.ts';
import type { Emit } from '../core/events.ts';
import { Feed, type FeedReader } from '../core/feed.ts';
import type { ResourceSource } from '../source/resource.ts';
import { type ChildFeed, chainOf, elementsOf } from '../stages/index.ts';
import type { ResourceReport } from './report.ts';
import type { Reader } from './session.ts';

export interface ParentsOptions {
  readonly emit: Emit;
  /** Whether parents may ask for pages ahead. */
  readonly isWindowed: boolean;
  /** True: one page of each parent is read, and children for its first record alone. */
  readonly isSample?: boolean;
}

/** Why a parent that nobody selected could not be read. */
export interface SilentFailure {
  readonly resource: ResourcePlan;
  readonly error: PenstockError;
  readonly seconds: number;
}

export interface Parents {
  /** Opens a resource, with its feed where it has a parent. */
  open(resource: ResourcePlan, options: Parameters<Reader['open']>[1]): ResourceSource;
  /** What the chain of a resource feeds. */
  feedsOf(name: string): readonly ChildFeed[];
  /** A job that tells its children how it ended. */
  telling(job: () => Promise<ResourceReport>): () => Promise<ResourceReport>;
  readonly failures: readonly SilentFailure[];
  /** Resolves when no silent parent has a request under way; the caller ends the children first. */
  settled(): Promise<void>;
}

interface Silent {
  readonly resource: ResourcePlan;
  /** Set when it has begun. */
  work?: Promise<void>;
  end?: () => void;
}

/**
 * Opens what the selected resources need of their parents. Nothing is requested before a child asks for its first
 * record's value.
 */
export function openParents(
  plan: Plan,
  selected: readonly ResourcePlan[],
  reader: Reader,
  options: ParentsOptions,
): Parents {
  const feeds = new Map<string, ChildFeed & { readonly parent: string }>();
  const failures: SilentFailure[] = [];
  const silent = new Map<string, Silent>();

  const isSelected = (name: string) => selected.some((one) => one.name === name);
  const feedsOf = (name: string) => [...feeds.values()].filter(({ parent }) => parent === name);
  const ended = (name: string, isComplete: boolean, error?: PenstockError) => {
    for (const { feed } of feedsOf(name)) {
      if (error !== undefined) feed.fail(new ParentError(name, error));
      feed.end(isComplete);
    }
  };

  const readSilently = async (resource: ResourcePlan): Promise<void> => {
    const started = performance.now();
    const { name } = resource;
    const scope = reader.scope.child();
    const emit = quiet(options.emit);
    const chain = chainOf(resource, emit, { feeds: feedsOf(name), isForFeeds: true });
    const entry = silent.get(name);
    if (entry !== undefined) entry.end = () => scope.end();
    let source: ResourceSource | undefined;
    try {
      source = open(resource, { signal: scope.signal, isWindowed: options.isWindowed, emit });
      for await (const _ of elementsOf(chain.stream(source.pages, options.isSample !== true))) {
        if (options.isSample) break;
      }
      ended(name, source.report.isComplete && options.isSample !== true);
    } catch (thrown) {
      const error = toPenstockError(thrown).locate({ resource: name });
      // Ended with its last child, or with the run: that is no failure of its own.
      if (!scope.signal.aborted) {
        failures.push({ resource, error, seconds: (performance.now() - started) / 1000 });
        ended(name, false, error);
      }
    } finally {
      ended(name, false);
      scope.end();
      await source?.pages.return();
      chain.close();
    }
  };

  const onRead = (parent: string) => {
    const entry = silent.get(parent);
    if (entry !== undefined) entry.work ??= readSilently(entry.resource);
  };
  const onClose = (parent: string) => {
    if (feedsOf(parent).every(({ feed }) => feed.isClosed)) silent.get(parent)?.end?.();
  };
  const feedFor = ({ name, parent: link }: ResourcePlan): void => {
    if (link === undefined || feeds.has(name)) return;
    const parent = link.resource;
    const feed = new Feed({
      isSample: options.isSample === true,
      onRead: () => onRead(parent),
      onClose: () => onClose(parent),
    });
    feeds.set(name, { link, feed, parent });
    const resource = plan.resources.find((one) => one.name === parent);
    if (resource === undefined) throw new TypeError(`${name} has a parent that is not there`);
    if (!isSelected(parent) && !silent.has(parent)) silent.set(parent, { resource });
    feedFor(resource);
  };
  for (const resource of selected) feedFor(resource);

  const open: Parents['open'] = (resource, how) => {
    const feed: FeedReader | undefined = feeds.get(resource.name)?.feed;
    return reader.open(resource, { ...how, feed });
  };
  return {
    open,
    feedsOf,
    telling: (job) => async () => {
      const report = await job();
      const { name, status, error } = report;
      // What was read to its end is whole for the children, be some of it rejected.
      const isWhole = status === 'complete' || status === 'partial';
      ended(name, isWhole, status === 'failed' ? error : undefined);
      return report;
    },
    failures,
    async settled() {
      await Promise.all([...silent.values()].map(({ work }) => work));
    },
  };
}

/** Each resource behind its parent, and as near to it as can be, so that a child begins while its parent is read. */
export function parentsFirst(resources: readonly ResourcePlan[]): readonly ResourcePlan[] {
  const names = new Set(resources.map(({ name }) => name));
  const from = (parent: string | undefined): ResourcePlan[] =>
    resources.filter((one) => parentAmong(one) === parent).flatMap((one) => [one, ...from(one.name)]);
  const parentAmong = ({ parent }: ResourcePlan) =>
    parent !== undefined && names.has(parent.resource) ? parent.resource : undefined;
  return from(undefined);
}

/** What a parent does that nobody selected is not shown; what is wrong with it is. */
function quiet(emit: Emit): Emit {
  return (event) => {
    if (['request', 'retry', 'warning', 'notice'].includes(event.kind)) emit(event);
  };
}
