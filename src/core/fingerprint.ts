// 128-bit fingerprints of texts: MurmurHash3_x86_128 (Austin Appleby, public domain) over UTF-16 code units.
// Wide enough that two of ten million keys meet with a probability of 1.5e-25.

const C1 = 0x239b961b;
const C2 = 0xab0e9789;
const C3 = 0x38b34ae5;
const C4 = 0xa1e38b93;

const rotl = (x: number, r: number): number => (x << r) | (x >>> (32 - r));

function fmix(h: number): number {
  let x = h ^ (h >>> 16);
  x = Math.imul(x, 0x85ebca6b);
  x ^= x >>> 13;
  x = Math.imul(x, 0xc2b2ae35);
  return x ^ (x >>> 16);
}

/**
 * Hashes a text into four 32-bit words.
 * @param text any string, lone surrogates included
 * @param seed picked at random per run where an adversary could choose the texts
 * @param out receives the words; its first four elements are overwritten
 */
export function fingerprint(text: string, seed: number, out: Uint32Array): void {
  const length = text.length;
  let h1 = seed;
  let h2 = seed;
  let h3 = seed;
  let h4 = seed;
  let i = 0;
  const pair = (at: number): number => text.charCodeAt(at) | (text.charCodeAt(at + 1) << 16);
  for (; i + 8 <= length; i += 8) {
    h1 ^= Math.imul(rotl(Math.imul(pair(i), C1), 15), C2);
    h1 = (Math.imul((rotl(h1, 19) + h2) | 0, 5) + 0x561ccd1b) | 0;
    h2 ^= Math.imul(rotl(Math.imul(pair(i + 2), C2), 16), C3);
    h2 = (Math.imul((rotl(h2, 17) + h3) | 0, 5) + 0x0bcaa747) | 0;
    h3 ^= Math.imul(rotl(Math.imul(pair(i + 4), C3), 17), C4);
    h3 = (Math.imul((rotl(h3, 15) + h4) | 0, 5) + 0x96cd1c35) | 0;
    h4 ^= Math.imul(rotl(Math.imul(pair(i + 6), C4), 18), C1);
    h4 = (Math.imul((rotl(h4, 13) + h1) | 0, 5) + 0x32ac3b17) | 0;
  }
  // charCodeAt past the end is NaN, which the bit operators read as 0; the length goes into the finish.
  const rest = length - i;
  if (rest > 6) h4 ^= Math.imul(rotl(Math.imul(pair(i + 6), C4), 18), C1);
  if (rest > 4) h3 ^= Math.imul(rotl(Math.imul(pair(i + 4), C3), 17), C4);
  if (rest > 2) h2 ^= Math.imul(rotl(Math.imul(pair(i + 2), C2), 16), C3);
  if (rest > 0) h1 ^= Math.imul(rotl(Math.imul(pair(i), C1), 15), C2);

  const bytes = length * 2;
  h1 ^= bytes;
  h2 ^= bytes;
  h3 ^= bytes;
  h4 ^= bytes;
  h1 = (h1 + h2 + h3 + h4) | 0;
  h2 = (h2 + h1) | 0;
  h3 = (h3 + h1) | 0;
  h4 = (h4 + h1) | 0;
  h1 = fmix(h1);
  h2 = fmix(h2);
  h3 = fmix(h3);
  h4 = fmix(h4);
  h1 = (h1 + h2 + h3 + h4) | 0;
  out[0] = h1;
  out[1] = h2 + h1;
  out[2] = h3 + h1;
  out[3] = h4 + h1;
}

const scratch = new Uint32Array(4);

/** A fingerprint as a short string, for small sets that are kept in memory. */
export function fingerprintText(text: string): string {
  fingerprint(text, 0, scratch);
  return Buffer.from(scratch.buffer).toString('latin1');
}
