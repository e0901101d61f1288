// What a partition router is: a stream of parameter sets, each with a stable key.
import type { z } from 'zod';
import type { Declaration } from '../../config/component.ts';
import type { JsonRecord } from '../../core/batch.ts';

/** A value that is sent as a parameter or written into records; its JSON type is kept wherever there is one. */
export type PartitionValue = string | number | bigint | boolean;

/** One slice of a resource. */
export interface Partition {
  /** `module=Tasks`; stable between runs. */
  readonly key: string;
  readonly params: Readonly<Record<string, PartitionValue>>;
  readonly headers: Readonly<Record<string, string>>;
  /** Values for the JSON body, by path. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Values for `{name}` in the endpoint's path. */
  readonly pathValues: Readonly<Record<string, string>>;
  /** Fields that each record of this slice gets. */
  readonly recordFields: Readonly<Record<string, unknown>>;
  /** What makes the slice, for templates by what stands between their braces (`resources.users.id`), and for steps. */
  readonly values: Readonly<Record<string, unknown>>;
  /** What is known of the parent's record that this slice is read for. */
  readonly parent: JsonRecord | undefined;
}

/** A slice as a router gives it; one that has nothing to do with a parent leaves that out. */
export type Slice = Omit<Partition, 'values' | 'parent'> & Partial<Pick<Partition, 'values' | 'parent'>>;

/** Slices as they become known; none is asked for before its turn. */
export type Partitions = AsyncIterable<Slice> | Iterable<Slice>;

export interface PartitionRouterDeclaration<
  Type extends string = string,
  Options extends z.ZodObject = z.ZodObject,
> extends Declaration<Type, Options> {
  /** @param parents one slice for each record of the resource's parent, where it has one */
  create(options: z.output<Options>, parents: AsyncIterable<Slice>): Partitions;
}

export function declarePartitionRouter<Type extends string, Options extends z.ZodObject>(
  declaration: PartitionRouterDeclaration<Type, Options>,
): PartitionRouterDeclaration<Type, Options> {
  return declaration;
}
