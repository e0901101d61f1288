// How the pages inside a Parquet file are compressed.

export const PARQUET_COMPRESSIONS = ['snappy', 'gzip', 'zstd', 'brotli', 'none'] as const;
export type ParquetCompression = (typeof PARQUET_COMPRESSIONS)[number];
