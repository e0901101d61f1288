// JSON text to values without losing digits, quick where no number needs it.
import { randomBytes } from 'node:crypto';
import { toExact } from './exact-number.ts';
import { setOwn } from './path.ts';
import { DEEPEST_NESTING, mayNeedDigits, scanJson } from './scan-json.ts';

export interface ParseOptions {
  /** Told of a key that stands twice in one object; the last one counts. */
  readonly onRepeatedKey?: ((key: string) => void) | undefined;
}

/**
 * Parses JSON exactly: an integer beyond 2^53 is a BigInt, another number with more digits than a double holds an
 * ExactNumber.
 * @throws SyntaxError when the text is not JSON, is nested too deep or holds a number beyond the double's range
 */
export function parseJson(text: string, { onRepeatedKey }: ParseOptions = {}): unknown {
  const value = parse(text);
  const isPlain =
    (typeof value === 'object' && value !== null ? isOrdinary(value, 0) : !isInfinite(value)) &&
    !hasLongNumber(text) &&
    (onRepeatedKey === undefined || countKeys(value) === spelledKeys(text));
  return isPlain ? value : parseExactly(text, onRepeatedKey);
}

/** No infinity, which JSON has no spelling for, and not nested too deep. Written out: every value passes here. */
function isOrdinary(value: object, depth: number): boolean {
  if (depth >= DEEPEST_NESTING) return false;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i += 1) {
      const inner: unknown = value[i];
      if (typeof inner === 'object' ? inner !== null && !isOrdinary(inner, depth + 1) : isInfinite(inner))
        return false;
    }
    return true;
  }
  for (const key in value) {
    const inner: unknown = (value as Record<string, unknown>)[key];
    if (typeof inner === 'object' ? inner !== null && !isOrdinary(inner, depth + 1) : isInfinite(inner))
      return false;
  }
  return true;
}

function isInfinite(value: unknown): boolean {
  return value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY;
}

// Numbers of fewer characters have at most 15 digits, which a double holds.
const LONG = 16;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SPACE = 0x20;

/** Whether the text seems to hold a number that needs its digits; a look at every sixteenth character finds each. */
function hasLongNumber(text: string): boolean {
  for (let at = LONG - 1; at < text.length; at += LONG) {
    if (!isDigit(text.charCodeAt(at))) continue;
    // A run of so many reaches half as far to one side at least.
    if (!isDigit(text.charCodeAt(at - LONG / 2)) && !isDigit(text.charCodeAt(at + LONG / 2))) continue;
    let start = at;
    while (isDigit(text.charCodeAt(start - 1))) start -= 1;
    // Most of such runs are texts.
    if (text.charCodeAt(start - 1) === QUOTE) continue;
    let end = at + 1;
    while (isDigit(text.charCodeAt(end))) end += 1;
    if (end - start < LONG) continue;
    NUMBER.lastIndex = start;
    if (mayNeedDigits(NUMBER.exec(text)?.[0] ?? '')) return true;
  }
  return false;
}

const NUMBER = /[\d.]+(?:[eE][+-]?\d+)?/y;

function isDigit(code: number): boolean {
  return code <= 0x39 && (code >= 0x30 || code === 0x2e);
}

function countKeys(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let keys = Array.isArray(value) ? 0 : Object.keys(value).length;
  for (const key in value) keys += countKeys((value as Record<string, unknown>)[key]);
  return keys;
}

/** How many keys seem to be spelled; a text that begins with a colon counts too, and sends the page the long way. */
function spelledKeys(text: string): number {
  let keys = 0;
  for (let at = text.indexOf(':'); at !== -1; at = text.indexOf(':', at + 1)) {
    let before = at - 1;
    while (text.charCodeAt(before) <= SPACE) before -= 1;
    if (text.charCodeAt(before) === QUOTE && text.charCodeAt(before - 1) !== BACKSLASH) keys += 1;
  }
  return keys;
}

function parseExactly(text: string, onRepeatedKey: ParseOptions['onRepeatedKey']): unknown {
  const long = scanJson(text, onRepeatedKey);
  if (long.length === 0) return parse(text);
  const marker = unusedMarker(text);
  let marked = '';
  let from = 0;
  for (const { start, end } of long) {
    marked += `${text.slice(from, start)}"${marker}${text.slice(start, end)}"`;
    from = end;
  }
  return revive(parse(marked + text.slice(from)), marker);
}

// The engine quotes the text around the fault, cut off anywhere: through a secret, too, which no mask would find.
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new SyntaxError((error as Error).message.replace(/, (?:\.\.\.)?".*$/s, ''));
  }
}

function unusedMarker(text: string): string {
  let marker = '';
  do marker = `${randomBytes(6).toString('hex')}:`;
  while (text.includes(marker));
  return marker;
}

function revive(value: unknown, marker: string): unknown {
  if (typeof value === 'string')
    return value.startsWith(marker) ? toExact(value.slice(marker.length)) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i += 1) value[i] = revive(value[i], marker);
    return value;
  }
  for (const key of Object.keys(value)) {
    const inner: unknown = (value as Record<string, unknown>)[key];
    const revived = revive(inner, marker);
    if (revived !== inner) setOwn(value, key, revived);
  }
  return value;
}
