// What a paginator, an auth or a partition router declares about itself; all else derives from it.
import type { z } from 'zod';
import type { AnyStep } from './steps.ts';
import type { WithReferences } from './values.ts';

/** One declaration gives the type union, the validation, the JSON Schema and the reference documentation. */
export interface Declaration<Type extends string, Options extends z.ZodObject> {
  /** The word that selects it in a pipeline file. */
  readonly type: Type;
  /** One sentence for the reference. */
  readonly summary: string;
  /** The keys it takes, `type` left out; every key has a description. */
  readonly options: Options;
  /** A complete example, as it stands in a pipeline file. */
  readonly example: { readonly type: Type } & WithReferences<InputOf<Options>>;
}

// zod types an object without keys so that no key at all fits, `type` neither.
export type InputOf<Options extends z.ZodObject> =
  z.input<Options> extends Record<string, never> ? unknown : z.input<Options>;

export type AnyDeclaration = Declaration<string, z.ZodObject>;

/** The registries that a pipeline file can draw on. */
export interface Components<
  Auth extends AnyDeclaration = AnyDeclaration,
  Paginator extends AnyDeclaration = AnyDeclaration,
  Router extends AnyDeclaration = AnyDeclaration,
> {
  readonly auth: readonly Auth[];
  readonly paginators: readonly Paginator[];
  readonly partitionRouters: readonly Router[];
  readonly steps: readonly AnyStep[];
}

/** The keys of one component as they are written in a pipeline file. */
export type WrittenOptions<D extends AnyDeclaration> =
  D extends Declaration<infer Type, infer Options> ? { type: Type } & InputOf<Options> : never;
