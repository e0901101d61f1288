// gzip and zstd around the files of text formats.
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { createGunzip, createGzip } from 'node:zlib';
import type { Compression, Encoder } from './contract.ts';

/** The ending that each compression adds to a file's name. */
export const COMPRESSIONS = { gzip: 'gz', zstd: 'zst' } as const satisfies Record<Compression, string>;

/** The compression that a file name's last ending stands for. */
export function compressionOf(extension: string): Compression | undefined {
  return (Object.keys(COMPRESSIONS) as Compression[]).find((kind) => COMPRESSIONS[kind] === extension);
}

/** Compresses what an encoder gives, on the fly. */
export async function compressed(encoder: Encoder, kind: Compression): Promise<Encoder> {
  const compressor = kind === 'gzip' ? gzip() : await (await import('./zstd.ts')).zstdCompressor();
  return {
    encode: async (records) => compressor.add(await encoder.encode(records)),
    end: async () => [...(await compressor.add(await encoder.end())), ...(await compressor.end())],
  };
}

interface Compressor {
  add(chunks: readonly Uint8Array[]): Promise<Uint8Array[]>;
  end(): Promise<Uint8Array[]>;
}

function gzip(): Compressor {
  const stream = createGzip();
  let out: Uint8Array[] = [];
  stream.on('data', (chunk: Uint8Array) => out.push(chunk));
  const taken = () => {
    const bytes = out;
    out = [];
    return bytes;
  };
  return {
    async add(chunks) {
      for (const chunk of chunks) {
        await new Promise<void>((resolve, reject) => {
          stream.write(chunk, (error) => (error ? reject(error) : resolve()));
        });
      }
      return taken();
    },
    async end() {
      const ended = new Promise<void>((resolve, reject) => stream.once('end', resolve).once('error', reject));
      stream.end();
      await ended;
      return taken();
    },
  };
}

/** A file's content, decompressed. */
export function openCompressed(file: string, kind: Compression | undefined): Readable {
  const raw = createReadStream(file);
  if (kind === undefined) return raw;
  if (kind === 'gzip') {
    const gunzip = createGunzip();
    raw.on('error', (error) => gunzip.destroy(error));
    return raw.pipe(gunzip);
  }
  return Readable.from(fromZstd(raw));
}

// Loaded only where zstd is in use.
async function* fromZstd(raw: Readable): AsyncGenerator<Uint8Array, void, undefined> {
  const { unzstd } = await import('./zstd.ts');
  yield* unzstd(raw);
}
