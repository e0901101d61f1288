// Undoes the compression of a body, under a cap; zlib must see the body's end.
import { pipeline, Readable } from 'node:stream';
import { promisify } from 'node:util';
import {
  brotliDecompress,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  gunzip,
  inflate,
  inflateRaw,
} from 'node:zlib';
import { excerpt } from '../../core/text.ts';
import { gunzipInPlace, statedLength } from './in-place.ts';
import { Fault } from './verdict.ts';

export const ACCEPTED_ENCODINGS = 'gzip, deflate, br';

const decoders = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  br: promisify(brotliDecompress),
} as const;
const GZIP = new Set(['gzip', 'x-gzip']);
const zlibInflate = promisify(inflate);
const rawInflate = promisify(inflateRaw);

/**
 * Undoes a Content-Encoding, and gzip that no header speaks of.
 * @param most bytes that the decoded body may have
 * @throws Fault, retryable for a damaged body, permanent for one that grows past `most`
 */
export async function decompress(
  bytes: Buffer,
  encodings: string | undefined,
  most: number,
): Promise<Buffer> {
  let current = bytes;
  for (const name of namesOf(encodings)) {
    if (current.length === 0) return current;
    current = await decompressOnce(current, name, most);
  }
  // A file of an export that was stored compressed, given out as it lies there; no JSON begins like this.
  return current[0] === 0x1f && current[1] === 0x8b ? decompressOnce(current, 'gzip', most) : current;
}

/** As `decompress`, for bytes that come one after the other, without a cap. */
export async function* decompressing(source: AsyncIterable<Buffer>, encodings: string | undefined) {
  let current = source;
  for (const name of namesOf(encodings)) current = decompressingOnce(current, name);
  const { first, whole } = await peek(current);
  yield* first[0] === 0x1f && first[1] === 0x8b ? decompressingOnce(whole, 'gzip') : whole;
}

async function* decompressingOnce(source: AsyncIterable<Buffer>, name: string): AsyncGenerator<Buffer> {
  const { first, whole } = await peek(source);
  const isWrapped = ((first[0] ?? 0) & 0x0f) === 8;
  const decoder =
    name === 'deflate'
      ? isWrapped
        ? createInflate()
        : createInflateRaw()
      : name === 'br'
        ? createBrotliDecompress()
        : createGunzip();
  if (name !== 'deflate' && !Object.hasOwn(decoders, name)) throw unknownEncoding(name);
  // What fails in it is thrown where its bytes are read.
  pipeline(Readable.from(whole), decoder, () => {});
  try {
    yield* decoder;
  } catch (error) {
    throw error instanceof Fault ? error : damaged(name, error);
  }
}

/** The first two bytes at least, and the source as if nothing had been read. */
async function peek(source: AsyncIterable<Buffer>) {
  const iterator = source[Symbol.asyncIterator]();
  let first: Buffer = Buffer.alloc(0);
  while (first.length < 2) {
    const { value, done } = await iterator.next();
    if (done === true) break;
    first = Buffer.concat([first, value]);
  }
  const whole = async function* (): AsyncGenerator<Buffer> {
    yield first;
    yield* { [Symbol.asyncIterator]: () => iterator };
  };
  return { first, whole: whole() };
}

/** From the last one that was laid on to the first. */
function namesOf(encodings: string | undefined): string[] {
  const names = (encodings ?? '').split(',').map((name) => name.trim().toLowerCase());
  return names.filter((name) => name !== '' && name !== 'identity').reverse();
}

async function decompressOnce(bytes: Buffer, name: string, most: number): Promise<Buffer> {
  const options = { maxOutputLength: most };
  try {
    if (name === 'deflate') {
      // Both a zlib wrapper and a bare deflate stream travel under this name.
      const isWrapped = ((bytes[0] ?? 0) & 0x0f) === 8;
      return await (isWrapped ? zlibInflate(bytes, options) : rawInflate(bytes, options));
    }
    const stated = GZIP.has(name) ? statedLength(bytes, most) : undefined;
    const inPlace = stated === undefined ? undefined : await gunzipInPlace(bytes, stated);
    if (inPlace !== undefined) return inPlace;
    const decode = Object.hasOwn(decoders, name) ? decoders[name as keyof typeof decoders] : undefined;
    if (decode !== undefined) return await decode(bytes, options);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(most);
    throw damaged(name, error);
  }
  throw unknownEncoding(name);
}

function damaged(name: string, cause: unknown): Fault {
  return new Fault({ kind: 'retry', reason: `the ${name} body is cut short or damaged` }, cause);
}

function unknownEncoding(name: string): Fault {
  return new Fault({ kind: 'failed', reason: `unknown Content-Encoding "${excerpt(name, 40)}"` });
}

export function tooLarge(most: number): Fault {
  return new Fault({
    kind: 'failed',
    reason: `the body is larger than client.max_response_bytes (${most})`,
    hint: 'ask for smaller pages, or raise client.max_response_bytes',
  });
}
