// penstock preview: the first records of a resource as a table that fits the terminal.
import stringWidth from 'string-width';
import type { JsonRecord } from '../../core/batch.ts';
import { toJsonText } from '../../core/json.ts';
import { mask, maskJson } from '../../core/mask.ts';
import { counted, oneLine, withoutControls } from '../../core/text.ts';
import { resourceNamed } from '../../run/select-resources.ts';
import { type CommandDeclaration, positiveInteger, withPipeline } from '../command.ts';
import { type PipelineOptions, withSession } from '../pipeline-options.ts';
import { table } from '../table.ts';

interface PreviewOptions extends PipelineOptions {
  readonly count: number;
  readonly json?: boolean;
}

// A screen that does not say how wide it is, e.g. a pipe.
const COLUMNS = 120;
const WIDEST_CELL = 32;
// As they are seen: an accent or a joined emoji is not cut in two.
const letters = new Intl.Segmenter();

export const preview = {
  name: 'preview',
  summary: 'show the first records of a resource as a table',
  examples: ['penstock preview crm.ts contacts', 'penstock preview crm.ts contacts -n 3 --json | jq .'],
  declare: (command) =>
    withPipeline(command)
      .usage('FILE RESOURCE [options]')
      .argument('<RESOURCE>', 'the resource')
      .option('-n, --count <n>', 'so many records', positiveInteger, 10)
      .option('--json', 'as NDJSON'),
  async run({ io, log }, file: string, name: string, options: PreviewOptions) {
    const { sample } = await import('../../run/sample.ts');
    const wanted = { most: options.count, isNormalized: true, signal: io.signal, emit: log.event };
    const { records, rejects, error } = await withSession(file, options, io, (plan, session) =>
      sample(session, resourceNamed(plan, name), wanted),
    );
    const text = options.json
      ? maskJson(records.map(toJsonText).join('\n'))
      : mask(tableOf(records, io.stdout.columns ?? COLUMNS));
    if (text !== '') io.stdout.write(`${text}\n`);
    const [first] = rejects;
    if (first !== undefined) {
      const column = first.column === undefined ? '' : `${first.column}: `;
      const message = `${counted(rejects.length, 'record')} rejected, the first: ${column}${first.reason}`;
      log.event({ kind: 'notice', resource: name, message });
    }
    if (error === undefined) return 0;
    log.error(error);
    return error.exitCode;
  },
} satisfies CommandDeclaration;

/** As many columns as there is room for; the others are named below. */
export function tableOf(records: readonly JsonRecord[], room: number): string {
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))];
  if (names.length === 0) return 'no records';
  const shown: string[] = [];
  let used = 0;
  for (const name of names) {
    const cells = records.map((record) => stringWidth(cellOf(record[name])));
    const width = Math.max(stringWidth(cellOf(name)), ...cells) + 2;
    if (shown.length > 0 && used + width > room) break;
    shown.push(name);
    used += width;
  }
  const rows = records.map((record) => shown.map((name) => cellOf(record[name])));
  const isNumber = (name: string) =>
    records.every((record) => ['number', 'bigint'].includes(typeof (record[name] ?? 0)));
  const lines = table(
    shown.map(cellOf),
    rows,
    shown.map((name) => (isNumber(name) ? 'right' : 'left')),
  );
  const rest = names.slice(shown.length);
  return rest.length === 0
    ? lines
    : `${lines}\n… and ${rest.length} more columns: ${rest.map(oneLine).join(', ')}`;
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = withoutControls(typeof value === 'string' ? value : toJsonText(value)).replaceAll('\n', ' ');
  const head = text.slice(0, 8 * WIDEST_CELL);
  if (head === text && stringWidth(text) <= WIDEST_CELL) return text;
  let kept = '';
  for (const { segment } of letters.segment(head)) {
    if (stringWidth(kept + segment) >= WIDEST_CELL) break;
    kept += segment;
  }
  return `${kept}…`;
}
