// The share of one shard in a run: the resources that it reads, and the units of them that are its own.
import { dedupeMode } from '../../config/merge-rules.ts';
import type { ResourcePlan } from '../../config/pipeline.ts';
import { ConfigError } from '../../core/errors.ts';
import { type Shard, shardOf } from '../../core/shard.ts';
import type { PageRanges } from '../../source/page-ranges.ts';
import type { Unit } from '../../source/resource.ts';
import type { Cut, ResourceCut } from './units.ts';

export interface Share {
  /** Those that the shard has something of, or may have. */
  readonly resources: readonly ResourcePlan[];
  /** Which units of a resource it reads; undefined for all. */
  ownedOf(resource: ResourcePlan): ((unit: Unit) => boolean) | undefined;
  /** Which ranges of its pages, where it is cut by them. */
  rangesOf(resource: ResourcePlan): PageRanges | undefined;
}

/** @throws ConfigError for a resource that several processes cannot read together */
export function shareOf(cuts: readonly ResourceCut[], { index, count }: Shard): Share {
  for (const { resource } of cuts) refuseUnordered(resource);
  const isOwn = (name: string, unit: string) => shardOf(name, unit, count) === index;
  const own = cuts.filter(({ resource, cut }) => mayOwn(resource.name, cut, isOwn));
  const cutsByName = new Map(own.map(({ resource, cut }) => [resource.name, cut]));
  return {
    resources: own.map(({ resource }) => resource),
    ownedOf({ name }) {
      const cut = cutsByName.get(name);
      if (cut === undefined || cut.kind === 'whole' || cut.kind === 'ranges') return undefined;
      if (cut.kind !== 'windows') return ({ partition }) => isOwn(name, partition);
      return ({ partition, window }) => window === undefined || isOwn(name, windowUnit(partition, window));
    },
    rangesOf({ name }) {
      const cut = cutsByName.get(name);
      if (cut?.kind !== 'ranges') return undefined;
      return { pages: cut.pages, owns: (range) => isOwn(name, rangeUnit(range)) };
    },
  };
}

/** The name of a window as a unit. */
export const windowUnit = (partition: string, from: string): string => `${partition} ${from}`;

/** The name of a range of pages as a unit. */
export const rangeUnit = (range: number): string => `range ${range}`;

function mayOwn(name: string, cut: Cut, isOwn: (name: string, unit: string) => boolean): boolean {
  if (cut.kind === 'whole') return isOwn(cut.name, '');
  return cut.kind !== 'partitions' || cut.partitions.some((partition) => isOwn(name, partition));
}

/** Which of two records with one key counts has to be seen in them. */
function refuseUnordered({ name, dedup_sort, endpoint: { incremental }, ...merge }: ResourcePlan): void {
  const isByFunction = typeof incremental?.last_value_func === 'function';
  if (!isByFunction || dedup_sort !== undefined || merge.write_disposition !== 'merge') return;
  throw new ConfigError(
    `resource "${name}": by a last_value_func of its own, nobody can tell which of two shards' records is the newer one`,
    { hint: 'say dedup_sort, or run it without --shard' },
  );
}

/**
 * The resource as its records pass in a shard: which version counts, and what deletes, is decided where those of all
 * shards are known.
 */
export function passingInShard(resource: ResourcePlan): ResourcePlan {
  const isDecidedLater = resource.write_disposition === 'merge' && dedupeMode(resource) === 'newest';
  return {
    ...resource,
    vanished: 'keep',
    hard_delete: undefined,
    dedupe: resource.dedupe && !isDecidedLater,
  };
}
