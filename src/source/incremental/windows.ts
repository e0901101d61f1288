// The time from start to end, cut into windows that meet exactly where requests can say it.
import type { Moment, Ordered } from '../../columns/ordered.ts';
import { addDuration, type Duration } from '../../core/duration.ts';
import type { Spelling } from './spelling.ts';

export interface Span {
  readonly from: Ordered;
  readonly to: Ordered;
  /** Whether the next window begins where this one ends. */
  readonly isInner: boolean;
}

/**
 * Yields the windows in order; one at least, be it empty.
 * @param spelling of a border: where requests send days, windows end at the days that are sent, so that nothing between
 *   the border and its day is in neither
 */
export function* spansOf(start: Moment, end: Ordered, step: Duration, spelling: Spelling): Generator<Span> {
  const origin = Date.parse(`${start.at}Z`);
  let from: Ordered = start;
  for (let times = 1; ; times += 1) {
    const border = spelling.rounded(addDuration(origin, step, times), start);
    if (border.at >= end.at) break;
    if (border.at <= from.at) continue;
    yield { from, to: border, isInner: true };
    from = border;
  }
  yield { from, to: end, isInner: false };
}
