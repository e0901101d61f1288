// parquetjs-lite: encodes row groups column by column, past its own slow record shredder.
import parquetjs from 'parquetjs-lite';
import type { Encoder } from '../../contract.ts';
import { type FileColumn, typeOfColumn } from '../../table/columns.ts';
import type { ParquetCompression } from '../compression.ts';
import type { ColumnValues } from '../row-group.ts';
import { encodeGroups } from '../row-groups.ts';

const { ParquetEnvelopeWriter, ParquetSchema, ParquetWriter } = parquetjs;

const CODECS = { snappy: 'SNAPPY', gzip: 'GZIP', none: 'UNCOMPRESSED' } as const;

/** @param compression one that `refuse` has let through */
export async function openWriter(compression: ParquetCompression) {
  const codec = Object.hasOwn(CODECS, compression)
    ? CODECS[compression as keyof typeof CODECS]
    : CODECS.snappy;
  return (columns: readonly FileColumn[]): Encoder => createFile(columns, codec);
}

function createFile(columns: readonly FileColumn[], codec: string): Encoder {
  const schema = new ParquetSchema(schemaOf(columns, codec));
  let out: Uint8Array[] = [];
  const push = async (chunk: Uint8Array) => {
    out.push(chunk);
  };
  // No page index: without statistics it says nothing, and the library writes it without awaiting.
  const options = { pageIndex: false, useDataPageV2: true };
  const envelope = new ParquetEnvelopeWriter(schema, push, async () => {}, 0, options);
  let hasHeader = false;
  const header = async () => {
    if (!hasHeader) await envelope.writeHeader();
    hasHeader = true;
  };

  /**
   * The page encoder is private to ParquetWriter, which calls it when it closes. So each row group gets a writer
   * of its own whose envelope passes the finished group on and ignores header, index and footer.
   */
  const encode = async (columnData: Record<string, unknown>, rows: number) => {
    const oneGroup = {
      pageSize: rows,
      useDataPageV2: true,
      writeHeader: () => {},
      writeRowGroup: (buffer: unknown) => envelope.writeRowGroup(buffer),
      writeIndex: () => {},
      writeFooter: () => {},
      close: () => {},
    };
    const writer = new ParquetWriter(schema, oneGroup, {});
    const pages = Object.fromEntries(Object.keys(columnData).map((name) => [name, []]));
    writer.rowBuffer = { rowCount: rows, pageRowCount: rows, columnData, pages };
    await writer.close();
  };

  return encodeGroups(columns, {
    async write(group, rows) {
      await header();
      await encode(lazily(group), rows);
    },
    async end() {
      await header();
      await envelope.writeFooter({});
    },
    take() {
      const taken = out;
      out = [];
      return taken;
    },
  });
}

/** What the page encoder reads, column by column: the values that are there, and for each row whether there is one. */
function lazily(group: readonly ColumnValues[]): Record<string, unknown> {
  const columnData = {};
  for (const { name, dense } of group) {
    Object.defineProperty(columnData, name, { enumerable: true, get: () => columnDataOf(dense()) });
  }
  return columnData;
}

function columnDataOf(values: readonly unknown[]) {
  const present = values.filter((value) => value !== null);
  const dlevels = values.map((value) => (value === null ? 0 : 1));
  return { values: present, dlevels, rlevels: [], distinct_values: new Set(), count: values.length };
}

function schemaOf(columns: readonly FileColumn[], compression: string): Record<string, object> {
  return Object.fromEntries(
    columns.map((column) => {
      const type = typeOfColumn(column).parquet(column).parquetjs;
      // Its statistics compare raw JavaScript values, which makes readers skip row groups that hold matches.
      return [column.name, { type, optional: true, compression, statistics: false }];
    }),
  );
}
