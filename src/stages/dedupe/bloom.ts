// A Bloom filter whose probes for one fingerprint lie in one line of the processor's cache. It says "surely not" or "maybe".

const BLOCK_WORDS = 16;
const BLOCK_BITS = BLOCK_WORDS * 32;
const PROBES = 6;

export class Bloom {
  readonly #words: Uint32Array;
  // A product is quicker than a remainder.
  readonly #scale: number;

  /**
   * @param keys how many there will be
   * @param bitsPerKey ten let one in a hundred absent keys through, four one in five
   */
  constructor(keys: number, bitsPerKey: number) {
    const blocks = Math.max(1, Math.ceil((keys * bitsPerKey) / BLOCK_BITS));
    this.#scale = blocks / 2 ** 32;
    this.#words = new Uint32Array(blocks * BLOCK_WORDS);
  }

  get bytes(): number {
    return this.#words.byteLength;
  }

  /** The third and fourth word of a fingerprint: the others order it. */
  add(c: number, d: number): void {
    const words = this.#words;
    const block = Math.floor(c * this.#scale) * BLOCK_WORDS;
    const step = ((d >>> 9) & (BLOCK_BITS - 1)) | 1;
    let bit = d;
    for (let probe = 0; probe < PROBES; probe += 1) {
      const at = bit & (BLOCK_BITS - 1);
      const word = block + (at >>> 5);
      words[word] = (words[word] ?? 0) | (1 << (at & 31));
      bit += step;
    }
  }

  mayHold(c: number, d: number): boolean {
    const words = this.#words;
    const block = Math.floor(c * this.#scale) * BLOCK_WORDS;
    const step = ((d >>> 9) & (BLOCK_BITS - 1)) | 1;
    let bit = d;
    for (let probe = 0; probe < PROBES; probe += 1) {
      const at = bit & (BLOCK_BITS - 1);
      if (((words[block + (at >>> 5)] ?? 0) & (1 << (at & 31))) === 0) return false;
      bit += step;
    }
    return true;
  }
}
