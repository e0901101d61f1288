// CSV by RFC 4180: a header, then one line a record; what no column can hold goes to `_extra` as JSON.
import { z } from 'zod';
import { openCompressed } from '../compression.ts';
import { declareFormat } from '../contract.ts';
import { EXTRA } from '../table/columns.ts';
import { tableDataset } from '../table/dataset.ts';

export const csv = declareFormat({
  name: 'csv',
  extension: 'csv',
  summary: 'RFC 4180 with a header; null is an empty cell, an empty text is `""`',
  isCompressible: true,
  options: z.object({
    safe: z
      .boolean()
      .default(false)
      .describe('a quote before cells that a spreadsheet would take for a formula'),
  }),
  refuse({ columns }) {
    if (columns?.length === 0) return 'it needs at least one column; `columns` is empty';
    const clash = columns?.some((column) => column.name === EXTRA);
    return clash ? `column "${EXTRA}": undeclared fields are kept under this name` : undefined;
  },
  async open(resource, { earlier, safe }) {
    const { createCsvFile } = await import('./write.ts');
    return tableDataset(resource, earlier, (columns) => createCsvFile(columns, safe));
  },
  async *read(file, { columns, compression }) {
    const { readCsv } = await import('./read.ts');
    yield* readCsv(openCompressed(file, compression), columns ?? []);
  },
});
