// A share of a run: one of several processes that read a pipeline together, each the units that fall to it.
import { createHash } from 'node:crypto';

export interface Shard {
  /** From 1. */
  readonly index: number;
  readonly count: number;
}

/** More would make a place of thousands of folders. */
export const MOST_SHARDS = 10_000;

/** `3/16`; undefined for what is none. */
export function parseShard(text: string): Shard | undefined {
  const [, index, count] = /^(\d{1,5})\/(\d{1,5})$/.exec(text) ?? [];
  const shard = { index: Number(index), count: Number(count) };
  return shard.index >= 1 && shard.index <= shard.count && shard.count <= MOST_SHARDS ? shard : undefined;
}

export function shardText({ index, count }: Shard): string {
  return `${index}/${count}`;
}

/**
 * The shard that a unit falls to, from 1. It depends on the unit alone, so that one more of them moves no other.
 * @param partition its key; empty for a resource that is read as a whole
 */
export function shardOf(resource: string, partition: string, count: number): number {
  const hash = createHash('sha256')
    .update(JSON.stringify([resource, partition]))
    .digest();
  return (hash.readUIntBE(0, 6) % count) + 1;
}
