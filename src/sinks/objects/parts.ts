// The parts of one resource in an object store: written under their final names, which only the manifest makes count.
import { createHash, type Hash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { OutputError, StateError } from '../../core/errors.ts';
import { attempt } from '../files/output-error.ts';
import type { FileFacts } from '../files/output-file.ts';
import type { LocalCopy, PartFile, PartStore } from '../files/part-store.ts';
import type { ObjectStore, Upload } from './store.ts';

/** What is known of an object that is read back. */
export interface KnownObject {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * @param keyOf the final key of the part of this number
 * @param made told of every key that an object may lie at
 * @param written parts that lie there already
 */
export function objectParts(
  store: ObjectStore,
  keyOf: (part: number) => string,
  made: (key: string) => void,
  written: readonly KnownObject[] = [],
): PartStore {
  const facts = new Map<string, FileFacts>(written.map((part) => [part.path, part]));
  return {
    async create(part) {
      const key = keyOf(part);
      made(key);
      return new ObjectPart(key, store.upload(key), (done) => facts.set(key, done));
    },
    local: (key) => localCopy(store, { path: key, ...(facts.get(key) ?? unknown(key)) }),
    remove: (key) => store.remove([key]),
  };
}

function unknown(key: string): never {
  throw new OutputError(`${key} was not written by this run`);
}

/** One object being written. */
export class ObjectPart implements PartFile {
  readonly path: string;
  readonly #upload: Upload;
  readonly #hash: Hash = createHash('sha256');
  readonly #finished: (facts: FileFacts) => void;
  #bytes = 0;

  constructor(key: string, upload: Upload, finished: (facts: FileFacts) => void = () => {}) {
    this.path = key;
    this.#upload = upload;
    this.#finished = finished;
  }

  get bytes(): number {
    return this.#bytes;
  }

  async write(chunks: readonly Uint8Array[]): Promise<void> {
    for (const chunk of chunks) {
      this.#hash.update(chunk);
      this.#bytes += chunk.length;
      await this.#upload.write(chunk);
    }
  }

  async finish(): Promise<FileFacts> {
    await this.#upload.finish();
    const facts = { bytes: this.#bytes, sha256: this.#hash.digest('hex') };
    this.#finished(facts);
    return facts;
  }

  async discard(): Promise<void> {
    await this.#upload.abort();
  }
}

/**
 * An object as a file for as long as a format reads it; one at a time, so that the disk holds no more than that.
 * @throws StateError when it is not what is known of it
 */
export async function localCopy(store: ObjectStore, known: KnownObject): Promise<LocalCopy> {
  const directory = await attempt('keep a part to read it', () =>
    fs.mkdtemp(path.join(tmpdir(), 'penstock-part-')),
  );
  const release = () => fs.rm(directory, { recursive: true, force: true }).catch(() => {});
  try {
    // By its own name: its ending may say how it is to be read.
    const file = path.join(directory, path.posix.basename(known.path));
    const source = await store.stream(known.path);
    if (source === undefined) throw changed(store, known.path, 'is not there');
    const hash = createHash('sha256');
    let bytes = 0;
    const counted = async function* () {
      for await (const chunk of source) {
        hash.update(chunk);
        bytes += chunk.length;
        yield chunk;
      }
    };
    await attempt(`read ${known.path} from ${store.name}`, () =>
      pipeline(Readable.from(counted(), { objectMode: false }), createWriteStream(file)),
    );
    if (bytes !== known.bytes || hash.digest('hex') !== known.sha256)
      throw changed(store, known.path, 'is not what the manifest says');
    return { path: file, release };
  } catch (error) {
    await release();
    throw error;
  }
}

function changed(store: ObjectStore, key: string, what: string): StateError {
  return new StateError(`${store.name}/${key} ${what}`, {
    hint: 'the earlier snapshot was changed; restore it, or set write_disposition: replace',
  });
}
