// Undoes the compression of a body, under a cap; zlib must see the body's end.
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib';
import { excerpt } from '../../core/text.ts';
import { Fault } from './verdict.ts';

export const ACCEPTED_ENCODINGS = 'gzip, deflate, br';

const decoders = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  br: promisify(brotliDecompress),
} as const;
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
  const names = (encodings ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '' && name !== 'identity');
  let current = bytes;
  for (const name of names.reverse()) {
    if (current.length === 0) return current;
    current = await decompressOnce(current, name, most);
  }
  // A file of an export that was stored compressed, given out as it lies there; no JSON begins like this.
  return current[0] === 0x1f && current[1] === 0x8b ? decompressOnce(current, 'gzip', most) : current;
}

async function decompressOnce(bytes: Buffer, name: string, most: number): Promise<Buffer> {
  const options = { maxOutputLength: most };
  try {
    if (name === 'deflate') {
      // Both a zlib wrapper and a bare deflate stream travel under this name.
      const isWrapped = ((bytes[0] ?? 0) & 0x0f) === 8;
      return await (isWrapped ? zlibInflate(bytes, options) : rawInflate(bytes, options));
    }
    const decode = Object.hasOwn(decoders, name) ? decoders[name as keyof typeof decoders] : undefined;
    if (decode !== undefined) return await decode(bytes, options);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(most);
    throw new Fault({ kind: 'retry', reason: `the ${name} body is cut short or damaged` }, error);
  }
  throw new Fault({ kind: 'failed', reason: `unknown Content-Encoding "${excerpt(name, 40)}"` });
}

export function tooLarge(most: number): Fault {
  return new Fault({
    kind: 'failed',
    reason: `the body is larger than client.max_response_bytes (${most})`,
    hint: 'ask for smaller pages, or raise client.max_response_bytes',
  });
}
