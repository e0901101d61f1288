// A resource that is read since the last run: what each partition asks for, which of its records are new, how far it came.
import type { Ordered } from '../../columns/ordered.ts';
import type { IncrementalPlan } from '../../config/incremental.ts';
import type { ResourcePlan } from '../../config/pipeline.ts';
import type { Page } from '../../core/batch.ts';
import type { CursorState } from '../../core/cursor-state.ts';
import { parseDuration } from '../../core/duration.ts';
import type { Partition } from '../partitions/contract.ts';
import { boundsOf, type IncrementalRun, lagOf } from './bounds.ts';
import { cursorOf } from './cursor.ts';
import { knownRecords, type Ties, tiedRecords } from './known.ts';
import { PartitionProgress, type ProgressRules, seenOf } from './progress.ts';
import { requestValues } from './request-values.ts';
import { type IncrementalCounts, type SiftRules, sift } from './sift.ts';
import { spellingOf } from './spelling.ts';
import { type Span, spansOf } from './windows.ts';

export type { IncrementalRun } from './bounds.ts';

/** A run without any before it. */
export const firstRun = (): IncrementalRun => ({ startedAt: new Date(), stateOf: () => undefined });

/** A page on its way, and what is true once it is handed on. */
export interface Handed {
  readonly page?: Page;
  note(): void;
}

export interface Slice {
  readonly partition: Partition;
  /**
   * Reads a chain of pages.
   * @param isWhole whether the chain came to the API's own end
   */
  read(
    pages: AsyncGenerator<Page, void, undefined>,
    isWhole: () => boolean,
  ): AsyncGenerator<Handed, void, undefined>;
}

export interface IncrementalReading {
  readonly counts: Readonly<IncrementalCounts>;
  /** The partition as it is asked for: whole, or window by window. */
  slices(partition: Partition): Iterable<Slice>;
  /** Pages in the order in which they are handed on. */
  handOn(items: AsyncGenerator<Handed, void, undefined>): AsyncGenerator<Page, void, undefined>;
  /** How far every partition that was read has come; what was read of one that broke off counts only where it may. */
  states(): Map<string, CursorState>;
  /** What ended the reading, if something did. */
  readonly failure: unknown;
  /** The reading stopped before the API's last page, since nothing behind it is wanted. */
  readonly isCutShort: boolean;
  /** A configured maximum ended a chain before the API's end. */
  readonly isBroken: boolean;
}

/** Whether what a failed run had read counts: windows that are whole, or records that came oldest first. */
export function isProgressive(incremental: IncrementalPlan): boolean {
  return incremental.step !== undefined || isOldestFirst(incremental);
}

function isOldestFirst({ row_order: order, last_value_func: last }: IncrementalPlan): boolean {
  return order !== undefined && (order === 'asc') === (last === 'max');
}

/** Whether a partition's pages end to be of interest somewhere: they come newest first, and older ones are known. */
export function endsEarly(incremental: IncrementalPlan, run: IncrementalRun, partition: string): boolean {
  if (incremental.row_order === undefined || isOldestFirst(incremental)) return false;
  const { initial_value: initial } = incremental;
  return initial !== undefined || run.since !== undefined || run.stateOf(partition) !== undefined;
}

/** What a run asks a resource for, window by window, where it reads so and both ends are given. */
export function* windowsOf(
  plan: ResourcePlan,
  incremental: IncrementalPlan,
  run: IncrementalRun,
): Generator<{ readonly from: string; readonly to: string }> {
  const spelling = spellingOf(plan, incremental);
  const { start, asked } = boundsOf(incremental, run, {}, cursorOf(plan, incremental), spelling);
  const step = parseDuration(incremental.step ?? '');
  if (start?.kind !== 'moment' || step === undefined) return;
  for (const { from, to } of spansOf(start, asked, step, spelling))
    yield { from: String(from.at), to: String(to.at) };
}

/**
 * One per resource and run.
 * @param owns which windows are read
 */
