// What a partition router is: an iterable of parameter sets, each with a stable key.
import type { z } from 'zod';
import type { Declaration } from '../../config/component.ts';

/** One slice of a resource. */
export interface Partition {
  /** `module=Tasks`; stable between runs. */
  readonly key: string;
  readonly params: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  /** Values for the JSON body, by dotted path. */
  readonly body: Readonly<Record<string, string>>;
  /** Values for `{name}` in the endpoint's path. */
  readonly pathValues: Readonly<Record<string, string>>;
  /** Fields that each record of this slice gets. */
  readonly recordFields: Readonly<Record<string, string>>;
}

export interface PartitionRouterDeclaration<
  Type extends string = string,
  Options extends z.ZodObject = z.ZodObject,
> extends Declaration<Type, Options> {
  create(options: z.output<Options>): Iterable<Partition>;
}

export function declarePartitionRouter<Type extends string, Options extends z.ZodObject>(
  declaration: PartitionRouterDeclaration<Type, Options>,
): PartitionRouterDeclaration<Type, Options> {
  return declaration;
}
