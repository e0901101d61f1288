// CSV by RFC 4180: a header, then one line a record; what no column can hold goes to `_extra` as JSON.
import { openCompressed } from '../compression.ts';
import type { Format } from '../contract.ts';
import { EXTRA } from '../table/columns.ts';
import { tableDataset } from '../table/dataset.ts';

export const csv: Format = {
  name: 'csv',
  extension: 'csv',
  summary: 'RFC 4180 with a header; null is an empty cell, an empty text is `""`',
  isCompressible: true,
  refuse({ columns }) {
    if (columns?.length === 0) return 'CSV needs at least one column; `columns` is empty';
    const clash = columns?.some((column) => column.name === EXTRA);
    return clash ? `column "${EXTRA}": CSV keeps undeclared fields under this name` : undefined;
  },
  async open(resource, { earlier, csvSafe }) {
    const { createCsvFile } = await import('./write.ts');
    return tableDataset(resource, earlier, (columns) => createCsvFile(columns, csvSafe));
  },
  async *read(file, columns, compression) {
    const { readCsv } = await import('./read.ts');
    yield* readCsv(openCompressed(file, compression), columns ?? []);
  },
};
