import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fingerprint, fingerprintText } from '../../src/core/fingerprint.ts';

/** Byte by byte, as the reference implementation of MurmurHash3_x86_128 reads its input. */
function reference(text: string, seed: number): number[] {
  const bytes = Buffer.from(text, 'utf16le');
  const [c1, c2, c3, c4] = [0x239b961b, 0xab0e9789, 0x38b34ae5, 0xa1e38b93];
  const rotl = (x: number, r: number) => (x << r) | (x >>> (32 - r));
  let [h1, h2, h3, h4] = [seed, seed, seed, seed];
  const blocks = bytes.length >> 4;
  for (let i = 0; i < blocks; i += 1) {
    const k = (word: number) => bytes.readInt32LE(i * 16 + word * 4);
    h1 ^= Math.imul(rotl(Math.imul(k(0), c1), 15), c2);
    h1 = (Math.imul((rotl(h1, 19) + h2) | 0, 5) + 0x561ccd1b) | 0;
    h2 ^= Math.imul(rotl(Math.imul(k(1), c2), 16), c3);
    h2 = (Math.imul((rotl(h2, 17) + h3) | 0, 5) + 0x0bcaa747) | 0;
    h3 ^= Math.imul(rotl(Math.imul(k(2), c3), 17), c4);
    h3 = (Math.imul((rotl(h3, 15) + h4) | 0, 5) + 0x96cd1c35) | 0;
    h4 ^= Math.imul(rotl(Math.imul(k(3), c4), 18), c1);
    h4 = (Math.imul((rotl(h4, 13) + h1) | 0, 5) + 0x32ac3b17) | 0;
  }
  const tail = Buffer.alloc(16);
  bytes.copy(tail, 0, blocks * 16);
  if (bytes.length % 16 > 0) {
    h4 ^= Math.imul(rotl(Math.imul(tail.readInt32LE(12), c4), 18), c1);
    h3 ^= Math.imul(rotl(Math.imul(tail.readInt32LE(8), c3), 17), c4);
    h2 ^= Math.imul(rotl(Math.imul(tail.readInt32LE(4), c2), 16), c3);
    h1 ^= Math.imul(rotl(Math.imul(tail.readInt32LE(0), c1), 15), c2);
  }
  const mix = (h: number) => {
    let x = h ^ (h >>> 16);
    x = Math.imul(x, 0x85ebca6b);
    x ^= x >>> 13;
    x = Math.imul(x, 0xc2b2ae35);
    return x ^ (x >>> 16);
  };
  h1 ^= bytes.length;
  h2 ^= bytes.length;
  h3 ^= bytes.length;
  h4 ^= bytes.length;
  h1 = (h1 + h2 + h3 + h4) | 0;
  [h2, h3, h4] = [(h2 + h1) | 0, (h3 + h1) | 0, (h4 + h1) | 0];
  [h1, h2, h3, h4] = [mix(h1), mix(h2), mix(h3), mix(h4)];
  h1 = (h1 + h2 + h3 + h4) | 0;
  return [h1, h2 + h1, h3 + h1, h4 + h1].map((word) => word >>> 0);
}

test('is MurmurHash3_x86_128 of the UTF-16 text, lone surrogates included', () => {
  const out = new Uint32Array(4);
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.integer({ min: 0, max: 2 ** 31 }),
      (text, seed) => {
        fingerprint(text, seed, out);
        expect([...out]).toEqual(reference(text, seed));
      },
    ),
  );
});

test('the published vector of the empty text', () => {
  const out = new Uint32Array(4);
  fingerprint('', 0, out);
  expect([...out]).toEqual([0, 0, 0, 0]);
  expect(fingerprintText('a')).not.toBe(fingerprintText('b'));
});