export function readIncrementally(
  plan: ResourcePlan,
  incremental: IncrementalPlan,
  run: IncrementalRun,
  owns: (unit: { readonly partition: string; readonly window: string }) => boolean = () => true,
): IncrementalReading {
  const cursor = cursorOf(plan, incremental);
  const spelling = spellingOf(plan, incremental);
  const counts: IncrementalCounts = { older: 0, beyond: 0, repeated: 0, missing: 0 };
  const finished = new Map<string, CursorState>();
  const open = new Map<string, PartitionProgress>();
  const lag = lagOf(incremental);
  const rules: ProgressRules = {
    cursor,
    reach: (last) => (lag === 0 ? last : spelling.before(last, lag)),
    isOldestFirst: isOldestFirst(incremental),
  };
  const asked = requestValues(plan, incremental, spelling);
  let failure: unknown;
  let isCutShort = false;
  let isBroken = false;

  function* slices(partition: Partition): Generator<Slice> {
    const before = run.stateOf(partition.key) ?? {};
    const bounds = boundsOf(incremental, run, before, cursor, spelling);
    const { start, end, last } = bounds;
    const isRemembered =
      plan.write_disposition === 'append' && incremental.range_start === 'closed' && !bounds.isSlice;
    const seen = isRemembered ? seenOf(before, cursor) : undefined;
    const progress = new PartitionProgress(rules, last, seen);
    open.set(partition.key, progress);
    let left = 0;
    const settle = () => {
      left -= 1;
      if (left > 0) return;
      finished.set(partition.key, progress.state());
      open.delete(partition.key);
    };
    const ties: Ties = new Map();
    const known = seen === undefined ? undefined : knownRecords(seen, rules);
    const spans: Iterable<Span | undefined> =
      incremental.step === undefined || start === undefined ? [undefined] : windows(start, bounds.asked);

    // One more than are open, until all are.
    left += 1;
    for (const span of spans) {
      const isWindow = span !== undefined;
      if (isWindow && !owns({ partition: partition.key, window: String(span.from.at) })) continue;
      const chain = progress.open(isWindow);
      left += 1;
      const isFirst = span === undefined || span.from === start;
      const from = span?.from ?? start;
      const to = span?.to ?? end;
      const borders = span && {
        ties,
        from: isFirst ? undefined : span.from,
        to: span.isInner ? span.to : undefined,
      };
      const sifting: SiftRules = {
        cursor,
        keys: incremental,
        from: from && { value: from, isOpen: isFirst && incremental.range_start === 'open' },
        to: to && { value: to, isOpen: span?.isInner !== true && incremental.range_end === 'open' },
        known: known?.chain(borders) ?? (borders && tiedRecords(borders)),
      };
      yield {
        partition: asked(partition, span, bounds),
        async *read(pages, isWhole) {
          for await (const page of pages) {
            const { records, progress: more, counts: out, outside } = sift(page.records, sifting);
            const isEnough = outside !== undefined && outside === unwanted(incremental);
            yield {
              page: records === page.records ? page : { ...page, records },
              note() {
                chain.add(more);
                counts.older += out.older;
                counts.beyond += out.beyond;
                counts.repeated += out.repeated;
                counts.missing += out.missing;
                if (isEnough) isCutShort = true;
              },
            };
            if (isEnough) break;
          }
          if (!isWhole()) {
            yield {
              note() {
                isBroken = true;
              },
            };
            return;
          }
          yield {
            note() {
              chain.finish();
              settle();
            },
          };
        },
      };
    }
    settle();
  }

  function* windows(start: Ordered, end: Ordered): Generator<Span> {
    const step = parseDuration(incremental.step ?? '');
    const last = end.at < start.at ? start : end;
    if (step === undefined || start.kind !== 'moment') throw new TypeError('a step that was not checked');
    yield* spansOf(start, last, step, spelling);
  }

  return {
    counts,
    slices,
    async *handOn(items) {
      try {
        for await (const { page, note } of items) {
          note();
          if (page !== undefined) yield page;
        }
      } catch (error) {
        failure = error;
        throw error;
      }
    },
    states() {
      const states = new Map(finished);
      for (const [key, progress] of open) states.set(key, progress.state());
      return states;
    },
    get failure() {
      return failure;
    },
    get isBroken() {
      return isBroken;
    },
    get isCutShort() {
      return isCutShort;
    },
  };
}

/** Where the pages that nobody wants lie behind the others. */
function unwanted(incremental: IncrementalPlan): 'older' | 'beyond' | undefined {
  if (incremental.row_order === undefined) return undefined;
  return isOldestFirst(incremental) ? 'beyond' : 'older';
}
