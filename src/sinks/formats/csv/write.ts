// Records to CSV text by RFC 4180. Written out here: csv-stringify takes four times as long for these few rules.
import { columnType } from '../../../columns/index.ts';
import type { JsonRecord } from '../../../core/batch.ts';
import { toJsonText } from '../../../core/json.ts';
import type { Encoder } from '../contract.ts';
import type { FileColumn } from '../table/columns.ts';
import { refuseRest, restOf } from '../table/rest.ts';
import { type CsvOptions, delimiterOf } from './dialect.ts';
import { guard, isNumber } from './guard.ts';

/** @param columns `_extra` last, if it is among them */
export function createCsvFile(columns: readonly FileColumn[], options: CsvOptions): Encoder {
  const delimiter = delimiterOf(options);
  const toCells = compileRow(columns, compileCell(options));
  const names = columns.map(({ name }) => compileCell(options)(name, true));
  const header = `${options.bom ? '\ufeff' : ''}${names.join(delimiter)}\r\n`;
  let isBegun = false;
  const begin = (): string => {
    const text = isBegun ? '' : header;
    isBegun = true;
    return text;
  };
  return {
    encode(records) {
      let text = begin();
      for (const record of records) text += `${toCells(record).join(delimiter)}\r\n`;
      return [Buffer.from(text)];
    },
    // A file without a record still has its header.
    end: () => [Buffer.from(begin())],
  };
}

type Cell = (text: string, isText: boolean) => string;

/** An empty text is quoted, for an empty cell without quotes is null. */
function compileCell(options: CsvOptions): Cell {
  const code = delimiterOf(options).charCodeAt(0).toString(16).padStart(4, '0');
  const special = new RegExp(`["\\r\\n\\u${code}]`);
  const quotesTexts = options.quote === 'texts';
  return (value, isText) => {
    const text = isText && options.safe ? guard(value) : value;
    const isQuoted = text === '' || (isText && quotesTexts) || special.test(text);
    return isQuoted ? `"${text.replaceAll('"', '""')}"` : text;
  };
}

function compileRow(columns: readonly FileColumn[], cell: Cell): (record: JsonRecord) => string[] {
  const names = new Set(columns.flatMap(({ name, type }) => (type === 'extra' ? [] : [name])));
  const cells = columns.map((column) => {
    if (column.type === 'extra') return () => '';
    const type = columnType(column.type);
    return (value: unknown): string | undefined => {
      if (typeof value === 'string' && !value.isWellFormed()) return undefined;
      if (!type.fits(value)) return undefined;
      const text = type.toText(value);
      return cell(text, type.isTextual || (typeof value === 'string' && !isNumber(text)));
    };
  });
  const hasExtra = columns.at(-1)?.type === 'extra';
  return (record) => {
    let misfits: string[] | undefined;
    const row = columns.map(({ name }, i) => {
      const value = Object.hasOwn(record, name) ? record[name] : null;
      if (value === null || value === undefined) return '';
      const text = cells[i]?.(value);
      if (text !== undefined) return text;
      misfits ??= [];
      misfits.push(name);
      return '';
    });
    const rest = restOf(record, names, misfits);
    if (rest !== undefined && !hasExtra) refuseRest('CSV', rest);
    // With no other column, a record without fields would be a blank line.
    const kept = rest ?? (columns.length === 1 && hasExtra ? {} : undefined);
    if (kept !== undefined) row[row.length - 1] = cell(toJsonText(kept), true);
    return row;
  };
}
