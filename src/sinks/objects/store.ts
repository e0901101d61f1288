// What penstock needs of an object store: whole objects, conditional writes, uploads in parts, lists.

/** A small object, read. */
export interface ReadObject {
  readonly text: string;
  /** Names this version of it. */
  readonly etag: string;
  /** Seconds since it was written, by the clock of the store. */
  readonly age: number;
}

/** What must be true for an object to be written; else nothing is. */
export type Condition = { readonly isAbsent: true } | { readonly etag: string };

export interface ListedObject {
  readonly key: string;
  readonly bytes: number;
}

/** An object that is written piece by piece; none is there before it is finished. */
export interface Upload {
  /** Resolves when the store can take more: at most two pieces are in memory. */
  write(chunk: Uint8Array): Promise<void>;
  finish(): Promise<void>;
  /** Leaves nothing behind. Never fails. */
  abort(): Promise<void>;
}

/** Keys are relative to the place; every method throws an OutputError for what the store refuses. */
export interface ObjectStore {
  /** `s3://bucket/prefix` */
  readonly name: string;
  /** @returns undefined where there is none */
  read(key: string): Promise<ReadObject | undefined>;
  /** @returns its etag; undefined where the condition does not hold */
  write(key: string, text: string, condition?: Condition): Promise<string | undefined>;
  upload(key: string): Upload;
  /** The bytes of an object; undefined where there is none. */
  stream(key: string): Promise<AsyncIterable<Uint8Array> | undefined>;
  /** Copies within the store. */
  copy(from: string, to: string, bytes: number): Promise<void>;
  /** Objects whose keys begin so. */
  list(prefix: string): AsyncGenerator<ListedObject, void, undefined>;
  remove(keys: readonly string[]): Promise<void>;
  /** Ends uploads that nobody will finish. */
  abortUploads(isAbandoned: (key: string) => boolean): Promise<void>;
  /** The place below this one. */
  within(folder: string): ObjectStore;
  /** The whole key of an object, as `copy` of a store of the same bucket takes it. */
  keyOf(key: string): string;
}
