// What is said of a resource beside its report, or without it.
import { show } from '../core/text.ts';
import type { ResourceReport } from '../run/report.ts';
import { counters } from '../stages/index.ts';

const counterNames = Object.keys(counters) as (keyof typeof counters)[];

/** What a user must hear of a resource even without the report. */
export function noticesOf(resource: ResourceReport): string[] {
  const wanted = counterNames.filter((name) => counters[name].isNotice && resource[name] > 0);
  return [
    ...wanted.map((name) => countedText(resource[name], counters[name].words)),
    ...totalNotes(resource),
  ];
}

/** Where the API stated another total than what came. */
export function totalNotes({ statedTotal: total, status, ...counts }: ResourceReport): string[] {
  const isNumber = ['number', 'bigint', 'string'].includes(typeof total);
  const { older = 0, beyond = 0, repeated = 0, missing = 0 } = counts.incremental ?? {};
  const leftOut = older + beyond + repeated + missing + counts.filtered + counts.emptied;
  const made = counts.records - counts.added + counts.duplicates + counts.rejects;
  const received = made + leftOut + counts.superseded + counts.deleted;
  if (!isNumber || status !== 'complete' || Number(total) === received) return [];
  return [`the API stated a total of ${show(total)}, and ${countedText(received, 'record(s)')} came`];
}

/** `2 records` for `record(s)`. */
export function countedText(count: number, words: string): string {
  return `${count.toLocaleString('en-US')} ${words.replace('(s)', count === 1 ? '' : 's')}`;
}
