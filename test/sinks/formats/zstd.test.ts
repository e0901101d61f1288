import { Zstd } from '@hpcc-js/wasm-zstd';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { unzstd, zstdCompressor } from '../../../src/sinks/formats/zstd.ts';

async function packed(...chunks: Uint8Array[]): Promise<Buffer> {
  const compressor = await zstdCompressor();
  const out: Uint8Array[] = [];
  for (const chunk of chunks) out.push(...(await compressor.add([chunk])));
  return Buffer.concat([...out, ...(await compressor.end())]);
}

async function unpacked(bytes: Uint8Array, size = 1 << 16): Promise<Buffer> {
  const out: Uint8Array[] = [];
  const source = (async function* () {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  })();
  for await (const chunk of unzstd(source)) out.push(chunk);
  return Buffer.concat(out);
}

test('law: what went in comes out, however the bytes arrive', async () => {
  const chunks = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(chunks, fc.integer({ min: 1, max: 40 }), async (parts, size) => {
      expect(await unpacked(await packed(...parts), size)).toEqual(Buffer.concat(parts));
    }),
  );
});

test('frames of about a megabyte, which any reader takes for one content', async () => {
  const noise = Buffer.from(Array.from({ length: 700_000 }, (_, i) => (i * i) % 251));
  const bytes = await packed(noise, noise, noise);
  const magic = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);
  expect(bytes.indexOf(magic, 1)).toBeGreaterThan(0);
  expect((await unpacked(bytes)).equals(Buffer.concat([noise, noise, noise]))).toBe(true);
});

test('nothing is a frame of its own', async () => {
  const bytes = await packed();
  expect(bytes.length).toBeGreaterThan(0);
  expect(await unpacked(bytes)).toHaveLength(0);
});

test('frames that others made: every level', async () => {
  const codec = await Zstd.load();
  const text = Buffer.from('penstock '.repeat(5000));
  for (const level of [1, 10, 19]) {
    const two = Buffer.concat([codec.compress(text, level), codec.compress(text, level)]);
    expect(String(await unpacked(two, 100))).toBe(String(text).repeat(2));
  }
});

test('cut short anywhere, or no zstd at all: an error, never less', async () => {
  const bytes = await packed(Buffer.from('some text that is long enough'));
  for (let length = 1; length < bytes.length; length += 1) {
    await expect(unpacked(bytes.subarray(0, length)), `${length} bytes`).rejects.toThrow();
  }
  await expect(unpacked(Buffer.from('plain text'))).rejects.toThrow(/no zstd/);
});
