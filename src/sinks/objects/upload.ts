// One object written piece by piece: small ones in a single request, others by multipart, with bounded memory.

import { checked, type Opened } from './s3-client.ts';
import type { Upload } from './store.ts';

const MIB = 1024 * 1024;
const FIRST_PIECE = 8 * MIB;
// A store takes 10,000 pieces of one object; so that it may have five terabytes, they grow.
const PIECES_OF_A_SIZE = 1000;

const pieceSize = (pieces: number) => FIRST_PIECE * 2 ** Math.floor(pieces / PIECES_OF_A_SIZE);

/**
 * @param at bucket and key
 * @param translate what the store says to an error
 */
export function uploadTo(
  open: () => Promise<Opened>,
  at: { readonly Bucket: string; readonly Key: string },
  translate: (error: unknown) => Error,
): Upload {
  let chunks: Uint8Array[] = [];
  let bytes = 0;
  let id: string | undefined;
  const pieces: { PartNumber: number; ETag: string | undefined }[] = [];
  let sending: Promise<void> = Promise.resolve();
  let failure: unknown;

  const attempt = async <T>(work: (opened: Opened) => Promise<T>): Promise<T> => {
    const opened = await open();
    try {
      return await work(opened);
    } catch (error) {
      throw translate(error);
    }
  };
  const taken = (): Uint8Array => {
    const piece = chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
    chunks = [];
    bytes = 0;
    return piece;
  };
  /** Sends what is there, while the next piece is filled. */
  const send = async () => {
    const body = taken();
    await sending;
    if (failure !== undefined) throw failure;
    sending = attempt(async ({ sdk, client }) => {
      id ??= (await client.send(new sdk.CreateMultipartUploadCommand(at))).UploadId;
      const PartNumber = pieces.length + 1;
      const part = { ...at, UploadId: id, PartNumber, Body: body, ...checked(body) };
      const { ETag } = await client.send(new sdk.UploadPartCommand(part));
      pieces.push({ PartNumber, ETag });
    }).catch((error: unknown) => {
      failure = error;
    });
  };

  return {
    async write(chunk) {
      if (failure !== undefined) throw failure;
      // Encoders write over their bytes with the next page.
      chunks.push(Uint8Array.from(chunk));
      bytes += chunk.length;
      if (bytes >= pieceSize(pieces.length)) await send();
    },
    async finish() {
      if (id === undefined && pieces.length === 0) await sending;
      if (id === undefined && failure === undefined) {
        const body = taken();
        await attempt(({ sdk, client }) =>
          client.send(new sdk.PutObjectCommand({ ...at, Body: body, ...checked(body) })),
        );
        return;
      }
      if (bytes > 0) await send();
      await sending;
      if (failure !== undefined) throw failure;
      await attempt(({ sdk, client }) =>
        client.send(
          new sdk.CompleteMultipartUploadCommand({ ...at, UploadId: id, MultipartUpload: { Parts: pieces } }),
        ),
      );
    },
    async abort() {
      await sending;
      chunks = [];
      if (id === undefined) return;
      const { sdk, client } = await open();
      await client.send(new sdk.AbortMultipartUploadCommand({ ...at, UploadId: id })).catch(() => {});
    },
  };
}
