// What a later run goes on from: how far each partition of a resource was read.

/** Hashes of records that were delivered with one cursor value; null for those without a value. */
export type SeenAt = readonly [value: unknown, ...hashes: string[]];

/** How far one partition was read. */
export interface CursorState {
  /** The last value as the API spells it; undefined until a record came. */
  readonly value?: unknown;
  /** Records that may come once more, and were delivered: for `append`, which takes each version once. */
  readonly seen?: readonly SeenAt[];
}

/** By partition: `module=Tasks`, `users.id=42`; empty for a resource without partitions. */
export type CursorStates = ReadonlyMap<string, CursorState>;
