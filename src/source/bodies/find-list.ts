// Finds the longest list in the bytes of a JSON body, and the commas at which it can be cut, without parsing it.

/** Where a list lies, as places in the bytes. */
export interface FoundList {
  /** Behind its opening bracket. */
  readonly start: number;
  /** Its closing bracket. */
  readonly end: number;
  /** Commas between two of its entries, at which it is cut. */
  readonly cuts: readonly number[];
}

/** How much lies between two cuts, by whichever it reaches first. */
export interface PartSize {
  readonly entries: number;
  readonly bytes: number;
}

/** Deeper than any API wraps its records. */
export const DEEPEST = 6;

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const SPACE = 0x20;
const BYTE_ORDER_MARK = 0xef;

/**
 * Finds the first list that is longer than half of a body: the body itself, or one in the objects that it consists of.
 * Only brackets, commas and texts are looked at; of bytes that are not JSON anything may be found.
 * @param bytes UTF-8
 */
export function findLongList(bytes: Buffer, part: PartSize): FoundList | undefined {
  const found = new Finder(bytes, part).valueAt(bytes[0] === BYTE_ORDER_MARK ? 3 : 0, DEEPEST);
  return typeof found === 'number' ? undefined : found;
}

class Finder {
  readonly #bytes: Buffer;
  readonly #part: PartSize;

  constructor(bytes: Buffer, part: PartSize) {
    this.#bytes = bytes;
    this.#part = part;
  }

  /** @returns the long list in a value, or the place behind the value */
  valueAt(at: number, depth: number): FoundList | number {
    const bytes = this.#bytes;
    let start = at;
    while ((bytes[start] ?? QUOTE) <= SPACE) start += 1;
    const first = bytes[start];
    if (first === OPEN_LIST) {
      const list = this.#list(start + 1);
      const isLong = list.end < bytes.length && (list.end - list.start) * 2 > bytes.length;
      return isLong ? list : list.end + 1;
    }
    if (first === OPEN_OBJECT) return depth === 0 ? bytes.length : this.#object(start + 1, depth);
    if (first === QUOTE) return this.#behindText(start);
    let end = start;
    while (end < bytes.length && bytes[end] !== COMMA && bytes[end] !== CLOSE_OBJECT) end += 1;
    return end;
  }

  #object(from: number, depth: number): FoundList | number {
    const bytes = this.#bytes;
    let at = from;
    while (at < bytes.length) {
      const sign = bytes[at];
      if (sign === CLOSE_OBJECT) return at + 1;
      if (sign === QUOTE) at = this.#behindText(at);
      else if (sign === COLON) {
        const inner = this.valueAt(at + 1, depth - 1);
        if (typeof inner !== 'number') return inner;
        at = inner;
      } else at += 1;
    }
    return at;
  }

  #list(start: number): FoundList {
    const bytes = this.#bytes;
    const part = this.#part;
    const cuts: number[] = [];
    let depth = 0;
    let entries = 0;
    let from = start;
    let at = start;
    while (at < bytes.length) {
      const sign = bytes[at];
      if (sign === QUOTE) {
        at = this.#behindText(at);
        continue;
      }
      if (sign === OPEN_LIST || sign === OPEN_OBJECT) depth += 1;
      else if (sign === CLOSE_LIST && depth === 0) break;
      else if (sign === CLOSE_LIST || sign === CLOSE_OBJECT) depth -= 1;
      else if (sign === COMMA && depth === 0) {
        entries += 1;
        if (entries >= part.entries || at - from >= part.bytes) {
          cuts.push(at);
          from = at + 1;
          entries = 0;
        }
      }
      at += 1;
    }
    return { start, end: at, cuts };
  }

  /** @param at the quote that opens it */
  #behindText(at: number): number {
    const bytes = this.#bytes;
    let end = at + 1;
    while (end < bytes.length) {
      const sign = bytes[end];
      if (sign === QUOTE) return end + 1;
      end += sign === BACKSLASH ? 2 : 1;
    }
    return end;
  }
}
