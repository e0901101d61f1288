// Records as a table that fits the terminal. Loaded where one is printed: to know how wide a text is takes a while.
import stringWidth from 'string-width';
import type { JsonRecord } from '../core/batch.ts';
import { toJsonText } from '../core/json.ts';
import { oneLine, withoutControls } from '../core/text.ts';
import { table } from './table.ts';

const WIDEST_CELL = 32;
// As they are seen: an accent or a joined emoji is not cut in two.
const letters = new Intl.Segmenter();

/** As many columns as there is room for; the others are named below. */
export function recordTable(records: readonly JsonRecord[], room: number): string {
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
