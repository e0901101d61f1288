// JSON text to values without losing digits: integers beyond 2^53 become BigInt.
import { randomBytes } from 'node:crypto';
import { setOwn } from './path.ts';

/** Deeper bodies are refused: serialising them again would overflow the stack. */
const DEEPEST_NESTING = 1000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
// Numbers of up to this many characters are exact as a double.
const SAFE_LENGTH = 15;

/**
 * Parses JSON exactly.
 * @throws SyntaxError when the text is not JSON, is nested too deep or holds a number beyond the double's range
 */
export function parseJson(text: string): unknown {
  const value = parse(text);
  return isExact(value, 0) ? value : parseExactly(text);
}

// Every integer that lost digits is beyond this now, so the values tell whether the text has to be looked at.
function isExact(value: unknown, depth: number): boolean {
  if (typeof value === 'number') return value <= Number.MAX_SAFE_INTEGER && value >= Number.MIN_SAFE_INTEGER;
  if (typeof value !== 'object' || value === null) return true;
  if (depth >= DEEPEST_NESTING) return false;
  if (Array.isArray(value)) {
    for (const inner of value) {
      if (!isExact(inner, depth + 1)) return false;
    }
    return true;
  }
  for (const key in value) {
    const inner: unknown = (value as Record<string, unknown>)[key];
    if (typeof inner !== 'string' && !isExact(inner, depth + 1)) return false;
  }
  return true;
}

function parseExactly(text: string): unknown {
  const unsafe = findUnsafeIntegers(text);
  if (unsafe.length === 0) return parse(text);
  const marker = unusedMarker(text);
  let marked = '';
  let from = 0;
  for (let i = 0; i < unsafe.length; i += 2) {
    const start = unsafe[i] ?? 0;
    const end = unsafe[i + 1] ?? 0;
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

// Walks the text outside of strings. Most of a JSON text is strings, which indexOf skips at memory speed.
function findUnsafeIntegers(text: string): number[] {
  const found: number[] = [];
  const length = text.length;
  let depth = 0;
  let i = 0;
  while (i < length) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) {
      i = endOfString(text, i);
    } else if ((code >= 0x30 && code <= 0x39) || code === 0x2d) {
      const start = i;
      let isInteger = true;
      i += 1;
      for (; i < length; i += 1) {
        const next = text.charCodeAt(i);
        if (next >= 0x30 && next <= 0x39) continue;
        // . + - e E
        if (next !== 0x2e && next !== 0x2b && next !== 0x2d && next !== 0x65 && next !== 0x45) break;
        isInteger = false;
      }
      if (isInteger ? i - start > SAFE_LENGTH : i - start > 3) {
        if (isUnsafe(text.slice(start, i), isInteger)) found.push(start, i);
      }
    } else {
      if (code === 0x5b || code === 0x7b) {
        depth += 1;
        if (depth > DEEPEST_NESTING) throw new SyntaxError(`nested deeper than ${DEEPEST_NESTING} levels`);
      } else if (code === 0x5d || code === 0x7d) {
        depth -= 1;
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

function isUnsafe(token: string, isInteger: boolean): boolean {
  const value = Number(token);
  // JSON allows 1e400, JavaScript makes it Infinity, and JSON.stringify would turn that into null.
  if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY) {
    if (!isInteger) throw new SyntaxError(`the number ${token.slice(0, 30)} is beyond the range of a double`);
  }
  // Leading zeros and a lone minus are no JSON; they are left for JSON.parse to refuse.
  return isInteger && !Number.isSafeInteger(value) && /^-?[1-9]\d*$/.test(token);
}

function unusedMarker(text: string): string {
  let marker = '';
  do marker = `${randomBytes(6).toString('hex')}:`;
  while (text.includes(marker));
  return marker;
}

function revive(value: unknown, marker: string): unknown {
  if (typeof value === 'string') return value.startsWith(marker) ? BigInt(value.slice(marker.length)) : value;
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
