// What a scenario gives: rows of the table, each with the bar that it has to reach.
import { type Metric, median, type Ratio, type Result, ratio, valuesOf } from '../contest.ts';

/** A row of the table. */
export interface Line {
  readonly what: string;
  readonly bar: string;
  readonly measured: string;
  /** Undefined for a figure without a bar. */
  readonly isMet: boolean | undefined;
}

export interface Section {
  readonly lines: readonly Line[];
  /** Medians of every contender, for who wants to look closer. */
  readonly details: readonly string[];
}

export interface BenchOptions {
  readonly rounds: number;
  /** A Python that has dlt. */
  readonly python: string | undefined;
}

export type Scenario = (options: BenchOptions) => Promise<Section>;

export const two = (value: number) => value.toFixed(2);

export const spread = (r: Ratio) =>
  r.least === r.most ? two(r.median) : `${two(r.median)} (${two(r.least)} to ${two(r.most)})`;

export function detailsOf(title: string, results: readonly Result[]): string[] {
  return results.map((result) => {
    const figure = (metric: Metric, unit: string, digits: number) => {
      const values = valuesOf(result, metric);
      return values.length === 0 ? '-' : `${median(values).toFixed(digits)} ${unit}`;
    };
    return `${title}: ${result.name}: ${figure('wall', 's', 2)}, processor ${figure('cpu', 's', 2)}, ${figure('rss', 'MB', 0)}`;
  });
}

/** A figure that has to stay below a bar. */
export function below(what: string, most: number, unit: string, value: number, digits = 0): Line {
  const bar = `<= ${most}${unit}`;
  return { what, bar, measured: `${value.toFixed(digits)}${unit}`, isMet: value <= most };
}

/** So many times the other's. */
export function atMost(
  what: string,
  results: readonly Result[],
  [one, other]: readonly [one: string, other: string],
  most: number | undefined,
  metric: Metric = 'wall',
): Line {
  const found = ratio(results, one, other, metric);
  const bar = most === undefined ? '' : `<= ${most}`;
  if (found === undefined) return { what, bar, measured: 'not measured', isMet: undefined };
  return { what, bar, measured: spread(found), isMet: most === undefined ? undefined : found.median <= most };
}

/** So many times faster than the other. */
export function faster(
  what: string,
  results: readonly Result[],
  other: string,
  least: number | undefined,
): Line {
  const found = ratio(results, other, 'penstock', 'wall');
  const bar = least === undefined ? '' : `>= ${least} times faster`;
  if (found === undefined)
    return { what, bar, measured: 'not measured: not on this machine', isMet: undefined };
  return {
    what,
    bar,
    measured: spread(found),
    isMet: least === undefined ? undefined : found.median >= least,
  };
}
