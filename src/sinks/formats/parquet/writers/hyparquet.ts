// hyparquet-writer, the default: every type, the UTC flag of timestamps, dictionaries.
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { CompressionCodec, SchemaElement } from 'hyparquet';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { DEFAULT_PRECISION, DEFAULT_SCALE } from '../../../../config/columns.ts';
import { toJsonText } from '../../../../core/json.ts';
import type { Encoder, ParquetCompression } from '../../contract.ts';
import type { FileColumn, TableColumn } from '../../table/columns.ts';
import * as primitive from '../layout.ts';
import { encodeGroups } from '../row-groups.ts';

interface TypedLayout extends primitive.Layout {
  readonly element: Omit<SchemaElement, 'name'>;
}

const { bytes, bytesSize, days, fixed, int64, microseconds, microsecondsOfDay, only, textSize, utf8 } =
  primitive;
const optional = { repetition_type: 'OPTIONAL' } as const;
const TEXT = {
  ...optional,
  type: 'BYTE_ARRAY',
  converted_type: 'UTF8',
  logical_type: { type: 'STRING' },
} as const;
// Sixteen bytes hold the 38 digits that a decimal may have.
const DECIMAL_BYTES = 16;

const asBigInt = (convert: (value: unknown) => number | bigint | undefined) => (value: unknown) => {
  const converted = convert(value);
  return converted === undefined ? undefined : BigInt(converted);
};

function layoutOf({ type, precision = DEFAULT_PRECISION, scale = DEFAULT_SCALE }: TableColumn): TypedLayout {
  switch (type) {
    case 'text':
      return { element: TEXT, toPrimitive: utf8, size: textSize };
    case 'json':
      return { element: TEXT, toPrimitive: toJsonText, size: textSize };
    case 'double':
      return { element: { ...optional, type: 'DOUBLE' }, toPrimitive: only('number'), size: fixed(8) };
    case 'bool':
      return { element: { ...optional, type: 'BOOLEAN' }, toPrimitive: only('boolean'), size: fixed(1) };
    case 'bigint':
      return { element: { ...optional, type: 'INT64' }, toPrimitive: asBigInt(int64), size: fixed(8) };
    case 'date':
      return {
        element: { ...optional, type: 'INT32', converted_type: 'DATE' },
        toPrimitive: days,
        size: fixed(4),
      };
    case 'binary':
      return { element: { ...optional, type: 'BYTE_ARRAY' }, toPrimitive: bytes, size: bytesSize };
    case 'timestamp': {
      const logical_type = { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' } as const;
      const element = {
        ...optional,
        type: 'INT64',
        converted_type: 'TIMESTAMP_MICROS',
        logical_type,
      } as const;
      return { element, toPrimitive: asBigInt(microseconds), size: fixed(8) };
    }
    case 'time': {
      const logical_type = { type: 'TIME', isAdjustedToUTC: false, unit: 'MICROS' } as const;
      return {
        element: { ...optional, type: 'INT64', logical_type },
        toPrimitive: microsecondsOfDay,
        size: fixed(8),
      };
    }
    case 'decimal': {
      const digits = { precision, scale };
      const element = {
        ...optional,
        type: 'FIXED_LEN_BYTE_ARRAY',
        type_length: DECIMAL_BYTES,
        converted_type: 'DECIMAL',
        ...digits,
        logical_type: { type: 'DECIMAL', ...digits },
      } as const;
      return {
        element,
        toPrimitive: (value) => primitive.unscaled(value, scale),
        size: fixed(DECIMAL_BYTES),
      };
    }
  }
}

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
  const elements = columns.map((column): SchemaElement => {
    return column.type === 'extra'
      ? { ...TEXT, name: column.name }
      : { ...layoutOf(column).element, name: column.name };
  });
  const schema: SchemaElement[] = [{ name: 'root', num_children: columns.length }, ...elements];
  const file = new ParquetWriter({ writer: bytesOut, schema, codec, compressors, createdBy: 'penstock' });
  return encodeGroups(columns, {
    layoutOf,
    async write(group, rows) {
      const columnData = group.map(({ name, values }) => ({ name, data: values }));
      await file.write({ columnData, rowGroupSize: rows });
    },
    async end() {
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
