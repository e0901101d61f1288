// The report of a run as a table. Loaded where it is printed: to know how wide a text is takes a while.

import { oneLine } from '../core/text.ts';
import type { Report, ResourceReport } from '../run/report.ts';
import { counters } from '../stages/index.ts';
import type { Colours } from './colours.ts';
import { countedText, totalNotes } from './report-notices.ts';
import { table } from './table.ts';

const counterNames = Object.keys(counters) as (keyof typeof counters)[];

const number = (value: number): string => value.toLocaleString('en-US');

/** The table that ends a run on stderr. */
export function reportText(report: Report, paint: Colours): string {
  const header = ['resource', 'status', 'pages', 'records', 'duplicates', 'rejects', 'retries', 'seconds'];
  const rows = report.resources.map((resource) => [
    oneLine(resource.name),
    statusText(resource, paint),
    number(resource.pages),
    number(resource.records),
    number(resource.duplicates),
    number(resource.rejects),
    number(resource.retries),
    resource.seconds.toFixed(1),
  ]);
  const right = ['left', 'left', 'right', 'right', 'right', 'right', 'right', 'right'] as const;
  const notes = report.resources.flatMap(notesOf);
  return [table(header, rows, right), ...notes, summary(report)].join('\n');
}

function statusText(resource: ResourceReport, paint: Colours): string {
  const colour = {
    complete: paint.green,
    limited: paint.yellow,
    partial: paint.red,
    failed: paint.red,
    stopped: paint.red,
  };
  return colour[resource.status](resource.status);
}

function notesOf(resource: ResourceReport): string[] {
  const notes: string[] = [];
  const note = (count: number, words: string) => {
    if (count > 0) notes.push(countedText(count, words));
  };
  for (const name of counterNames) if (name !== 'duplicates') note(resource[name], counters[name].words);
  note(resource.kept, 'record(s) of the earlier snapshot kept');
  note(resource.skipped, 'record(s) of the parent left out by on_missing');
  note(resource.ignored, 'answer(s) ignored by response_actions');
  const { older = 0, beyond = 0, repeated = 0, missing = 0 } = resource.incremental ?? {};
  note(older, 'record(s) left out: older than the start');
  note(beyond, 'record(s) left out: behind the end');
  note(repeated, 'record(s) left out: delivered before');
  note(missing, 'record(s) left out: no cursor value');
  if (resource.isKept) notes.push('what came before the failure is kept; the next run goes on behind it');
  return [...notes, ...totalNotes(resource)].map((one) => `  ${oneLine(resource.name)}: ${one}`);
}

function summary(report: Report): string {
  const complete = report.resources.filter((resource) => resource.status === 'complete').length;
  const records = report.resources.reduce((sum, resource) => sum + resource.records, 0);
  const of = report.resources.length;
  const place = placeOf(report);
  const head = `${oneLine(report.pipeline)}: ${complete} of ${of} resources complete`;
  return `${head}, ${number(records)} records in ${report.seconds.toFixed(1)} s${place}`;
}

function placeOf({ files }: Report): string {
  const [first] = files;
  if (first === undefined) return '';
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const where = files.length === 1 ? first.path : first.path.replace(/[/\\][^/\\]+[/\\][^/\\]+$/, '/');
  return `, ${number(bytes)} bytes in ${where}`;
}
