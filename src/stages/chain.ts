// The chain: the one list of the stages, in the order in which batches pass them. A new stage is a file beside this
// one and a line here; run, check, preview, infer and the library all read through it.
/// <reference types="highland" preserve="true" />
import type { ResourcePlan } from '../config/pipeline.ts';
import type { Batch, JsonRecord, Origin, Page } from '../core/batch.ts';
import { PenstockError } from '../core/errors.ts';
import type { Emit } from '../core/events.ts';
import type { RowSet } from '../core/row-set.ts';
import type { ChildFeed } from './child-feed.ts';
import { dedupe } from './dedupe.ts';
import { feed } from './feed.ts';
import { mergeGroups } from './merge-groups.ts';
import { normalize } from './normalize.ts';
import type { Counter, EarlierTerms, Stage, StageInUse } from './stage.ts';
import { processingSteps } from './steps.ts';
import { atEnd, slices, spreading, streamOf } from './stream.ts';
import { toBatch } from './to-batch.ts';
import { vanished } from './vanished.ts';

export const stages = [
  processingSteps,
  feed,
  normalize,
  mergeGroups,
  dedupe,
  vanished,
] as const satisfies readonly Stage[];

type CounterName<S> = S extends { readonly counts: infer Counts } ? keyof Counts & string : never;

/** What the stages count. */
export type StageCounts = { [Name in CounterName<(typeof stages)[number]>]: number };

/** Their counters with the report's words. */
export const counters = Object.fromEntries(
  stages.flatMap((stage) => Object.entries(stage.counts)),
) as Readonly<Record<keyof StageCounts, Counter>>;

export const NOTHING_COUNTED = Object.fromEntries(
  Object.keys(counters).map((name) => [name, 0]),
) as Readonly<StageCounts>;

export interface Chain {
  readonly counts: Readonly<StageCounts>;
  /**
   * Reads pages through every stage.
   * @param pages ended by the caller: Highland tells nobody upstream
   * @param isAhead whether the next page is asked for before this one is worked on
   */
  stream(pages: AsyncGenerator<Page, void, undefined>, isAhead: boolean): Highland.Stream<Batch>;
  /** Records that have passed, and were cut off behind the chain. */
  forget(records: readonly JsonRecord[]): void;
  /** Takes in what has come out of the chain in a run that was interrupted. */
  remember(records: readonly JsonRecord[]): void;
  /** Lets the stages say what they have to say of all records; `stream` does so at its end by itself. */
  end(): void;
  /** Records of the earlier snapshot, which `merge` carries over behind the new ones. */
  pushEarlier(batch: Batch, terms: EarlierTerms): Batch;
  /** Rows that came out of the chain and do not count any more, by their numbers from 0. */
  superseded(): RowSet | undefined;
  close(): void;
}

export interface ChainOptions {
  /** Whether rows that came out can be taken out of the output again. */
  readonly isCompacted?: () => boolean;
  /** Whether undeclared values lose their type in the output. */
  readonly isSpelled?: boolean;
  /** What the resources are fed by that are read for the records of this one. */
  readonly feeds?: readonly ChildFeed[];
  /** True where nothing but the feeds is wanted: the chain ends with them. */
  readonly isForFeeds?: boolean;
  /** True for records that were normalized before: the chain begins behind that. */
  readonly isNormalized?: boolean;
}

/** Makes the chain of one resource. */
export function chainOf(resource: ResourcePlan, emit: Emit, options: ChainOptions = {}): Chain {
  const { feeds = [], isCompacted = () => false } = options;
  // What merge reads back has to be found again among what comes.
  const isSpelled =
    options.isSpelled === true && resource.write_disposition === 'merge' && resource.columns === undefined;
  const counts: StageCounts = { ...NOTHING_COUNTED };
  const inUse: StageInUse[] = [];
  const first = options.isNormalized === true ? stages.indexOf(normalize) + 1 : 0;
  const end = options.isForFeeds === true ? stages.indexOf(feed) + 1 : stages.length;
  for (const stage of (stages as readonly Stage[]).slice(first, end)) {
    const started = stage.create(resource, { counts, emit, feeds, isCompacted, isSpelled });
    if (started !== undefined) inUse.push(started);
  }
  let isEnded = false;
  const finish = () => {
    if (isEnded) return;
    isEnded = true;
    for (const stage of inUse) stage.end?.();
  };
  return {
    counts,
    stream(pages, isAhead) {
      const batches = streamOf(pages, isAhead).map(located(toBatch)).through(slices);
      return inUse.reduce((stream, stage) => stream.through(passing(stage)), batches).through(atEnd(finish));
    },
    forget(records) {
      for (const stage of inUse) stage.forget?.(records);
    },
    remember(records) {
      for (const stage of inUse) stage.remember?.(records);
    },
    end: finish,
    pushEarlier: (batch, terms) =>
      inUse.reduce((left, stage) => stage.pushEarlier?.(left, terms) ?? left, batch),
    superseded: () => inUse.find((stage) => stage.superseded !== undefined)?.superseded?.(),
    close() {
      for (const stage of inUse) stage.close?.();
    },
  };
}

function passing(stage: StageInUse) {
  const spread = stage.spread?.bind(stage);
  return (stream: Highland.Stream<Batch>): Highland.Stream<Batch> =>
    spread === undefined
      ? stream.map(located((batch) => stage.push(batch)))
      : stream.through(spreading((batch) => locatedEach(spread, batch)));
}

function* locatedEach(
  spread: (batch: Batch) => Iterable<Batch>,
  batch: Batch,
): Generator<Batch, void, undefined> {
  try {
    yield* spread(batch);
  } catch (error) {
    throw locate(error, batch);
  }
}

/** What a stage throws says which page it was about. */
function located<In extends Origin>(step: (batch: In) => Batch): (batch: In) => Batch {
  return (batch) => {
    try {
      return step(batch);
    } catch (error) {
      throw locate(error, batch);
    }
  };
}

function locate(error: unknown, { resource, partition, page }: Origin): unknown {
  if (!(error instanceof PenstockError)) return error;
  return error.locate({ resource, page, ...(partition === '' ? {} : { partition }) });
}
