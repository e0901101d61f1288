// Bytes to text: UTF-8, unless the pipeline, the bytes or the server say otherwise; never a silent replacement.
import { isAscii, isUtf8, transcode } from 'node:buffer';
import { TextDecoder } from 'node:util';
import { excerpt } from '../../core/text.ts';
import { Fault } from './verdict.ts';

const MOST_TRANSCODED = 4 * 1024 * 1024;
const UTF8 = /^(?:utf-?8|us-ascii|ascii)$/;

/** Who names the charset of a body, the first one first. */
export interface CharsetSources {
  /** Of the endpoint or the client. */
  readonly encoding: string | undefined;
  readonly contentType: string;
  /** What the body says of itself. */
  readonly within?: string | undefined;
}

/** @throws Fault, permanent, that names the charset and where it comes from */
export function decodeText(bytes: Buffer, sources: CharsetSources): string {
  // The usual answer, before anything is looked up for it. UTF-16 shows by a zero among its first two bytes.
  if (bytes[0] !== 0 && bytes[1] !== 0 && isAscii(bytes)) return bytes.toString('latin1');
  const { charset, source } = charsetOf(bytes, sources);
  if (UTF8.test(charset)) return decodeUtf8(bytes, source);
  return decodeOther(bytes, charset, source);
}

/** Whether `decodeText` takes bytes for UTF-8. */
export function isReadAsUtf8(bytes: Buffer, sources: CharsetSources): boolean {
  return bytes[0] !== 0 && bytes[1] !== 0 && UTF8.test(charsetOf(bytes, sources).charset);
}

/** As `decodeText`, for bytes that come one after the other. */
export async function* decoding(chunks: AsyncIterable<Buffer>, sources: CharsetSources) {
  let decoder: TextDecoder | undefined;
  let chosen = { charset: 'utf-8', source: undefined as string | undefined };
  try {
    for await (const chunk of chunks) {
      if (decoder === undefined) {
        chosen = charsetOf(chunk, sources);
        decoder = decoderFor(chosen.charset, chosen.source);
      }
      yield mended(decoder, decoder.decode(chunk, { stream: true }));
    }
    if (decoder !== undefined) yield mended(decoder, decoder.decode());
  } catch (error) {
    const isBad = (error as NodeJS.ErrnoException).code === 'ERR_ENCODING_INVALID_ENCODED_DATA';
    throw isBad ? notIn(chosen.charset, chosen.source, error) : error;
  }
}

function charsetOf(bytes: Buffer, { encoding, contentType, within }: CharsetSources) {
  const wide = wideMark(bytes);
  const declared = /charset\s*=\s*"?([^\s;"]+)/i.exec(contentType)?.[1];
  const charset = (wide ?? encoding ?? declared ?? within ?? 'utf-8').toLowerCase();
  return { charset, source: charsetSource({ wide, encoding, declared, within }) };
}

function charsetSource(from: {
  wide?: string | undefined;
  encoding?: string | undefined;
  declared?: string | undefined;
  within?: string | undefined;
}) {
  if (from.wide !== undefined) return 'its byte order mark';
  if (from.encoding !== undefined) return 'the pipeline’s encoding';
  if (from.declared !== undefined) return 'its Content-Type';
  return from.within === undefined ? undefined : 'its XML declaration';
}

function wideMark(bytes: Buffer): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : undefined;
}

/** Two to three times faster than `toString`. */
function decodeUtf8(bytes: Buffer, source: string | undefined): string {
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const payload = hasMark ? bytes.subarray(3) : bytes;
  if (payload.length === 0) return '';
  // Transcoding is quicker, and holds the text a second time while it works.
  if (payload.length > MOST_TRANSCODED) {
    if (isUtf8(payload)) return payload.toString();
    throw notIn('UTF-8', source);
  }
  try {
    return transcode(payload, 'utf8', 'utf16le').toString('utf16le');
  } catch (error) {
    throw notIn('UTF-8', source, error);
  }
}

function decodeOther(bytes: Buffer, charset: string, source: string | undefined): string {
  const decoder = decoderFor(charset, source);
  try {
    return mended(decoder, decoder.decode(bytes));
  } catch (error) {
    throw notIn(charset, source, error);
  }
}

function decoderFor(charset: string, source: string | undefined): TextDecoder {
  try {
    return new TextDecoder(charset, { fatal: true });
  } catch (error) {
    const reason = `the body is in the charset "${excerpt(charset, 40)}" (${source}), which is not known here`;
    const hint = 'say in client.encoding, or in encoding of the endpoint, which one it is';
    throw new Fault({ kind: 'failed', reason, hint }, error);
  }
}

function mended(decoder: TextDecoder, text: string): string {
  return decoder.encoding === 'windows-1252' ? text.replace(/[\u0080-\u009f]/g, windows1252) : text;
}

/** The signs that this charset has where Latin-1 has controls; Node 20 decodes it as Latin-1. */
const SIGNS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
const windows1252 = (control: string) => SIGNS[control.charCodeAt(0) - 0x80] ?? control;

function notIn(charset: string, source: string | undefined, cause?: unknown): Fault {
  const because = source === undefined ? 'no charset is declared' : `the charset of ${source}`;
  return new Fault(
    {
      kind: 'failed',
      reason: `the body is not valid ${charset} (${because})`,
      hint: 'say in client.encoding, or in encoding of the endpoint, which charset it is, e.g. windows-1252',
    },
    cause,
  );
}
