// Records to CSV text, by csv-stringify.
import { stringify } from 'csv-stringify/sync';
import { columnType } from '../../../columns/index.ts';
import type { JsonRecord } from '../../../core/batch.ts';
import { toJsonText } from '../../../core/json.ts';
import { setOwn } from '../../../core/path.ts';
import type { Encoder } from '../contract.ts';
import { EXTRA, type FileColumn } from '../table/columns.ts';

/** @param safe a quote before cells that a spreadsheet would take for a formula */
export function createCsvFile(columns: readonly FileColumn[], safe: boolean): Encoder {
  const names = new Set(columns.map((column) => column.name));
  const options = {
    record_delimiter: '\r\n',
    escape_formulas: safe,
    // The library quotes for the record delimiter as a whole, not for either half of it.
    quoted_match: /[\r\n]/,
    // Only the empty text is quoted: an empty cell without quotes is null.
    cast: { string: (value: string) => (value === '' ? { value, quoted_empty: true } : value) },
  };
  const header = Buffer.from(stringify([columns.map((column) => column.name)], options));
  let isBegun = false;
  const begin = (): Uint8Array[] => {
    const bytes = isBegun ? [] : [header];
    isBegun = true;
    return bytes;
  };
  return {
    encode(records) {
      const rows = records.map((record) => toRow(record, columns, names));
      return [...begin(), Buffer.from(stringify(rows, options))];
    },
    // A file without a record still has its header.
    end: begin,
  };
}

function toRow(record: JsonRecord, columns: readonly FileColumn[], names: ReadonlySet<string>): unknown[] {
  let rest: JsonRecord | undefined;
  const keep = (key: string, value: unknown) => {
    rest ??= {};
    setOwn(rest, key, value);
  };
  const row = columns.map((column) => {
    if (column.type === 'extra') return null;
    const value = Object.hasOwn(record, column.name) ? record[column.name] : null;
    if (value === null || value === undefined) return null;
    const type = columnType(column.type);
    if (!type.fits(value) || (typeof value === 'string' && !value.isWellFormed())) {
      keep(column.name, value);
      return null;
    }
    return type.toText(value);
  });
  for (const key of Object.keys(record)) if (!names.has(key) || key === EXTRA) keep(key, record[key]);
  if (rest !== undefined) row[row.length - 1] = toJsonText(rest);
  return row;
}
