// Our own CSV files back to records: text to the JSON it was, null and empty text told apart.
import { parse } from 'csv-parse';
import type { ColumnType } from '../../../columns/contract.ts';
import { columnType } from '../../../columns/index.ts';
import type { JsonRecord } from '../../../core/batch.ts';
import { setOwn } from '../../../core/path.ts';
import { EXTRA, type TableColumn } from '../table/columns.ts';
import { restoreExtra } from '../table/restore.ts';

const BATCH = 500;

// An unquoted empty cell is null; a quoted one is the empty text.
const NULL = Symbol('null');

/** Values of typed columns come as text; the normalizer brings them to their types. */
export async function* readCsv(
  source: NodeJS.ReadableStream,
  columns: readonly TableColumn[],
): AsyncGenerator<JsonRecord[], void, undefined> {
  const types = new Map(columns.map((column) => [column.name, columnType(column.type)]));
  const cast = (value: string, { quoting }: { quoting: boolean }) =>
    value === '' && !quoting ? NULL : value;
  const parser = source.pipe(parse({ cast, bom: false }));
  source.on('error', (error) => parser.destroy(error));
  let header: string[] | undefined;
  let batch: JsonRecord[] = [];
  for await (const row of parser as AsyncIterable<(string | typeof NULL)[]>) {
    if (header === undefined) {
      header = row.map(String);
      continue;
    }
    batch.push(toRecord(header, row, types));
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function toRecord(
  header: readonly string[],
  row: readonly (string | typeof NULL)[],
  types: ReadonlyMap<string, ColumnType>,
): JsonRecord {
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
