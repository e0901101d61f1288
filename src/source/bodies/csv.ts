// csv: the first row names the fields, every other row is a record, and the body the list of them.
import { createRequire } from 'node:module';
import { pipeline, Readable } from 'node:stream';
import type { CsvError, parse as createParser, Options } from 'csv-parse';
import type { parse as parseWhole } from 'csv-parse/sync';
import { excerpt } from '../../core/text.ts';
import { Fault } from '../http/verdict.ts';
import { type BodyFormat, listsOf } from './contract.ts';
import { type Row, RowReader } from './csv-rows.ts';

// Loaded where an answer is CSV: every other run starts without it.
const require = createRequire(import.meta.url);

// To be told which cells were quoted takes csv-parse 16 times as long, so it is asked only where one may matter.
const QUOTED_NOTHING = /(?:^|[,;\t\r\n])""(?:[,;\t\r\n]|$)/;

export const csv: BodyFormat = {
  title: 'CSV',
  accept: 'text/csv, */*;q=0.1',
  isOpenEnded: true,
  looks: /^\s*[^\s<{[]/,
  parse(text) {
    const reader = new RowReader();
    const records = rowsOf(text).flatMap((row) => reader.read(row) ?? []);
    reader.end();
    return records;
  },
  lists() {
    let tellsQuotes = false;
    const watched = async function* (text: AsyncIterable<string>) {
      let tail = '';
      for await (const chunk of text) {
        tellsQuotes ||= QUOTED_NOTHING.test(tail + chunk);
        // The longest match reaches over three characters of the next chunk.
        tail = chunk.slice(-3);
        yield chunk;
      }
    };
    return (text) => listsOf(recordsOf(watched(text), tellsQuotes));
  },
};

/** All rows; a cell of nothing is null, a quoted one the empty text. */
function rowsOf(text: string): Row[] {
  const tellsQuotes = QUOTED_NOTHING.test(text);
  const { parse }: { parse: typeof parseWhole } = require('csv-parse/sync');
  try {
    const rows: string[][] = parse(text, optionsFor(text, tellsQuotes));
    return tellsQuotes ? rows : rows.map(withNulls);
  } catch (error) {
    throw faultOf(error);
  }
}

async function* recordsOf(text: AsyncGenerator<string>, tellsQuotes: boolean) {
  const reader = new RowReader();
  let head = '';
  while (!/\n/.test(head) && head.length < LONGEST_HEADER) {
    const { value, done } = await text.next();
    if (done === true) break;
    head += value;
  }
  const whole = async function* () {
    yield head;
    yield* text;
  };
  const { parse }: { parse: typeof createParser } = require('csv-parse');
  const parser = parse(optionsFor(head, tellsQuotes));
  // What fails in it is thrown where its rows are read.
  pipeline(Readable.from(whole()), parser, () => {});
  try {
    for await (const row of parser) {
      const record = reader.read(tellsQuotes ? row : withNulls(row));
      if (record !== undefined) yield record;
    }
  } catch (error) {
    throw faultOf(error);
  }
  reader.end();
}

const LONGEST_HEADER = 1024 * 1024;

function optionsFor(head: string, tellsQuotes: boolean): Options<string[]> {
  return {
    delimiter: delimiterOf(head),
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    ...(tellsQuotes ? { cast: (cell, { quoting }) => (cell === '' && !quoting ? null : cell) } : {}),
  };
}

function withNulls(row: readonly string[]): Row {
  return row.map((cell) => (cell === '' ? null : cell));
}

function faultOf(error: unknown): unknown {
  const { code, message } = error as Partial<CsvError>;
  if (code === 'CSV_QUOTE_NOT_CLOSED') return new SyntaxError('a quoted cell has no end');
  if (code === undefined || message === undefined || !/^(?:CSV_|INVALID_)/.test(code)) return error;
  // Its message may quote the cell, masked or not.
  const reason = `the CSV is not well formed: ${excerpt(message.replace(/, value is .*$/s, ''))}`;
  return new Fault({ kind: 'failed', reason, hint: 'a cell with a quote in it must be quoted (RFC 4180)' });
}

/** The one of comma, semicolon and tab that parts the header most often. */
function delimiterOf(text: string): string {
  const [header = ''] = /^(?:[^"\r\n]|"[^"]*")*/.exec(text) ?? [];
  const bare = header.replace(/"[^"]*"/g, '');
  const count = (delimiter: string) => bare.split(delimiter).length;
  return [',', ';', '\t'].reduce((best, one) => (count(one) > count(best) ? one : best));
}
