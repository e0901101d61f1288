// Numbers of rows, as bits: a hundred million of them are twelve megabytes, and few of them next to nothing.

const BITS = 2 ** 16;

export class RowSet {
  readonly #blocks = new Map<number, Uint32Array>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  has(row: number): boolean {
    const block = this.#blocks.get(Math.floor(row / BITS));
    const bit = row % BITS;
    return block !== undefined && ((block[bit >>> 5] ?? 0) & (1 << (bit & 31))) !== 0;
  }

  add(row: number): void {
    if (this.has(row)) return;
    const at = Math.floor(row / BITS);
    const block = this.#blocks.get(at) ?? new Uint32Array(BITS / 32);
    this.#blocks.set(at, block);
    const bit = row % BITS;
    block[bit >>> 5] = (block[bit >>> 5] ?? 0) | (1 << (bit & 31));
    this.#size += 1;
  }

  delete(row: number): void {
    const block = this.#blocks.get(Math.floor(row / BITS));
    if (block === undefined || !this.has(row)) return;
    const bit = row % BITS;
    block[bit >>> 5] = (block[bit >>> 5] ?? 0) & ~(1 << (bit & 31));
    this.#size -= 1;
  }

  /** Whether any of the rows from one number to before another is in the set. */
  hasBetween(from: number, to: number): boolean {
    for (let row = from; row < to; row += 1) {
      // Most blocks are not there at all.
      if (!this.#blocks.has(Math.floor(row / BITS))) row += BITS - (row % BITS) - 1;
      else if (this.has(row)) return true;
    }
    return false;
  }
}
