// Parquet: row groups of typed columns, with the schema from `columns` or inferred from the first records.
import { z } from 'zod';
import { type ColumnShape, isNested, typeOf } from '../../../columns/nested/index.ts';
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
    for (const column of columns) {
      const { name, data_type: type } = column;
      if (writer === 'parquetjs-lite' && typeOf(column).parquet({}).parquetjs === undefined) {
        const [what, cure] = isNested(column)
          ? ['fields and items as readers know them', 'leave them out, which writes JSON']
          : [type, 'declare it text'];
        return `column "${name}": parquetjs-lite has no ${what}; use --parquet-writer hyparquet, ${cure}, or export NDJSON`;
      }
      const fault = faultOfFields(column);
      if (fault !== undefined) return `column "${name}": ${fault}`;
      if (name === EXTRA) return `column "${EXTRA}": undeclared fields are kept under this name`;
      if (name === '__proto__')
        return `column "${name}": the Parquet writers cannot hold a column of this name`;
    }
    return undefined;
  },
  async open(resource, { earlier, written, writer, compression }) {
    const { openWriter } = await writers[writer]();
    return tableDataset(resource, { earlier, written }, await openWriter(compression));
  },
  async *read(file, { columns }) {
    const { readParquet } = await import('./read.ts');
    yield* readParquet(file, columns ?? []);
  },
});

/** What no reader of Parquet could tell apart in a struct. */
function faultOfFields({ fields, items }: ColumnShape): string | undefined {
  const folded = new Map<string, string>();
  for (const { name } of fields ?? []) {
    if (name === '__proto__' || name.includes('.')) return `Parquet cannot hold a field named "${name}" here`;
    const twin = folded.get(name.toLowerCase());
    if (twin !== undefined) return `fields "${twin}" and "${name}" are one to readers of Parquet`;
    folded.set(name.toLowerCase(), name);
  }
  const inner = [...(fields ?? []), ...(items === undefined ? [] : [items])].map(faultOfFields);
  return inner.find((fault) => fault !== undefined);
}
