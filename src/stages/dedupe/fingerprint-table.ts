// An open-addressing hash table of 128-bit fingerprints in one typed array; what is known of each lies in another.

const WORDS = 4;

/** Holds a fixed number of fingerprints at a load of at most one half. */
export class FingerprintTable {
  readonly #slots: Uint32Array;
  readonly #mask: number;
  #size = 0;
  // The fingerprint of four zero words marks an empty slot, so whether it is in the set is kept apart.
  #hasZero = false;
  // A typed array of its own, so that a plain set is as quick as it can be; its last entry is that of the zero words.
  readonly #payloads: Uint32Array;
  readonly #payload: number;

  /** @param payload words beside each fingerprint */
  constructor(capacity: number, payload = 0) {
    let slots = 16;
    while (slots < capacity * 2) slots *= 2;
    this.#slots = new Uint32Array(slots * WORDS);
    this.#payload = payload;
    this.#payloads = new Uint32Array((slots + 1) * payload);
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
    this.putAt(words, this.placeFor(words));
  }

  /**
   * Where a fingerprint belongs, for one that is put there at once if it is new.
   * @returns -1 where it is there already
   */
  placeFor(words: Uint32Array): number {
    if (isZero(words)) return this.#hasZero ? -1 : this.#slots.length;
    const at = this.#find(words);
    return this.#isEmpty(at) ? at : -1;
  }

  /** @param at what `placeFor` gave for it; nothing was put since */
  putAt(words: Uint32Array, at: number): void {
    this.#size += 1;
    if (at === this.#slots.length) this.#hasZero = true;
    else this.#put(words, at);
  }

  /** What lies beside a fingerprint, to be read and written; undefined for one that is not there. */
  payload(words: Uint32Array): Uint32Array | undefined {
    if (isZero(words)) return this.#hasZero ? this.#payloadOf(this.#mask + 1) : undefined;
    const at = this.#find(words);
    return this.#isEmpty(at) ? undefined : this.#payloadOf(at / WORDS);
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
      const at = slot * WORDS;
      if (this.#isEmpty(at)) continue;
      order[count] = (this.#slots[at] ?? 0) * (this.#mask + 1) + slot;
      count += 1;
    }
    order.sort();
    const width = WORDS + this.#payload;
    const result = new Uint32Array(this.#size * width);
    if (this.#hasZero) result.set(this.#payloadOf(this.#mask + 1), WORDS);
    let to = this.#hasZero ? width : 0;
    const slots = this.#slots;
    const slotCount = this.#mask + 1;
    for (let i = 0; i < count; i += 1) {
      const entry = order[i] ?? 0;
      const slot = entry - Math.floor(entry / slotCount) * slotCount;
      const from = slot * WORDS;
      result[to] = slots[from] ?? 0;
      result[to + 1] = slots[from + 1] ?? 0;
      result[to + 2] = slots[from + 2] ?? 0;
      result[to + 3] = slots[from + 3] ?? 0;
      if (this.#payload > 0) result.set(this.#payloadOf(slot), to + WORDS);
      to += width;
    }
    return result;
  }

  // Written out: `set` takes longer than the four words.
  #put(words: Uint32Array, at: number): void {
    const slots = this.#slots;
    slots[at] = words[0] ?? 0;
    slots[at + 1] = words[1] ?? 0;
    slots[at + 2] = words[2] ?? 0;
    slots[at + 3] = words[3] ?? 0;
  }

  #payloadOf(slot: number): Uint32Array {
    return this.#payloads.subarray(slot * this.#payload, (slot + 1) * this.#payload);
  }

  /** Index of the fingerprint, or of the empty slot where it belongs. */
  #find(words: Uint32Array): number {
    const slots = this.#slots;
    const a = words[0];
    const b = words[1] ?? 0;
    const c = words[2];
    const d = words[3];
    let slot = b & this.#mask;
    for (;;) {
      const at = slot * WORDS;
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
