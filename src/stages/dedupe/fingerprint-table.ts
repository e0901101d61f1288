// An open-addressing hash table of 128-bit fingerprints in one typed array, each with room for what is known of it.

const WORDS = 4;

/** Holds a fixed number of fingerprints at a load of at most one half. */
export class FingerprintTable {
  readonly #slots: Uint32Array;
  readonly #mask: number;
  #size = 0;
  // The fingerprint of four zero words marks an empty slot, so whether it is in the set is kept apart.
  #hasZero = false;
  readonly #width: number;
  readonly #zero: Uint32Array;

  /** @param payload words beside each fingerprint */
  constructor(capacity: number, payload = 0) {
    let slots = 16;
    while (slots < capacity * 2) slots *= 2;
    this.#width = WORDS + payload;
    this.#slots = new Uint32Array(slots * this.#width);
    this.#zero = new Uint32Array(this.#width);
    this.#mask = slots - 1;
  }

  get size(): number {
    return this.#size;
  }

  has(words: Uint32Array): boolean {
    if (isZero(words)) return this.#hasZero;
    return !this.#isEmpty(this.#find(words));
  }

  /** The fingerprint must not be in the table yet. */
  add(words: Uint32Array): void {
    this.#size += 1;
    if (isZero(words)) this.#hasZero = true;
    else this.#slots.set(words, this.#find(words));
  }

  /** What lies beside a fingerprint, to be read and written; undefined for one that is not there. */
  payload(words: Uint32Array): Uint32Array | undefined {
    if (isZero(words)) return this.#hasZero ? this.#zero.subarray(WORDS) : undefined;
    const at = this.#find(words);
    return this.#isEmpty(at) ? undefined : this.#slots.subarray(at + WORDS, at + this.#width);
  }

  clear(): void {
    this.#slots.fill(0);
    this.#size = 0;
    this.#hasZero = false;
  }

  /** All fingerprints with what is beside them, sorted by their first word, then by the others. */
  sorted(): Uint32Array {
    // One double per slot sorts natively: the first word above, the slot's number below.
    const order = new Float64Array(this.#size - (this.#hasZero ? 1 : 0));
    let count = 0;
    for (let slot = 0; slot <= this.#mask; slot += 1) {
      const at = slot * this.#width;
      if (this.#isEmpty(at)) continue;
      order[count] = (this.#slots[at] ?? 0) * (this.#mask + 1) + slot;
      count += 1;
    }
    order.sort();
    const width = this.#width;
    const result = new Uint32Array(this.#size * width);
    if (this.#hasZero) result.set(this.#zero);
    let to = this.#hasZero ? width : 0;
    for (const entry of order) {
      const at = (entry % (this.#mask + 1)) * width;
      result.set(this.#slots.subarray(at, at + width), to);
      to += width;
    }
    return result;
  }

  /** Index of the fingerprint, or of the empty slot where it belongs. */
  #find(words: Uint32Array): number {
    const slots = this.#slots;
    const width = this.#width;
    const a = words[0];
    const b = words[1] ?? 0;
    const c = words[2];
    const d = words[3];
    let slot = b & this.#mask;
    for (;;) {
      const at = slot * width;
      const isSame = slots[at] === a && slots[at + 1] === b && slots[at + 2] === c && slots[at + 3] === d;
      if (isSame || this.#isEmpty(at)) return at;
      slot = (slot + 1) & this.#mask;
    }
  }

  #isEmpty(at: number): boolean {
    const slots = this.#slots;
    return slots[at] === 0 && slots[at + 1] === 0 && slots[at + 2] === 0 && slots[at + 3] === 0;
  }
}

function isZero(words: Uint32Array): boolean {
  return words[0] === 0 && words[1] === 0 && words[2] === 0 && words[3] === 0;
}
