// An answer as the rest of the source sees it: status, headers, text, and the body parsed once, on demand.

import { parseJson } from '../../core/parse-json.ts';
import { excerpt } from '../../core/text.ts';
import { decodeUtf8 } from './body.ts';
import { FaultError } from './fault.ts';
import type { RawAnswer } from './transport.ts';

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Bytes after decompression. */
  readonly size: number;
  /** True for 204 and for a body without a character. */
  readonly isEmpty: boolean;
  /** Empty for a page that has been parsed. */
  text(): string;
  /**
   * The parsed body; undefined when it is empty.
   * @throws FaultError: retryable for broken JSON, permanent for a page of HTML and for invalid UTF-8
   */
  body(): unknown;
}

export function createResponse({ status, headers, bytes }: RawAnswer): HttpResponse {
  let parsed: { readonly value: unknown } | undefined;
  let held: Buffer | undefined = bytes;
  return {
    status,
    headers,
    size: bytes.length,
    isEmpty: status === 204 || bytes.length === 0,
    text: () => (held === undefined ? '' : decodeUtf8(held)),
    body() {
      if (parsed === undefined && held !== undefined) {
        parsed = { value: parse(decodeUtf8(held), headers['content-type'] ?? '') };
        // Of a page only the values are wanted from here on; what failed may still be quoted.
        if (status >= 200 && status < 300) held = undefined;
      }
      return parsed?.value;
    },
  };
}

function parse(text: string, contentType: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return parseJson(text);
  } catch (error) {
    const isMarkup = /^\s*</.test(text) || /\bhtml\b/i.test(contentType);
    const what = isMarkup
      ? 'the body is HTML or XML, not JSON'
      : `the body is not JSON: ${(error as Error).message}`;
    const message = excerpt(`${what}; it begins: ${excerpt(text, 120)}`, 400);
    throw new FaultError({ kind: 'body', isRetryable: !isMarkup, message }, error);
  }
}
