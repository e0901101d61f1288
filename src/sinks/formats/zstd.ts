// zstd as frames of about a megabyte, one behind the other: together one valid file, and flat memory both ways.
// The package's streaming calls are no way out: they have one state for all files, and their decompression gives
// short output without an error when a buffer is too small or the input is broken.
import { Zstd } from '@hpcc-js/wasm-zstd';

const FRAME = 1024 * 1024;

export async function zstdCompressor() {
  const codec = await Zstd.load();
  let held: Uint8Array[] = [];
  let size = 0;
  const flush = (): Uint8Array[] => {
    const frame = codec.compress(Buffer.concat(held));
    held = [];
    size = 0;
    return [frame];
  };
  return {
    async add(chunks: readonly Uint8Array[]): Promise<Uint8Array[]> {
      for (const chunk of chunks) {
        held.push(chunk);
        size += chunk.length;
      }
      return size < FRAME ? [] : flush();
    },
    // A file without content is a frame without content.
    end: async (): Promise<Uint8Array[]> => flush(),
  };
}

/** @throws Error from the iteration for what is no zstd, or is cut short */
export async function* unzstd(
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const codec = await Zstd.load();
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of source) {
    rest = Buffer.concat([rest, chunk]);
    for (let size = frameSize(rest); size <= rest.length; size = frameSize(rest)) {
      yield codec.decompress(rest.subarray(0, size));
      rest = rest.subarray(size);
    }
  }
  if (rest.length > 0) throw new Error('the zstd data is cut short');
}

const MAGIC = 0xfd2fb528;

/** How many bytes the frame at the start takes (RFC 8878, 3.1.1); Infinity while that cannot be told yet. */
function frameSize(bytes: Buffer): number {
  if (bytes.length >= 4 && bytes.readUInt32LE(0) !== MAGIC) throw new Error('this is no zstd data');
  if (bytes.length < 5) return Number.POSITIVE_INFINITY;
  const descriptor = bytes.readUInt8(4);
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const contentSize = [isSingleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0;
  const dictionary = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const checksum = (descriptor & 4) === 0 ? 0 : 4;
  let at = 5 + (isSingleSegment ? 0 : 1) + dictionary + contentSize;
  for (let isLast = false; !isLast; ) {
    if (at + 3 > bytes.length) return Number.POSITIVE_INFINITY;
    const header = bytes.readUIntLE(at, 3);
    isLast = (header & 1) === 1;
    const isOneByte = ((header >> 1) & 3) === 1;
    at += 3 + (isOneByte ? 1 : header >> 3);
  }
  return at + checksum;
}
