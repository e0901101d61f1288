// Where the registries meet the language: the schema of pipeline files, and the parts that a plan names.

import type { z } from 'zod';
import type { AnyDeclaration } from '../config/component.ts';
import { type ComponentOptions, pipelineSchema } from '../config/pipeline.ts';
import type { WithReferences } from '../config/values.ts';
import type { Auth, AuthContext } from '../source/auth/contract.ts';
import { auths } from '../source/auth/index.ts';
import type { Paginator } from '../source/paginators/contract.ts';
import { paginators } from '../source/paginators/index.ts';
import type { Partition } from '../source/partitions/contract.ts';
import { partitionRouters } from '../source/partitions/index.ts';

export const components = { auth: auths, paginators, partitionRouters };

/** What a pipeline file may say. */
export const schema = pipelineSchema<
  (typeof auths)[number],
  (typeof paginators)[number],
  (typeof partitionRouters)[number]
>(components);

/** A pipeline as it is written. */
export type Pipeline = WithReferences<z.input<typeof schema>>;

/** Gives a pipeline its type, and back the same object. */
export function definePipeline(pipeline: Pipeline): Pipeline {
  return pipeline;
}

export function createPaginator(options: ComponentOptions): Paginator {
  return find(components.paginators, options).create(options as never);
}

export function createRouter(options: ComponentOptions): Iterable<Partition> {
  return find(components.partitionRouters, options).create(options as never);
}

export function createAuth(options: ComponentOptions, context: AuthContext): Auth {
  return find(components.auth, options).create(options as never, context);
}

// The plan's options were checked by the schema of this very declaration, which is what `as never` stands on.
function find<D extends AnyDeclaration>(registry: readonly D[], { type }: ComponentOptions): D {
  const declaration = registry.find((one) => one.type === type);
  if (declaration === undefined) throw new TypeError(`"${type}" is not registered`);
  return declaration;
}
