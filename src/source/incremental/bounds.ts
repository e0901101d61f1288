// Where the reading of a partition begins and ends: by the state, the pipeline, or what was given for this run.
import type { Ordered } from '../../columns/ordered.ts';
import type { IncrementalPlan } from '../../config/incremental.ts';
import type { CursorState } from '../../core/cursor-state.ts';
import type { Cursor } from './cursor.ts';
import type { Spelling } from './spelling.ts';

/** What a run knows of the runs before. */
export interface IncrementalRun {
  readonly startedAt: Date;
  /** How far a partition was read; undefined for one that never was. */
  stateOf(partition: string): CursorState | undefined;
  /** Begins and ends here, whatever the state and the pipeline say. */
  readonly since?: unknown;
  readonly until?: unknown;
}

export interface Bounds {
  readonly start: Ordered | undefined;
  /** Records behind it are left out; undefined where all are taken. */
  readonly end: Ordered | undefined;
  /** What requests are told as the end: now, where nothing else is said. */
  readonly asked: Ordered;
  /** The last value of the runs before. */
  readonly last: Ordered | undefined;
  readonly initial: Ordered | undefined;
  /** Between two given values, without a state. */
  readonly isSlice: boolean;
}

export function boundsOf(
  incremental: IncrementalPlan,
  run: IncrementalRun,
  before: CursorState,
  cursor: Cursor,
  spelling: Spelling,
): Bounds {
  const { initial_value: initialValue, end_value: endValue } = incremental;
  const lag = lagOf(incremental);
  const isBackfill = run.since !== undefined || run.until !== undefined;
  const isSlice = isBackfill || endValue !== undefined;
  const readAs = (raw: unknown, what: string) => (raw === undefined ? undefined : cursor.read(raw, what));
  const initial = readAs(initialValue, 'initial_value');
  const last = isSlice ? undefined : readAs(before.value, 'the state');
  const end = isBackfill ? readAs(run.until, '--until') : readAs(endValue, 'end_value');
  const given = isBackfill ? readAs(run.since, '--since') : undefined;
  let start = given ?? last ?? initial;
  if (last !== undefined && lag !== 0) {
    start = spelling.before(last, lag);
    if (initial !== undefined && cursor.compare(start, initial) < 0) start = initial;
  }
  return {
    start,
    end,
    get asked() {
      return end ?? spelling.moment(run.startedAt.getTime(), start);
    },
    last,
    initial,
    isSlice,
  };
}

/** Below zero where the resource is read backwards. */
export function lagOf({ lag = 0, last_value_func: last }: IncrementalPlan): number {
  return last === 'min' ? -lag : lag;
}
