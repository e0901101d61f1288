// Our own Parquet files back to records, row group by row group, by hyparquet.
import { asyncBufferFromFile, type FileMetaData, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import type { JsonRecord } from '../../../core/batch.ts';
import { setOwn } from '../../../core/path.ts';
import { EXTRA, type TableColumn, typeOfColumn } from '../table/columns.ts';
import { restoreExtra } from '../table/restore.ts';

// Rows are decoded a slice at a time, since a record as an object takes many times its place in the file.
const MOST_ROWS = 2000;
const MOST_CELLS = 200_000;

// A byte order mark at the start of a text is a part of it.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const parsers = { stringFromBytes: (bytes: Uint8Array | undefined) => bytes && decoder.decode(bytes) };

export async function* readParquet(
  path: string,
  columns: readonly TableColumn[],
): AsyncGenerator<JsonRecord[], void, undefined> {
  const file = await asyncBufferFromFile(path);
  const metadata = withPrimitives(await parquetMetadataAsync(file));
  const types = new Map(columns.map((column) => [column.name, readerOf(column)]));
  const slice = Math.max(1, Math.min(MOST_ROWS, Math.floor(MOST_CELLS / metadata.schema.length)));
  let start = 0;
  for (const group of metadata.row_groups) {
    const end = start + Number(group.num_rows);
    for (let rowStart = start; rowStart < end; rowStart += slice) {
      const rowEnd = Math.min(end, rowStart + slice);
      const rows = await parquetReadObjects({ file, metadata, rowStart, rowEnd, parsers, utf8: false });
      yield rows.map((row) => toRecord(row, types));
    }
    start = end;
  }
}

function toRecord(row: JsonRecord, types: ReadonlyMap<string, Reader>): JsonRecord {
  const record: JsonRecord = {};
  for (const [name, value] of Object.entries(row)) {
    if (name === EXTRA) continue;
    setOwn(record, name, toValue(value, types.get(name)));
  }
  const extra = row[EXTRA];
  if (typeof extra === 'string') restoreExtra(record, extra);
  return record;
}

function toValue(value: unknown, read: Reader | undefined): unknown {
  if (value === undefined || value === null) return null;
  return read === undefined ? value : read(value);
}

type Reader = (primitive: unknown) => unknown;

function readerOf(column: TableColumn): Reader {
  const type = typeOfColumn(column);
  return (primitive) => type.fromParquet(primitive, column);
}

/** Texts are decoded, JSON among them, and lists are lists; every other column keeps its primitives, which its type reads without loss. */
function withPrimitives(metadata: FileMetaData): FileMetaData {
  const schema = metadata.schema.map((element) => {
    const { converted_type: type, logical_type: _, ...raw } = element;
    if (type === 'UTF8' || type === 'LIST') return element;
    return type === 'JSON' ? { ...raw, converted_type: 'UTF8' as const } : raw;
  });
  return { ...metadata, schema };
}
