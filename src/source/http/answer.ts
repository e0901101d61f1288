// An answer before it is judged: status, headers, text, and the body parsed on demand.
import { excerpt } from '../../core/text.ts';
import { BODY_FORMATS } from '../bodies/index.ts';
import type { LongList } from '../bodies/long-list.ts';
import { decodeText } from './charset.ts';
import type { Reading } from './reading.ts';
import type { RawAnswer } from './transport.ts';
import { refuseOtherFormat, unreadable } from './unreadable.ts';
import { Fault } from './verdict.ts';
import type { LimitNames } from './waits.ts';

export interface Answer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** The API's own names of headers about its rate limit. */
  readonly limitNames: LimitNames;
  /** Bytes after decompression. */
  readonly size: number;
  /** @throws Fault when the bytes are not in the charset */
  text(): string;
  /**
   * The parsed body; undefined for a text without a character in it, where the format has none of that kind.
   * @throws Fault: retryable for a broken body, permanent for another format or charset
   */
  body(): unknown;
  /** Whether the body may be cut without a sign of it: lines without a stated end, or none at all. */
  isDoubtful(): boolean;
}

/**
 * @param onRepeatedKey told of a key that stands twice in an object of the body
 * @param list of a long body
 */
export function createAnswer(
  { status, headers, bytes, long, isEndCertain }: RawAnswer,
  reading: Reading,
  onRepeatedKey?: (key: string) => void,
  list?: LongList,
): Answer {
  // What an API has to say of an error, it says in JSON mostly.
  const format = BODY_FORMATS[status < 300 ? reading.format : 'json'];
  const contentType = headers['content-type'] ?? '';
  const { length } = bytes;
  let held = length >= LARGE && format.title === BODY_FORMATS.json.title ? withoutBlanksBehind(bytes) : bytes;
  let text: string | undefined;
  let parsed: { readonly value: unknown } | undefined;
  const decode = () => {
    const within = format.charset?.(held.toString('latin1', 0, 200));
    return decodeText(held, { encoding: reading.encoding, contentType, within });
  };
  const parse = (decoded: string): unknown => {
    if (isBlank(decoded)) return format.isOpenEnded ? [] : undefined;
    refuseOtherFormat(decoded, contentType, format);
    try {
      return format.parse(decoded, { onRepeatedKey });
    } catch (error) {
      throw error instanceof Fault ? error : unreadable(decoded, contentType, format, error);
    }
  };
  // Whoever asks for a large text again gets the one that is there, so that bytes, text and values never lie side by side.
  const letGo = () => {
    if (length >= LARGE) held = NOTHING;
  };
  return {
    status,
    headers,
    limitNames: reading.limitNames,
    size: long?.size ?? length,
    text() {
      text ??= decode();
      letGo();
      return text;
    },
    body() {
      if (list !== undefined) return list;
      // Not by text(): the text of a page must be gone before its values are worked on; a large one takes its bytes' place.
      if (length >= LARGE && parsed === undefined) this.text();
      parsed ??= { value: parse(text ?? decode()) };
      return parsed.value;
    },
    isDoubtful() {
      if (!format.isOpenEnded || status === 204) return false;
      return !isEndCertain || (list === undefined && length < MOST_BLANK && isBlank(decode()));
    },
  };
}

const MOST_BLANK = 100;
/** Bytes from which on what is held twice counts. */
export const LARGE = 8 * 1024 * 1024;
const NOTHING = Buffer.alloc(0);

/** A text of JSON ends with a sign; of UTF-16 a byte of nothing stands beside each blank. */
function withoutBlanksBehind(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (end > 1 && BLANKS.has(bytes[end - 1] ?? 0) && bytes[end - 2] !== 0) end -= 1;
  return bytes.subarray(0, end);
}

const BLANKS = new Set([0x20, 0x0a, 0x0d, 0x09]);

// `trim` would copy a large text; most begin with a brace.
function isBlank(text: string): boolean {
  return !/[^\s\uFEFF]/.test(text);
}

/** What the body holds, cut to a line; empty when it cannot be read. */
export function bodyExcerpt(answer: Answer): string {
  try {
    return excerpt(answer.text());
  } catch {
    return '';
  }
}

/** The body, or undefined when it cannot be read. */
export function bodyOrNothing(answer: Answer): unknown {
  try {
    return answer.body();
  } catch {
    return undefined;
  }
}
