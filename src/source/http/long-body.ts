// A body of lines or rows that is too long for memory: kept in a file until it is whole, then read from there.
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { BODY_FORMATS } from '../bodies/index.ts';
import { LongList } from '../bodies/long-list.ts';
import { decoding } from './charset.ts';
import { decompressing } from './decompress.ts';
import type { Reading } from './reading.ts';
import type { Spool } from './spool.ts';
import { refuseOtherFormat, unreadable } from './unreadable.ts';

// So much of a body is read at once; of a compressed one less, which may grow a thousandfold.
const MOST_HELD = 8 * 1024 * 1024;
const MOST_HELD_COMPRESSED = 64 * 1024;
const HEAD = 4096;

/** Bytes as they were sent: in memory, or in a file. */
export type Received = { readonly bytes: Buffer } | LongBody;

export interface LongBody {
  readonly file: string;
  readonly size: number;
}

export async function receive(
  body: AsyncIterable<Buffer>,
  isCompressed: boolean,
  spool: Spool,
): Promise<Received> {
  const iterator = body[Symbol.asyncIterator]();
  const chunks: Buffer[] = [];
  let size = 0;
  let most = isCompressed ? MOST_HELD_COMPRESSED : MOST_HELD;
  while (size <= most) {
    const { value, done } = await iterator.next();
    if (done === true) return { bytes: Buffer.concat(chunks, size) };
    chunks.push(value);
    size += value.length;
    if (chunks[0]?.[0] === 0x1f && chunks[0][1] === 0x8b) most = MOST_HELD_COMPRESSED;
  }
  const whole = async function* (): AsyncGenerator<Buffer> {
    yield* chunks.splice(0);
    for await (const chunk of { [Symbol.asyncIterator]: () => iterator }) {
      size += chunk.length;
      yield chunk;
    }
  };
  const file = await spool.write(whole());
  return { file, size };
}

/**
 * Reads a long body once, to its end.
 * @param headers of its answer
 * @throws Fault: retryable for a broken body, permanent for another format or charset; the signal's reason
 */
export async function openLongBody(
  { file }: LongBody,
  headers: Readonly<Record<string, string>>,
  reading: Reading,
  onRepeatedKey: ((key: string) => void) | undefined,
  signal: AbortSignal,
): Promise<LongList> {
  const format = BODY_FORMATS[reading.format];
  const contentType = headers['content-type'] ?? '';
  const textOf = (ending?: AbortSignal) => {
    const bytes: AsyncIterable<Buffer> = createReadStream(file, {
      signal: ending,
      highWaterMark: 256 * 1024,
    });
    const plain = decompressing(bytes, headers['content-encoding']);
    return decoding(plain, { encoding: reading.encoding, contentType });
  };
  const head = await headOf(textOf(signal));
  refuseOtherFormat(head, contentType, format);
  const read = format.lists?.({ onRepeatedKey });
  if (read === undefined) throw new TypeError(`${format.title} is not read in parts`);
  let isFirst = true;
  const lists = () => {
    const ending = isFirst ? signal : undefined;
    isFirst = false;
    return read(textOf(ending));
  };
  try {
    return await LongList.open(lists, () => rm(file, { force: true }));
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof SyntaxError ? unreadable(head, contentType, format, error) : error;
  }
}

async function headOf(text: AsyncIterable<string>): Promise<string> {
  let head = '';
  for await (const chunk of text) {
    head += chunk.slice(0, HEAD);
    if (head.length >= HEAD) break;
  }
  return head;
}
