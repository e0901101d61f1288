// One Parquet file as bytes: row groups bounded in rows and bytes, written through parquetjs-lite.
import parquetjs from 'parquetjs-lite';
import type { JsonRecord } from '../../core/batch.ts';
import { describe, InternalError, PenstockError } from '../../core/errors.ts';
import type { Encoder } from '../contract.ts';
import type { FileColumn } from '../table/columns.ts';
import { layoutOf } from './column.ts';
import { RowGroup } from './row-group.ts';

const MOST_ROWS = 20_000;
const MOST_BYTES = 16 * 1024 * 1024;

const { ParquetEnvelopeWriter, ParquetSchema, ParquetWriter } = parquetjs;
type Schema = InstanceType<typeof ParquetSchema>;
type Envelope = InstanceType<typeof ParquetEnvelopeWriter>;

/** Its `encode` gives the row groups that became full, its `end` the last one and the footer. */
export function createParquetFile(columns: readonly FileColumn[]): Encoder {
  const schema = new ParquetSchema(schemaOf(columns));
  let out: Uint8Array[] = [];
  const write = async (bytes: Uint8Array) => {
    out.push(bytes);
  };
  // No page index: without statistics it says nothing, and the library writes it without awaiting.
  const options = { pageIndex: false, useDataPageV2: true };
  const envelope = new ParquetEnvelopeWriter(schema, write, async () => {}, 0, options);
  let group = new RowGroup(columns);
  let hasHeader = false;

  const flush = async () => {
    if (!hasHeader) await envelope.writeHeader();
    hasHeader = true;
    if (group.rows === 0) return;
    await encodeGroup(schema, envelope, group);
    group = new RowGroup(columns);
  };
  const taken = (): Uint8Array[] => {
    const bytes = out;
    out = [];
    return bytes;
  };

  return {
    encode: translated(async (records: readonly JsonRecord[]) => {
      for (const record of records) {
        group.add(record);
        if (group.rows >= MOST_ROWS || group.bytes >= MOST_BYTES) await flush();
      }
      return taken();
    }),
    end: translated(async () => {
      await flush();
      await envelope.writeFooter({});
      return taken();
    }),
  };
}

/**
 * The page encoder is private to ParquetWriter, which calls it when it closes. So each row group gets a writer
 * of its own whose envelope passes the finished group on and ignores header, index and footer.
 */
async function encodeGroup(schema: Schema, envelope: Envelope, group: RowGroup): Promise<void> {
  const columnData = group.columnData();
  const oneGroup = {
    pageSize: group.rows,
    useDataPageV2: true,
    writeHeader: () => {},
    writeRowGroup: (buffer: unknown) => envelope.writeRowGroup(buffer),
    writeIndex: () => {},
    writeFooter: () => {},
    close: () => {},
  };
  const writer = new ParquetWriter(schema, oneGroup, {});
  writer.rowBuffer = {
    rowCount: group.rows,
    pageRowCount: group.rows,
    columnData,
    pages: Object.fromEntries(Object.keys(columnData).map((name) => [name, []])),
  };
  await writer.close();
}

function schemaOf(columns: readonly FileColumn[]): Record<string, object> {
  return Object.fromEntries(
    columns.map((column) => {
      const type = column.type === 'extra' ? 'UTF8' : layoutOf(column.type).parquetType;
      // Its statistics compare raw JavaScript values, which makes readers skip row groups that hold matches.
      return [column.name, { type, optional: true, compression: 'SNAPPY', statistics: false }];
    }),
  );
}

// parquetjs-lite throws bare strings.
function translated<In extends unknown[], Out>(
  work: (...input: In) => Promise<Out>,
): (...input: In) => Promise<Out> {
  return async (...input) => {
    try {
      return await work(...input);
    } catch (error) {
      if (error instanceof PenstockError) throw error;
      throw new InternalError(`the Parquet writer failed: ${describe(error)}`, { cause: error });
    }
  };
}
