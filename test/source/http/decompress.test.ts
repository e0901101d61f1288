// Compressed bodies: every encoding by name, damage told from size, and gzip that no header speaks of.
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decompress } from '../../../src/source/http/decompress.ts';
import { extract } from '../../helpers/extract.ts';

const body = '{"data":[{"id":1}]}';
const MOST = 1_000_000;

describe('decompress', () => {
  const encoders: Record<string, (bytes: Buffer) => Buffer> = {
    gzip: (bytes) => gzipSync(bytes),
    'X-GZip': (bytes) => gzipSync(bytes),
    br: (bytes) => brotliCompressSync(bytes),
    deflate: (bytes) => deflateSync(bytes),
    identity: (bytes) => bytes,
  };

  test('undoes any list of encodings, from the last to the first', async () => {
    const names = fc.array(fc.constantFrom(...Object.keys(encoders)), { maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(names, fc.json(), async (list, text) => {
        const coded = list.reduce<Buffer>(
          (bytes, name) => encoders[name]?.(bytes) ?? bytes,
          Buffer.from(text),
        );
        expect(String(await decompress(coded, list.join(' , '), MOST))).toBe(text);
      }),
      { numRuns: 50 },
    );
  });

  test('deflate without its wrapper', async () => {
    expect(String(await decompress(deflateRawSync(body), 'deflate', MOST))).toBe(body);
  });

  test.each([
    ['alone', (large: Buffer) => [gzipSync(large)], 0],
    ['of two members, the last one large', (large: Buffer) => [gzipSync('[1]'), gzipSync(large)], 3],
    [
      'with other bytes behind it, that state too much',
      (large: Buffer) => [gzipSync(large), Buffer.from([0, 0, 0, 1])],
      0,
    ],
  ])('a large gzip body %s', async (_, code, more) => {
    const large = Buffer.alloc(9 * 1024 * 1024, '{"id":1}');
    const read = await decompress(Buffer.concat(code(large)), 'gzip', 64 * 1024 * 1024);
    expect(read.length).toBe(large.length + more);
    expect(read.subarray(more).equals(large)).toBe(true);
  });

  test('a large gzip body that is cut or damaged may be whole the next time', async () => {
    const coded = gzipSync(Buffer.alloc(9 * 1024 * 1024));
    const cut = Buffer.concat([coded.subarray(0, -100), coded.subarray(-4)]);
    const verdict = { kind: 'retry', reason: 'the gzip body is cut short or damaged' };
    await expect(decompress(cut, 'gzip', 64 * 1024 * 1024)).rejects.toMatchObject({ verdict });
  });

  test('no bytes are no damage', async () => {
    expect(await decompress(Buffer.alloc(0), 'gzip', MOST)).toHaveLength(0);
  });

  test.each([
    ['gzip', gzipSync(body).subarray(0, -9)],
    ['br', brotliCompressSync(body).subarray(0, -2)],
    ['deflate', deflateSync(body).subarray(0, -6)],
    ['gzip', Buffer.from(body)],
  ])('%s that is cut or damaged may be whole the next time', async (name, bytes) => {
    await expect(decompress(bytes, name, MOST)).rejects.toMatchObject({
      verdict: { kind: 'retry', reason: `the ${name} body is cut short or damaged` },
    });
  });

  test('a body past the cap, and an encoding that nobody knows, never are', async () => {
    await expect(decompress(gzipSync(Buffer.alloc(1001)), 'gzip', 1000)).rejects.toMatchObject({
      verdict: { kind: 'failed', reason: expect.stringContaining('max_response_bytes (1000)') },
    });
    expect(await decompress(gzipSync(Buffer.alloc(1000)), 'gzip', 1000)).toHaveLength(1000);
    for (const name of ['snappy', 'constructor'])
      await expect(decompress(Buffer.from(body), name, MOST)).rejects.toMatchObject({
        verdict: { kind: 'failed', reason: `unknown Content-Encoding "${name}"` },
      });
  });
});

test.each([
  ['undeclared', {}],
  ['under a declared gzip', { 'content-encoding': 'gzip' }],
])('gzip bytes %s are read', async (_name, headers) => {
  const bytes = 'content-encoding' in headers ? gzipSync(gzipSync(body)) : gzipSync(body);
  const outcome = await extract((_, response) => response.writeHead(200, headers).end(bytes));
  expect(outcome).toMatchObject({ code: 0, records: [{ id: 1 }] });
});

test('gzip bytes that no header speaks of stay below max_response_bytes', async () => {
  const bomb = gzipSync(Buffer.alloc(3_000_000, 32));
  const outcome = await extract((_, response) => response.writeHead(200).end(bomb), {
    client: { max_response_bytes: 100_000 },
  });
  expect(outcome).toMatchObject({ code: 4, stderr: expect.stringMatching(/max_response_bytes/) });
});
