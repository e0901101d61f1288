import { expect, test } from 'vitest';
import { fileKind } from '../../../src/sinks/formats/file-kind.ts';
import { formats } from '../../../src/sinks/formats/index.ts';

test.each([
  ['x.ndjson', 'ndjson', undefined, 'ndjson'],
  ['a/b.c/x.csv.gz', 'csv', 'gzip', 'csv'],
  ['X.CSV.ZST', 'csv', 'zstd', 'csv'],
  ['x.parquet', 'parquet', undefined, 'parquet'],
  ['x.csv.txt', undefined, undefined, 'txt'],
  ['x.gz', undefined, 'gzip', ''],
  ['dir.csv/x', undefined, undefined, ''],
  ['csv', undefined, undefined, ''],
  ['', undefined, undefined, ''],
])('%s', (name, format, compression, extension) => {
  const kind = fileKind(name, formats);
  expect({ ...kind, format: kind.format?.name }).toEqual({ format, compression, extension });
});
