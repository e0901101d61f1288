// Where the registries meet the language: the schema of pipeline files, and the parts that a plan names.
import type { z } from 'zod';
import type { AnyDeclaration, WrittenOptions } from '../config/component.ts';
import { type ComponentOptions, type PlanSchema, planSchema, writtenSchema } from '../config/pipeline.ts';
import type { ResolvedPlan } from '../config/resolve.ts';
import type { WithReferences } from '../config/values.ts';
import type { Format } from '../sinks/formats/contract.ts';
import { createFormats } from '../sinks/formats/index.ts';
import type { Auth, AuthContext, AuthDeclaration } from '../source/auth/contract.ts';
import { auths } from '../source/auth/index.ts';
import type { Paginator, PaginatorDeclaration } from '../source/paginators/contract.ts';
import { paginators } from '../source/paginators/index.ts';
import type { PartitionRouterDeclaration, Partitions, Slice } from '../source/partitions/contract.ts';
import { partitionRouters } from '../source/partitions/index.ts';
import { steps } from '../stages/steps/index.ts';
import type { Pipeline } from './pipeline-type.ts';

export const components = { auth: auths, paginators, partitionRouters, steps };

type OwnPart<D extends AnyDeclaration> = WithReferences<WrittenOptions<D>> | D['type'];
type BuiltInRouter = WithReferences<WrittenOptions<(typeof partitionRouters)[number]>>;

/** What a pipeline file may say, with the parts of a caller's own beside the built-in ones. */
export type PipelineOf<
  A extends AnyDeclaration,
  P extends AnyDeclaration,
  R extends AnyDeclaration,
> = Pipeline<{
  readonly auth: OwnPart<A>;
  readonly paginator: OwnPart<P>;
  readonly partition_router: OwnPart<R> | readonly (OwnPart<R> | BuiltInRouter)[];
}>;

/** Parts of a caller's own, declared as the built-in ones are. */
export interface Extensions {
  readonly auth?: readonly AuthDeclaration<string, z.ZodObject>[];
  readonly paginators?: readonly PaginatorDeclaration<string, z.ZodObject>[];
  readonly partitionRouters?: readonly PartitionRouterDeclaration<string, z.ZodObject>[];
  /** File formats; not of the pipeline file, but of where its records go. */
  readonly formats?: readonly Format[];
}

/** The pipeline language with a set of parts: what validates, and what makes the parts that a plan names. */
export interface Language {
  /** Parses a merged pipeline to its plan. */
  readonly schema: PlanSchema;
  /** What a file may say, for JSON Schema. */
  writtenSchema(): z.ZodType;
  readonly formats: readonly Format[];
  createAuth(options: ComponentOptions, context: AuthContext): Auth;
  createPaginator(options: ComponentOptions): Paginator;
  createRouter(options: ComponentOptions, parents: AsyncIterable<Slice>): Partitions;
}

/** @throws UsageError when formats cannot be told apart */
export function createLanguage(extensions: Extensions = {}): Language {
  const all = {
    auth: [...components.auth, ...(extensions.auth ?? [])],
    paginators: [...components.paginators, ...(extensions.paginators ?? [])],
    partitionRouters: [...components.partitionRouters, ...(extensions.partitionRouters ?? [])],
    steps,
  };
  return {
    schema: planSchema(all),
    writtenSchema: () => writtenSchema(all),
    formats: createFormats(extensions.formats),
    createAuth: (options, context) => find(all.auth, options).create(options as never, context),
    createPaginator: (options) => find(all.paginators, options).create(options as never),
    createRouter: (options, parents) => find(all.partitionRouters, options).create(options as never, parents),
  };
}

/** The language with the built-in parts alone. */
export const builtIn = createLanguage();

/** A plan with the language whose parts it names. */
export interface BoundPlan extends ResolvedPlan {
  readonly language: Language;
}

// By the pipeline object, so that a file which was loaded still knows the parts it was written with.
const languages = new WeakMap<object, Language>();

/** Gives a pipeline its type, and back the same object. */
export function definePipeline<const P extends Pipeline>(pipeline: P): P {
  return pipeline;
}

/** Marks a pipeline as written in a language. */
export function writtenIn<P extends object>(language: Language, pipeline: P): P {
  languages.set(pipeline, language);
  return pipeline;
}

/** The language that a pipeline was marked as written in. */
export function languageOf(pipeline: unknown): Language | undefined {
  return typeof pipeline === 'object' && pipeline !== null ? languages.get(pipeline) : undefined;
}

// The plan's options were checked by the schema of this very declaration, which is what `as never` stands on.
function find<D extends AnyDeclaration>(registry: readonly D[], { type }: ComponentOptions): D {
  const declaration = registry.find((one) => one.type === type);
  if (declaration === undefined) throw new TypeError(`"${type}" is not registered`);
  return declaration;
}
