// The shards that lie in a place: all of them there, whole, and of one run.
import { createHash } from 'node:crypto';
import { StateError } from '../../core/errors.ts';
import type { Manifest, ManifestEntry } from '../../sinks/files/manifest.ts';
import type { ShardFacts, ShardTerms } from '../../sinks/files/shard-facts.ts';
import type { ExportPlace } from '../../sinks/targets/export-place.ts';
import { shardFolder } from '../../sinks/targets/shard.ts';
import { refuseApart } from './borders.ts';

/** A shard whose run is over. */
export interface WrittenShard {
  readonly place: ExportPlace;
  readonly manifest: Manifest;
  readonly facts: ShardFacts;
  /** The hash of its manifest. */
  readonly digest: string;
}

/**
 * Those that are there.
 * @throws StateError for a damaged one
 */
export async function readShards(place: ExportPlace, count: number): Promise<readonly WrittenShard[]> {
  const shards: WrittenShard[] = [];
  for (let index = 1; index <= count; index += 1) {
    const own = place.within(shardFolder({ index, count }));
    const lying = await own.read();
    if (lying === undefined) continue;
    const { manifest, text } = lying;
    const facts = manifest.shard;
    if (facts === undefined || facts.index !== index || facts.count !== count) {
      throw new StateError(`${own.name} is not shard ${index}/${count} of an export`, {
        hint: 'remove it, and run that shard again',
      });
    }
    shards.push({ place: own, manifest, facts, digest: createHash('sha256').update(text).digest('hex') });
  }
  return shards;
}

/**
 * @param base what lies in the place now
 * @throws StateError that names every shard that is to run again
 */
export function refuseUnready(
  place: ExportPlace,
  count: number,
  shards: readonly WrittenShard[],
  base: string,
): void {
  const there = new Set(shards.map(({ facts }) => facts.index));
  const all = Array.from({ length: count }, (_, index) => index + 1);
  const missing = all.filter((index) => !there.has(index));
  const again = (indexes: readonly number[]) => ({
    hint: `run again, then commit: ${indexes.map((index) => `--shard ${index}/${count}`).join(', ')}`,
  });
  const listed = (indexes: readonly number[]) => `${indexes.join(', ')} of ${count}`;
  if (missing.length > 0)
    throw new StateError(`${place.name}: shards that are not there: ${listed(missing)}`, again(missing));
  const short = shards.filter(({ facts, manifest }) => facts.resources.some((one) => !isRead(one, manifest)));
  if (short.length > 0) {
    const what = short.flatMap(({ facts, manifest }) =>
      facts.resources.filter((one) => !isRead(one, manifest)).map(({ name }) => `${facts.index} ("${name}")`),
    );
    throw new StateError(
      `${place.name}: shards that did not come to their end: ${what.join(', ')}`,
      again(short.map(({ facts }) => facts.index)),
    );
  }
  const [first] = shards;
  const others = shards.filter(({ facts }) => facts.plan !== first?.facts.plan);
  if (others.length > 0) {
    throw new StateError(
      `${place.name}: shards ${listed(others.map(({ facts }) => facts.index))} are of another pipeline, other resources or other options than shard 1`,
      { hint: 'run all of them with the same pipeline, resources and options' },
    );
  }
  refuseApart(place.name, count, shards);
  const stale = shards.filter(({ facts }) => facts.base !== base);
  if (stale.length > 0) {
    const indexes = stale.map(({ facts }) => facts.index);
    throw new StateError(
      `${place.name} has changed since shards ${listed(indexes)} were read: another run was put in place there`,
      again(indexes),
    );
  }
}

function isRead({ name, status }: ShardTerms, { resources }: Manifest): boolean {
  const isWhole = status === 'complete' || status === 'limited' || status === 'partial';
  return isWhole && resources.has(name);
}

/** What a shard has of a resource. */
export interface ShardEntry {
  readonly shard: WrittenShard;
  readonly terms: ShardTerms;
  readonly entry: ManifestEntry;
}

/** By resource, in the order of the shards. */
export function entriesOf(shards: readonly WrittenShard[]): ReadonlyMap<string, readonly ShardEntry[]> {
  const entries = new Map<string, ShardEntry[]>();
  for (const shard of shards) {
    for (const terms of shard.facts.resources) {
      const entry = shard.manifest.resources.get(terms.name);
      if (entry === undefined) continue;
      entries.set(terms.name, [...(entries.get(terms.name) ?? []), { shard, terms, entry }]);
    }
  }
  return entries;
}
