// A large gzip body, inflated straight to where it stays: by chunks that are joined at the end it is held twice.
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** Below this a body is inflated in one call, which is quicker. */
const LARGE = 8 * 1024 * 1024;
const CHUNK = 256 * 1024;
const TRAILER = 4;

/**
 * The length that a gzip body states in its last four bytes, where that is a large one within the cap.
 * It may be wrong: of several members it is the last one's, and anything may follow the body.
 */
export function statedLength(bytes: Buffer, most: number): number | undefined {
  if (bytes.length < TRAILER) return undefined;
  const stated = bytes.readUInt32LE(bytes.length - TRAILER);
  return stated > LARGE && stated <= most ? stated : undefined;
}

/**
 * Inflates a gzip body of a stated length. Memory that is never written to takes no room, so a lie costs nothing.
 * @returns undefined where the body is longer than stated
 * @throws what zlib says of a damaged body
 */
export async function gunzipInPlace(bytes: Buffer, stated: number): Promise<Buffer | undefined> {
  const whole = Buffer.allocUnsafeSlow(stated);
  const decoder = createGunzip({ chunkSize: CHUNK });
  // What fails in it is thrown where its bytes are read.
  pipeline(Readable.from([bytes]), decoder, () => {});
  let size = 0;
  for await (const chunk of decoder as AsyncIterable<Buffer>) {
    if (size + chunk.length > stated) return undefined;
    size += chunk.copy(whole, size);
  }
  return size === stated ? whole : whole.subarray(0, size);
}
