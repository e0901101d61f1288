// The report of a run, for people and for programs.

import { oneLine, show } from '../core/text.ts';
import type { Report, ResourceReport } from '../run/report.ts';
import { counters } from '../stages/index.ts';
import { type Colours, table } from './table.ts';

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
  note(resource.ignored, 'answer(s) ignored by response_actions');
  return [...notes, ...totalNotes(resource)].map((one) => `  ${oneLine(resource.name)}: ${one}`);
}

/** What a user must hear of a resource even without the report. */
export function noticesOf(resource: ResourceReport): string[] {
  const wanted = counterNames.filter((name) => counters[name].isNotice && resource[name] > 0);
  return [
    ...wanted.map((name) => countedText(resource[name], counters[name].words)),
    ...totalNotes(resource),
  ];
}

function totalNotes({ statedTotal: total, status, ...counts }: ResourceReport): string[] {
  const isNumber = ['number', 'bigint', 'string'].includes(typeof total);
  const received = counts.records + counts.duplicates + counts.rejects;
  if (!isNumber || status !== 'complete' || Number(total) === received) return [];
  return [`the API stated a total of ${show(total)}, and ${countedText(received, 'record(s)')} came`];
}

function countedText(count: number, words: string): string {
  return `${number(count)} ${words.replace('(s)', count === 1 ? '' : 's')}`;
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

/** The report as JSON, for --summary-file and --log-format json. */
export function reportJson(report: Report): object {
  return {
    pipeline: report.pipeline,
    started: report.startedAt.toISOString(),
    seconds: report.seconds,
    exit_code: report.exitCode,
    closed_pipe: report.isPipeClosed,
    resources: report.resources.map(({ error, ...rest }) => ({
      ...snakeKeys(rest),
      complete: rest.status === 'complete',
      error: error?.toJSON(),
    })),
    files: report.files,
  };
}

function snakeKeys(report: object): object {
  const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return Object.fromEntries(Object.entries(report).map(([name, value]) => [snake(name), value]));
}
