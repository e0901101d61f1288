// hyparquet-writer, the default: every type, the UTC flag of timestamps, dictionaries.
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { CompressionCodec, SchemaElement } from 'hyparquet';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { elementsOf } from '../../../../columns/nested/layout.ts';
import type { Encoder } from '../../contract.ts';
import { type FileColumn, typeOfColumn } from '../../table/columns.ts';
import type { ParquetCompression } from '../compression.ts';
import { encodeGroups } from '../row-groups.ts';

interface Codec {
  readonly codec: CompressionCodec;
  readonly compressors: Partial<Record<CompressionCodec, (bytes: Uint8Array) => Uint8Array>>;
}

export async function openWriter(compression: ParquetCompression) {
  const codec = await codecOf(compression);
  return (columns: readonly FileColumn[]): Encoder => createFile(columns, codec);
}

async function codecOf(compression: ParquetCompression): Promise<Codec> {
  switch (compression) {
    case 'gzip':
      return { codec: 'GZIP', compressors: { GZIP: gzipSync } };
    case 'brotli':
      return { codec: 'BROTLI', compressors: { BROTLI: brotli } };
    case 'zstd': {
      const { Zstd } = await import('@hpcc-js/wasm-zstd');
      const zstd = await Zstd.load();
      return { codec: 'ZSTD', compressors: { ZSTD: (bytes) => zstd.compress(bytes) } };
    }
    default:
      return { codec: compression === 'none' ? 'UNCOMPRESSED' : 'SNAPPY', compressors: {} };
  }
}

// Its default, 11, is made for files that are compressed once and read for years.
function brotli(bytes: Uint8Array): Uint8Array {
  return brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } });
}

function createFile(columns: readonly FileColumn[], { codec, compressors }: Codec): Encoder {
  const bytesOut = new ByteWriter();
  const elements = columns.map((column) => elementsOf(column.name, typeOfColumn(column).parquet(column)));
  const schema: SchemaElement[] = [{ name: 'root', num_children: columns.length }, ...elements.flat()];
  const file = new ParquetWriter({
    writer: bytesOut,
    schema: schema.map(asText),
    codec,
    compressors,
    createdBy: 'penstock',
  });
  // Bounds of JSON text say nothing, and are written whole.
  const bare = new Set(columns.filter((_, i) => elements[i]?.some(isJson)).map(({ name }) => name));
  return encodeGroups(columns, {
    async write(group, rows) {
      const columnData = group.map((column) => ({
        name: column.name,
        statistics: !bare.has(column.name),
        get data() {
          return column.dense();
        },
      }));
      await file.write({ columnData, rowGroupSize: rows });
    },
    async end() {
      file.schema = schema;
      await file.finish();
    },
    take() {
      const taken = bytesOut.getBytes().slice();
      // The offset counts on; only the buffer begins anew.
      (bytesOut as { index: number }).index = 0;
      return taken.length === 0 ? [] : [taken];
    },
  });
}

/** The writer would make JSON of JSON text once more; to it the values are texts, and the footer says what they are. */
function asText(element: SchemaElement): SchemaElement {
  return isJson(element) ? { ...element, converted_type: 'UTF8', logical_type: { type: 'STRING' } } : element;
}

function isJson({ converted_type: type }: SchemaElement): boolean {
  return type === 'JSON';
}
