// Parquet: row groups of typed columns, with the schema from `columns` or inferred from the first records.
import { columnType } from '../../../columns/index.ts';
import type { Format } from '../contract.ts';
import { EXTRA } from '../table/columns.ts';
import { tableDataset } from '../table/dataset.ts';

// Loaded only where Parquet is wanted.
const writers = {
  'parquetjs-lite': () => import('./writers/parquetjs-lite.ts'),
  hyparquet: () => import('./writers/hyparquet.ts'),
} as const;

export const parquet: Format = {
  name: 'parquet',
  extension: 'parquet',
  summary: 'Apache Parquet, one schema for all files of a resource',
  isCompressible: false,
  refuse({ columns }, { parquetWriter, parquetCompression: compression }) {
    if (parquetWriter === 'parquetjs-lite' && (compression === 'zstd' || compression === 'brotli')) {
      return `parquetjs-lite has no ${compression}; use --parquet-writer hyparquet`;
    }
    if (columns === undefined) return undefined;
    if (columns.length === 0) return 'Parquet needs at least one column; `columns` is empty';
    for (const { name, data_type: type } of columns) {
      if (parquetWriter === 'parquetjs-lite' && columnType(type).parquet({}).parquetjs === undefined) {
        return `column "${name}": parquetjs-lite has no ${type}; use --parquet-writer hyparquet, declare it text, or export NDJSON`;
      }
      if (name === EXTRA) return `column "${EXTRA}": Parquet keeps undeclared fields under this name`;
      if (name === '__proto__')
        return `column "${name}": the Parquet writers cannot hold a column of this name`;
    }
    return undefined;
  },
  async open(resource, { earlier, parquetWriter, parquetCompression }) {
    const { openWriter } = await writers[parquetWriter]();
    return tableDataset(resource, earlier, await openWriter(parquetCompression));
  },
  async *read(file, columns) {
    const { readParquet } = await import('./read.ts');
    yield* readParquet(file, columns ?? []);
  },
};
