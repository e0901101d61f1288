// gzip and zstd around a file: what goes in comes out, also of several files at a time, and damage shows.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compressed, openCompressed } from '../../../src/sinks/formats/compression.ts';
import type { Compression, Encoder } from '../../../src/sinks/formats/contract.ts';
import { duckdb } from '../../helpers/duckdb.ts';
import { temporaryDirectory } from '../../helpers/temporary.ts';

/** Hands its bytes on as they are. */
const plain: Encoder = {
  encode: (records) => records.map((record) => record.bytes as Uint8Array),
  end: () => [],
};

async function write(kind: Compression, pages: readonly Uint8Array[][]): Promise<string> {
  const file = path.join(await temporaryDirectory(), 'x');
  const encoder = await compressed(plain, kind);
  const chunks: Uint8Array[] = [];
  for (const page of pages) chunks.push(...(await encoder.encode(page.map((bytes) => ({ bytes })))));
  writeFileSync(file, Buffer.concat([...chunks, ...(await encoder.end())]));
  return file;
}

async function read(file: string, kind: Compression): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of openCompressed(file, kind)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

// Some pages are beyond what is compressed at once, some shrink to almost nothing, some not at all.
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 50 }),
  fc.integer({ min: 0, max: 3_000_000 }).map((size) => new Uint8Array(size).fill(97)),
  fc
    .integer({ min: 0, max: 300_000 })
    .map((size) => Uint8Array.from({ length: size }, (_, i) => (i * i * 7919) >> 3)),
);

describe.each(['gzip', 'zstd'] as const)('%s', (kind) => {
  test('write then read is identity, for files that are written at the same time', async () => {
    const pages = fc.array(fc.array(bytes, { maxLength: 3 }), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(pages, pages, async (one, other) => {
        const files = await Promise.all([write(kind, one), write(kind, other)]);
        const back = await Promise.all(files.map((file) => read(file, kind)));
        expect(back[0]?.equals(Buffer.concat(one.flat()))).toBe(true);
        expect(back[1]?.equals(Buffer.concat(other.flat()))).toBe(true);
      }),
      { numRuns: 10 },
    );
  });

  test('a file that is cut short or damaged is an error, never less content', async () => {
    const file = await write(kind, [[Buffer.from('abc'.repeat(1_000_000))], [Buffer.from('the end')]]);
    const whole = readFileSync(file);
    for (const length of [1, 4, 9, whole.length >> 1, whole.length - 1]) {
      writeFileSync(file, whole.subarray(0, length));
      await expect(read(file, kind), `${length} of ${whole.length}`).rejects.toThrow();
    }
    const damaged = Buffer.from(whole);
    damaged.write('no magic');
    writeFileSync(file, damaged);
    await expect(read(file, kind)).rejects.toThrow();
  });
});

test('zstd of many frames is one file to DuckDB', async () => {
  const row = `${JSON.stringify({ t: 'x'.repeat(999) })}\n`;
  const file = await write(
    'zstd',
    Array.from({ length: 5 }, () => [Buffer.from(row.repeat(1000))]),
  );
  expect(await duckdb(`SELECT count(*)::INT AS n FROM read_ndjson('${file}', compression='zstd')`)).toEqual([
    { n: 5000 },
  ]);
});
