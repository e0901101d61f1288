// Our own Parquet files back to records, row group by row group, by hyparquet.
import { asyncBufferFromFile, type FileMetaData, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { DEFAULT_SCALE } from '../../../config/columns.ts';
import type { JsonRecord } from '../../../core/batch.ts';
import { parseJson } from '../../../core/parse-json.ts';
import { setOwn } from '../../../core/path.ts';
import { EXTRA, type TableColumn } from '../table/columns.ts';
import { restoreExtra } from '../table/restore.ts';

// The spellings of the normalizer, so that what is read is what was written.
const parsers = {
  timestampFromMicroseconds(micros: bigint): string {
    const rest = ((micros % 1000n) + 1000n) % 1000n;
    const text = new Date(Number((micros - rest) / 1000n)).toISOString();
    return rest === 0n ? text : `${text.slice(0, -1)}${String(rest).padStart(3, '0')}Z`;
  },
  dateFromDays: (days: number): string => new Date(days * 86_400_000).toISOString().slice(0, 10),
};

// Rows are decoded a slice at a time, since a record as an object takes many times its place in the file.
const SLICE = 2000;

export async function* readParquet(
  path: string,
  columns: readonly TableColumn[],
): AsyncGenerator<JsonRecord[], void, undefined> {
  const file = await asyncBufferFromFile(path);
  const metadata = withRawDecimals(await parquetMetadataAsync(file));
  const types = new Map(columns.map((column) => [column.name, column]));
  let start = 0;
  for (const group of metadata.row_groups) {
    const end = start + Number(group.num_rows);
    for (let rowStart = start; rowStart < end; rowStart += SLICE) {
      const rowEnd = Math.min(end, rowStart + SLICE);
      const rows = await parquetReadObjects({ file, metadata, rowStart, rowEnd, parsers, utf8: false });
      yield rows.map((row) => toRecord(row, types));
    }
    start = end;
  }
}

function toRecord(row: JsonRecord, types: ReadonlyMap<string, TableColumn>): JsonRecord {
  const record: JsonRecord = {};
  for (const [name, value] of Object.entries(row)) {
    if (name === EXTRA) continue;
    setOwn(record, name, toValue(value, types.get(name)));
  }
  const extra = row[EXTRA];
  if (typeof extra === 'string') restoreExtra(record, extra);
  return record;
}

function toValue(value: unknown, column: TableColumn | undefined): unknown {
  if (value === undefined || value === null) return null;
  switch (column?.type) {
    case 'json':
      return parseJson(String(value));
    case 'binary':
      return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value;
    case 'decimal':
      return value instanceof Uint8Array ? decimalText(value, column.scale ?? DEFAULT_SCALE) : value;
    case 'time':
      return typeof value === 'bigint' ? timeText(value) : value;
    default:
  }
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  return value;
}

// hyparquet makes a double of a decimal; without the mark it hands out the bytes.
function withRawDecimals(metadata: FileMetaData): FileMetaData {
  const schema = metadata.schema.map((element) => {
    const { converted_type: _, logical_type: __, ...raw } = element;
    return element.converted_type === 'DECIMAL' ? raw : element;
  });
  return { ...metadata, schema };
}

function decimalText(bytes: Uint8Array, scale: number): string {
  const unscaled = BigInt.asIntN(bytes.length * 8, BigInt(`0x${Buffer.from(bytes).toString('hex')}`));
  const sign = unscaled < 0n ? '-' : '';
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
  return scale === 0 ? `${sign}${digits}` : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

function timeText(micros: bigint): string {
  const text = new Date(Number(micros / 1000n)).toISOString().slice(11, 23);
  return `${text}${String(micros % 1000n).padStart(3, '0')}`;
}
