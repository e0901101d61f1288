// CSV by RFC 4180: a header, then one line a record; what no column can hold goes to `_extra` as JSON.
import { openCompressed } from '../compression.ts';
import { declareFormat } from '../contract.ts';
import { EXTRA, type FileColumn, withExtra } from '../table/columns.ts';
import { tableDataset } from '../table/dataset.ts';
import { csvOptions } from './dialect.ts';
import { readCsv } from './read.ts';
import { createCsvFile } from './write.ts';

export const csv = declareFormat({
  name: 'csv',
  extension: 'csv',
  summary: 'RFC 4180 with a header; null is an empty cell, an empty text is `""`',
  isCompressible: true,
  hasColumnTypes: true,
  options: csvOptions,
  refuse({ columns }) {
    if (columns?.length === 0) return 'it needs at least one column; `columns` is empty';
    const clash = columns?.some((column) => column.name === EXTRA);
    return clash ? `column "${EXTRA}": undeclared fields are kept under this name` : undefined;
  },
  async open(resource, { earlier, written, ...options }) {
    // The null of an only column would be a blank line, which readers skip.
    const neverBlank = (columns: readonly FileColumn[]) =>
      columns.length === 1 && resource.columns?.every(({ nullable }) => nullable)
        ? withExtra(columns)
        : columns;
    const known = { earlier, written };
    return tableDataset(resource, known, (columns) => createCsvFile(neverBlank(columns), options));
  },
  read: (file, { columns, compression, options }) =>
    readCsv(openCompressed(file, compression), columns ?? [], options),
});
