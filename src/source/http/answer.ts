// An answer before it is judged: status, headers, text, and the body parsed on demand.
import { parseJson } from '../../core/parse-json.ts';
import { excerpt } from '../../core/text.ts';
import { decodeText } from './charset.ts';
import type { RawAnswer } from './transport.ts';
import { unreadable } from './unreadable.ts';

export interface Answer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Bytes after decompression. */
  readonly size: number;
  /** @throws Fault when the bytes are not in the charset */
  text(): string;
  /**
   * The parsed body; undefined for a text without a character in it.
   * @throws Fault: retryable for broken JSON, permanent for another format or charset
   */
  body(): unknown;
}

/**
 * @param encoding client.encoding, which goes before what the server declares
 * @param onRepeatedKey told of a key that stands twice in an object of the body
 */
export function createAnswer(
  { status, headers, bytes }: RawAnswer,
  encoding?: string,
  onRepeatedKey?: (key: string) => void,
): Answer {
  let text: string | undefined;
  let parsed: { readonly value: unknown } | undefined;
  const decode = () => decodeText(bytes, headers['content-type'], encoding);
  return {
    status,
    headers,
    size: bytes.length,
    text() {
      text ??= decode();
      return text;
    },
    body() {
      // Not by text(): the text of a page must be gone before its values are worked on.
      parsed ??= { value: parse(text ?? decode(), headers['content-type'] ?? '', onRepeatedKey) };
      return parsed.value;
    },
  };
}

function parse(text: string, contentType: string, onRepeatedKey?: (key: string) => void): unknown {
  if (isBlank(text)) return undefined;
  try {
    return parseJson(text, { onRepeatedKey });
  } catch (error) {
    throw unreadable(text, contentType, error);
  }
}

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
