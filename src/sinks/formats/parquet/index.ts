// Parquet: row groups of typed columns, with the schema from `columns` or inferred from the first records.
import { z } from 'zod';
import { columnType } from '../../../columns/index.ts';
import { declareFormat } from '../contract.ts';
import { EXTRA } from '../table/columns.ts';
import { tableDataset } from '../table/dataset.ts';
import { PARQUET_COMPRESSIONS } from './compression.ts';

// Loaded only where Parquet is wanted.
const writers = {
  hyparquet: () => import('./writers/hyparquet.ts'),
  'parquetjs-lite': () => import('./writers/parquetjs-lite.ts'),
} as const;

type WriterName = keyof typeof writers;
const WRITERS = Object.keys(writers) as WriterName[];

export const parquet = declareFormat({
  name: 'parquet',
  extension: 'parquet',
  summary: 'Apache Parquet, one schema for all files of a resource',
  isCompressible: false,
  hasColumnTypes: true,
  options: z.object({
    writer: z.enum(WRITERS).default('hyparquet').describe('the library that writes the files'),
    compression: z.enum(PARQUET_COMPRESSIONS).default('snappy').describe('inside the files'),
  }),
  refuse({ columns }, { writer, compression }) {
    if (writer === 'parquetjs-lite' && (compression === 'zstd' || compression === 'brotli')) {
      return `parquetjs-lite has no ${compression}; use --parquet-writer hyparquet`;
    }
    if (columns === undefined) return undefined;
    if (columns.length === 0) return 'it needs at least one column; `columns` is empty';
    for (const { name, data_type: type } of columns) {
      if (writer === 'parquetjs-lite' && columnType(type).parquet({}).parquetjs === undefined) {
        return `column "${name}": parquetjs-lite has no ${type}; use --parquet-writer hyparquet, declare it text, or export NDJSON`;
      }
      if (name === EXTRA) return `column "${EXTRA}": undeclared fields are kept under this name`;
      if (name === '__proto__')
        return `column "${name}": the Parquet writers cannot hold a column of this name`;
    }
    return undefined;
  },
  async open(resource, { earlier, writer, compression }) {
    const { openWriter } = await writers[writer]();
    return tableDataset(resource, earlier, await openWriter(compression));
  },
  async *read(file, { columns }) {
    const { readParquet } = await import('./read.ts');
    yield* readParquet(file, columns ?? []);
  },
});
