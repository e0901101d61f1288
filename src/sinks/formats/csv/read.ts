// Our own CSV files back to records: text to the JSON it was, null and empty text told apart.
import type { ColumnType } from '../../../columns/contract.ts';
import { columnType } from '../../../columns/index.ts';
import type { JsonRecord } from '../../../core/batch.ts';
import { setOwn } from '../../../core/path.ts';
import { EXTRA, type TableColumn } from '../table/columns.ts';
import { restoreExtra } from '../table/restore.ts';
import { type CsvOptions, delimiterOf } from './dialect.ts';
import { unguard } from './guard.ts';
import { csvRows, type Row } from './rows.ts';

/** Values of typed columns come as text; the normalizer brings them to their types. */
export async function* readCsv(
  source: AsyncIterable<Uint8Array>,
  columns: readonly TableColumn[],
  options: CsvOptions,
): AsyncGenerator<JsonRecord[], void, undefined> {
  const types = new Map(columns.map((column) => [column.name, columnType(column.type)]));
  const written = options.safe ? (row: Row) => row.map((cell) => cell && unguard(cell)) : (row: Row) => row;
  let header: string[] | undefined;
  for await (const rows of csvRows(source, delimiterOf(options), options)) {
    const names = header ?? written(rows.shift() ?? []).map((name) => name ?? '');
    header = names;
    yield rows.map((row) => toRecord(names, written(row), types));
  }
}

function toRecord(header: readonly string[], row: Row, types: ReadonlyMap<string, ColumnType>): JsonRecord {
  const record: JsonRecord = {};
  header.forEach((name, i) => {
    const value = row[i];
    if (name === EXTRA) return;
    const type = types.get(name);
    const restored = typeof value !== 'string' ? null : type === undefined ? value : type.fromText(value);
    setOwn(record, name, restored);
  });
  const at = header.indexOf(EXTRA);
  const extra = at === -1 ? undefined : row[at];
  if (typeof extra === 'string') restoreExtra(record, extra);
  return record;
}
