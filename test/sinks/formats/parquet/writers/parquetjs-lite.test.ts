import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { ParquetCompression } from '../../../../../src/sinks/formats/parquet/compression.ts';
import { openWriter } from '../../../../../src/sinks/formats/parquet/writers/parquetjs-lite.ts';
import { duckdb } from '../../../../helpers/duckdb.ts';
import { temporaryDirectory } from '../../../../helpers/temporary.ts';

const texts = Array.from({ length: 300 }, (_, i) => ({ t: i % 7 === 0 ? null : `text ${i % 5}` }));

async function written(compression: ParquetCompression, ...pages: Record<string, unknown>[][]) {
  const file = path.join(await temporaryDirectory(), 'x.parquet');
  const encoder = (await openWriter(compression))([{ name: 't', type: 'text' }]);
  const chunks: Uint8Array[] = [];
  for (const page of pages) chunks.push(...(await encoder.encode(page)));
  writeFileSync(file, Buffer.concat([...chunks, ...(await encoder.end())]));
  return file;
}

test.each([
  ['snappy', 'SNAPPY'],
  ['gzip', 'GZIP'],
  ['none', 'UNCOMPRESSED'],
] as const)('%s: DuckDB reads it', async (compression, codec) => {
  const file = await written(compression, texts);
  expect(await duckdb(`SELECT DISTINCT compression AS c FROM parquet_metadata('${file}')`)).toEqual([
    { c: codec },
  ]);
  expect(await duckdb(`SELECT t FROM '${file}'`)).toEqual(texts);
});

test('row groups that are handed out as they come make one file', async () => {
  const many = Array.from({ length: 20_000 }, (_, i) => ({ t: `t${i}` }));
  const file = await written('snappy', many, texts, []);
  const counts = 'count(*)::INT AS rows, count(t)::INT AS texts';
  expect(await duckdb(`SELECT ${counts} FROM '${file}'`)).toEqual([{ rows: 20_300, texts: 20_257 }]);
  expect(await duckdb(`SELECT num_row_groups::INT AS n FROM parquet_file_metadata('${file}')`)).toEqual([
    { n: 2 },
  ]);
});

test('no record: the columns, and no row', async () => {
  const file = await written('snappy');
  expect(await duckdb(`SELECT count(t)::INT AS n FROM '${file}'`)).toEqual([{ n: 0 }]);
});
