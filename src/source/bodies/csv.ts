// csv: the first row names the fields, every other row is a record, and the body the list of them.
import { type CsvError, parse } from 'csv-parse/sync';
import { setOwn } from '../../core/path.ts';
import { excerpt } from '../../core/text.ts';
import { Fault } from '../http/verdict.ts';
import type { BodyFormat } from './contract.ts';

export const csv: BodyFormat = {
  title: 'CSV',
  accept: 'text/csv, */*;q=0.1',
  isOpenEnded: true,
  looks: /^\s*[^\s<{[]/,
  parse(text) {
    const [header = [], ...rows] = rowsOf(text);
    const names = namesOf(header);
    const isBlank = (row: Row) => names.length > 1 && row.length === 1 && row[0] === null;
    return rows.flatMap((row, index) => {
      if (isBlank(row)) return [];
      if (row.length !== names.length) throw misfit(row, index, names, index === rows.length - 1);
      return [toRecord(names, row)];
    });
  },
};

type Row = readonly (string | null)[];

/** All rows; a cell of nothing is null, a quoted one the empty text. */
function rowsOf(text: string): Row[] {
  // To be told which cells were quoted takes csv-parse 16 times as long, so it is asked only where one may matter.
  const hasQuotedNothing = /(?:^|[,;\t\r\n])""(?:[,;\t\r\n]|$)/.test(text);
  try {
    const rows: string[][] = parse(text, {
      delimiter: delimiterOf(text),
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      ...(hasQuotedNothing ? { cast: (cell, { quoting }) => (cell === '' && !quoting ? null : cell) } : {}),
    });
    return hasQuotedNothing ? rows : rows.map((row) => row.map((cell) => (cell === '' ? null : cell)));
  } catch (error) {
    const { code, message } = error as CsvError;
    if (code === 'CSV_QUOTE_NOT_CLOSED') throw new SyntaxError('a quoted cell has no end');
    // Its message may quote the cell, masked or not.
    const reason = `the CSV is not well formed: ${excerpt(message.replace(/, value is .*$/s, ''))}`;
    throw new Fault({ kind: 'failed', reason, hint: 'a cell with a quote in it must be quoted (RFC 4180)' });
  }
}

/** The one of comma, semicolon and tab that parts the header most often. */
function delimiterOf(text: string): string {
  const [header = ''] = /^(?:[^"\r\n]|"[^"]*")*/.exec(text) ?? [];
  const bare = header.replace(/"[^"]*"/g, '');
  const count = (delimiter: string) => bare.split(delimiter).length;
  return [',', ';', '\t'].reduce((best, one) => (count(one) > count(best) ? one : best));
}

function namesOf(header: Row): string[] {
  const names = header.map((cell, index) => cell ?? `column_${index + 1}`);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return names;
  const reason = `the CSV has two columns named "${excerpt(twice, 60)}", and a record holds one of them only`;
  throw new Fault({ kind: 'failed', reason, hint: 'ask the API for distinct names' });
}

function toRecord(names: readonly string[], row: Row): Record<string, unknown> {
  const record = {};
  names.forEach((name, index) => {
    setOwn(record, name, row[index]);
  });
  return record;
}

function misfit(row: Row, index: number, names: readonly string[], isLast: boolean): Error {
  const reason = `record ${index + 1} of the CSV has ${row.length} cells where the header has ${names.length}`;
  // A body that was cut ends in a row that is too short.
  if (isLast && row.length < names.length) return new SyntaxError(reason);
  return new Fault({
    kind: 'failed',
    reason,
    hint: 'a cell with a delimiter in it must be quoted (RFC 4180)',
  });
}
