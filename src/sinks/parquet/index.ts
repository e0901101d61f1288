// Parquet: row groups of typed columns, with the schema from `columns` or inferred from the first records.
import type { Format } from '../contract.ts';
import { EXTRA } from '../table/columns.ts';
import { tableDataset } from '../table/dataset.ts';
import { REFUSED } from './column.ts';

export const parquet: Format = {
  name: 'parquet',
  extension: 'parquet',
  summary: 'Apache Parquet, SNAPPY, one schema for all files of a resource',
  isCompressible: false,
  refuse({ columns }) {
    if (columns === undefined) return undefined;
    if (columns.length === 0) return 'Parquet needs at least one column; `columns` is empty';
    for (const { name, data_type: type } of columns) {
      if (REFUSED[type] !== undefined) return `column "${name}": ${REFUSED[type]}`;
      if (name === EXTRA) return `column "${EXTRA}": Parquet keeps undeclared fields under this name`;
      if (name === '__proto__')
        return `column "${name}": the Parquet writer cannot hold a column of this name`;
    }
    return undefined;
  },
  async open(resource, { earlier }) {
    // The writer is loaded only where Parquet is wanted.
    const { createParquetFile } = await import('./file.ts');
    return tableDataset(resource, earlier, createParquetFile);
  },
  async *read(file, columns) {
    const { readParquet } = await import('./read.ts');
    yield* readParquet(file, columns ?? []);
  },
};
