// A walk over JSON text for what its values do not tell: numbers that a double cannot hold, keys that stand twice.
import { toExact } from './exact-number.ts';

/** Deeper texts are refused: serialising them again would overflow the stack. */
export const DEEPEST_NESTING = 1000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
// Numbers of up to this many characters are exact as a double.
const SAFE_LENGTH = 15;
const NUMBER = /-?[\d.+\-eE]*/y;
const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Walks a text that JSON.parse has taken.
 * @param onRepeatedKey told of each key that its object has already
 * @returns where the numbers are that need every digit kept, in order
 * @throws SyntaxError for nesting too deep and for a number beyond the range of a double
 */
export function scanJson(text: string, onRepeatedKey?: (key: string) => void): Span[] {
  const found: Span[] = [];
  // The keys of each open object; undefined for a list.
  const open: (Set<string> | undefined)[] = [];
  let i = 0;
  while (i < text.length) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) {
      const end = endOfString(text, i);
      const keys = open.at(-1);
      if (onRepeatedKey !== undefined && keys !== undefined && isKey(text, end))
        note(text.slice(i, end), keys, onRepeatedKey);
      i = end;
    } else if ((code >= 0x30 && code <= 0x39) || code === 0x2d) {
      NUMBER.lastIndex = i;
      const digits = NUMBER.exec(text)?.[0] ?? '';
      if (needsDigits(digits)) found.push({ start: i, end: i + digits.length });
      i += digits.length;
    } else {
      // [ { ] }
      if (code === 0x5b || code === 0x7b) {
        if (open.length >= DEEPEST_NESTING)
          throw new SyntaxError(`nested deeper than ${DEEPEST_NESTING} levels`);
        open.push(code === 0x7b && onRepeatedKey !== undefined ? new Set() : undefined);
      } else if (code === 0x5d || code === 0x7d) {
        open.pop();
      }
      i += 1;
    }
  }
  return found;
}

function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end === -1 ? text.length : end + 1;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text.charCodeAt(at - 1 - backslashes) === BACKSLASH) backslashes += 1;
  return backslashes % 2 === 1;
}

function isKey(text: string, from: number): boolean {
  let at = from;
  while (text.charCodeAt(at) <= 0x20) at += 1;
  return text[at] === ':';
}

function note(spelled: string, keys: Set<string>, onRepeatedKey: (key: string) => void): void {
  const key: string = JSON.parse(spelled);
  if (keys.has(key)) onRepeatedKey(key);
  keys.add(key);
}

/**
 * Whether a double cannot hold the number.
 * @throws SyntaxError when it is beyond the range of a double
 */
export function needsDigits(digits: string): boolean {
  if (digits.length <= SAFE_LENGTH && !/[eE]/.test(digits)) return false;
  // Leading zeros and a lone minus are no JSON; they are left for JSON.parse to refuse.
  if (!JSON_NUMBER.test(digits)) return false;
  // JSON allows 1e400, JavaScript makes it Infinity, and JSON.stringify would turn that into null.
  if (!Number.isFinite(Number(digits)) && !/^-?\d+$/.test(digits)) {
    throw new SyntaxError(`the number ${digits.slice(0, 30)} is beyond the range of a double`);
  }
  return isSpelledOtherwise(digits) && typeof toExact(digits) !== 'number';
}

/** Whether it is worth a walk to find out; the digits may stand inside a text, where nothing is wrong with them. */
export function mayNeedDigits(digits: string): boolean {
  return JSON_NUMBER.test(digits) && isSpelledOtherwise(digits);
}

function isSpelledOtherwise(digits: string): boolean {
  const number = Number(digits);
  // A long integer is a BigInt also where a double happens to hold it: its neighbours are.
  const isLong = Number.isInteger(number) && !Number.isSafeInteger(number);
  return isLong || String(number) !== digits;
}
