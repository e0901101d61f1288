// The units of a run, for those who start a process for each, or look at which shard reads what.
import { shardOf } from '../../core/shard.ts';
import { windowUnit } from './share.ts';
import type { ResourceCut } from './units.ts';

export interface ListedUnit {
  readonly resource: string;
  /** Its key; empty for a resource that is read whole; undefined where it is known as it is read. */
  readonly partition?: string;
  /** What its partitions come by, where they are known as they are read; each falls to a shard of its own. */
  readonly by?: string;
  /** A stretch of time that is read apart. */
  readonly window?: { readonly from: string; readonly to: string };
  /** From 1; undefined where its parts fall to several. */
  readonly shard?: number;
}

export interface ListedUnits {
  readonly units: readonly ListedUnit[];
  /** What cannot be cut. */
  readonly whole: readonly { readonly resource: string; readonly why: string }[];
}

/** @param count of the shards, where it is known */
export function listUnits(cuts: readonly ResourceCut[], count: number | undefined): ListedUnits {
  const fallen = (name: string, partition: string) =>
    count === undefined ? {} : { shard: shardOf(name, partition, count) };
  const unitsOf = ({ resource, cut }: ResourceCut): ListedUnit[] => {
    const { name } = resource;
    switch (cut.kind) {
      case 'whole':
        return [{ resource: name, partition: '', ...fallen(cut.name, '') }];
      case 'partitions':
        return cut.partitions.map((partition) => ({ resource: name, partition, ...fallen(name, partition) }));
      case 'windows':
        return cut.partitions.flatMap((partition) =>
          cut.windows.map((window) => ({
            resource: name,
            partition,
            window,
            ...fallen(name, windowUnit(partition, window.from)),
          })),
        );
      case 'ranges':
        return [{ resource: name, by: `ranges of ${cut.pages} pages` }];
      case 'read':
        return [{ resource: name, by: cut.parent === undefined ? 'its router' : `records of ${cut.parent}` }];
    }
  };
  const whole = cuts.flatMap(({ resource, cut }) =>
    cut.kind === 'whole' ? [{ resource: resource.name, why: cut.why }] : [],
  );
  return { units: cuts.flatMap(unitsOf), whole };
}
