// The whole language as one schema, built from the registries it is given.
import { z } from 'zod';
import { clientFields } from './client.ts';
import type { AnyDeclaration, Components, WrittenOptions } from './component.ts';
import { endpointFields, resourceFields } from './resource.ts';

// Written as a type, because a schema built from a list of any length has no static one.
type Written<D extends AnyDeclaration> = WrittenOptions<D>;

/** A paginator or auth: its type's name alone, or an object. */
function componentSchema<D extends AnyDeclaration>(declarations: readonly D[]) {
  const members = declarations.map((one) => one.options.safeExtend({ type: z.literal(one.type) }).strict());
  const [first, ...others] = members;
  if (first === undefined) throw new TypeError('an empty registry');
  return z.discriminatedUnion('type', [first, ...others]) as unknown as z.ZodType<
    { type: D['type'] } & Record<string, unknown>,
    Written<D>
  >;
}

/** A component by its type's name alone, with the defaults of its kind. */
function byName<D extends AnyDeclaration>(
  declarations: readonly D[],
  full: ReturnType<typeof componentSchema<D>>,
): z.ZodType<z.output<typeof full>, D['type']> {
  return z.enum(declarations.map((one): D['type'] => one.type)).transform((type, context) => {
    const expanded = full.safeParse({ type });
    if (expanded.success) return expanded.data;
    for (const issue of expanded.error.issues) {
      context.addIssue({
        code: 'custom',
        message: `"${type}" alone does not do: ${issue.path.join('.')} is needed`,
      });
    }
    return z.NEVER;
  });
}

/**
 * Builds the schema of a pipeline file.
 * @param components the registered auths, paginators and partition routers
 */
export function pipelineSchema<A extends AnyDeclaration, P extends AnyDeclaration, R extends AnyDeclaration>(
  components: Components<A, P, R>,
) {
  const auth = componentSchema(components.auth).nullish();
  const paginatorObject = componentSchema(components.paginators);
  const paginator = z.union([byName(components.paginators, paginatorObject), paginatorObject]).nullish();
  const router = componentSchema(components.partitionRouters);

  const endpoint = z.strictObject({
    ...endpointFields,
    auth: auth.describe('in place of the client’s; null: none'),
    paginator: paginator.describe('in place of the default; a bare name takes the defaults of that kind'),
    partition_router: z
      .union([router, z.array(router).min(1)])
      .nullish()
      .describe('slices that are read one by one; a list of routers gives all combinations'),
  });
  const anyEndpoint = z.union([z.string(), endpoint]).nullish().describe('a bare string is the path');
  const resource = z.strictObject({
    name: z.string().min(1).describe('name of the resource'),
    ...resourceFields,
    endpoint: anyEndpoint,
  });
  const defaults = z.strictObject({ ...resourceFields, endpoint: anyEndpoint });

  return z.strictObject({
    name: z.string().min(1).optional().describe('pipeline name; default: the file’s name'),
    client: z
      .strictObject({
        ...clientFields,
        auth: auth.describe('how requests prove who they come from'),
        paginator: paginator.describe('default of all resources'),
      })
      .describe('the API'),
    resource_defaults: defaults.nullish().describe('merged under each resource'),
    resources: z
      .array(z.union([z.string().min(1), resource]))
      .min(1)
      .describe('what is read; a bare string is both name and path'),
  });
}

export type PipelineSchema<
  A extends AnyDeclaration = AnyDeclaration,
  P extends AnyDeclaration = AnyDeclaration,
  R extends AnyDeclaration = AnyDeclaration,
> = ReturnType<typeof pipelineSchema<A, P, R>>;

/** A pipeline after validation: defaults filled in, references resolved, components still by their own options. */
export type CheckedPipeline = z.output<PipelineSchema>;
export type CheckedResource = Exclude<CheckedPipeline['resources'][number], string>;
export type CheckedClient = CheckedPipeline['client'];
/** A chosen component: its type and the options its declaration checked. */
export type ComponentOptions = { readonly type: string } & Readonly<Record<string, unknown>>;
