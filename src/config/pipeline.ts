// The whole language, built from the registries it is given: what a file may say, and the plan that it is parsed to.
import { z } from 'zod';
import { clientFields } from './client.ts';
import type { AnyDeclaration, Components } from './component.ts';
import { text, writtenParams } from './fields.ts';
import { refineChildren } from './incremental-rules.ts';
import { withColumnHints } from './merge-rules.ts';
import { parentLinkOf } from './parent-link.ts';
import { fillPath } from './path-params.ts';
import { type Child, refineReferences } from './references.ts';
import { endpointFields, resourceFields } from './resource.ts';
import { refineNames, refineResource } from './resource-rules.ts';
import { stepsSchema, writtenSteps } from './steps.ts';

/** A chosen part: its type and the options that its declaration checked. */
export type ComponentOptions = { readonly type: string } & Readonly<Record<string, unknown>>;

/** Nothing is asked about paging where a resource names no paginator. */
const NO_PAGINATOR: ComponentOptions = { type: 'auto' };

// Written as a type, because a schema built from a list of any length has no static one.
function componentSchema(declarations: readonly AnyDeclaration[]) {
  const members = declarations.map((one) =>
    one.options
      .safeExtend({ type: z.literal(one.type) })
      .strict()
      .describe(one.summary),
  );
  const [first, ...others] = members;
  if (first === undefined) throw new TypeError('an empty registry');
  return z.discriminatedUnion('type', [first, ...others]) as unknown as z.ZodType<ComponentOptions>;
}

/**
 * Builds the schema of a merged pipeline: defaults laid under each resource, strings made objects, no null left
 * (`merge-defaults.ts`). Its output is the plan.
 */
export function planSchema(components: Components) {
  const auth = componentSchema(components.auth);
  const paginator = componentSchema(components.paginators);
  const router = componentSchema(components.partitionRouters);
  const endpoint = z.strictObject({
    ...endpointFields,
    auth: auth.nullable().optional(),
    paginator: paginator.default(NO_PAGINATOR),
    partition_router: z.union([router.transform((one) => [one]), z.array(router).min(1)]).default([]),
  });
  const resource = z
    .strictObject({
      name: z.string().min(1),
      ...resourceFields,
      processing_steps: stepsSchema(components.steps),
      endpoint,
    })
    .transform(withColumnHints)
    .superRefine(refineResource)
    .transform((one) => ({
      ...one,
      table_name: one.table_name ?? one.name,
      dedupe: one.dedupe ?? one.primary_key.length > 0,
      endpoint: fillPath(one.endpoint),
    }));
  return z.strictObject({
    name: z.string().min(1),
    client: z.strictObject({ ...clientFields, auth: auth.nullish(), paginator: paginator.optional() }),
    resources: z
      .array(resource)
      .min(1)
      .superRefine(refineNames)
      .superRefine(refineReferences)
      .superRefine(refineChildren)
      .transform(withParents),
  });
}

function withParents<R extends Child>(resources: readonly R[]) {
  const names = resources.map(({ name }) => name);
  return resources.map((one) => ({ ...one, parent: parentLinkOf(one, names) }));
}

export type PlanSchema = ReturnType<typeof planSchema>;

/** A pipeline with everything decided, in the spelling of its file; the later layers follow it without asking again. */
export type Plan = z.output<PlanSchema>;
export type ClientPlan = Plan['client'];
export type ResourcePlan = Plan['resources'][number];
export type EndpointPlan = ResourcePlan['endpoint'];

/** What a format needs to know of a resource. */
export type SchemaPlan = Pick<ResourcePlan, 'name' | 'columns' | 'schema_contract'>;

// In a file every key may be left out or cancelled by null; what it is then, its declaration says.
function written(shape: z.ZodRawShape): z.ZodRawShape {
  const keys = Object.entries(shape).map(([key, schema]) => {
    const type = schema as z.ZodType;
    const nullish = type.nullish();
    return [key, type.description === undefined ? nullish : nullish.describe(type.description)];
  });
  return Object.fromEntries(keys);
}

/** Builds the schema of a pipeline file as it is written: for types, JSON Schema and documentation. */
export function writtenSchema(components: Components): z.ZodType {
  const authNames = components.auth.map((one) => one.type);
  const untyped = z.strictObject({ token: text().describe('the token') }).describe('without a type: bearer');
  const auth = z.union([z.enum(authNames), componentSchema(components.auth), untyped]).nullish();
  const kinds = components.paginators.map((one) => one.type);
  const paginator = z.union([z.enum(kinds), componentSchema(components.paginators)]).nullish();
  const router = componentSchema(components.partitionRouters);
  const endpoint = z
    .union([
      z.string(),
      z.strictObject({
        ...written({
          ...endpointFields,
          params: writtenParams().describe(endpointFields.params.description ?? ''),
        }),
        auth: auth.describe('in place of the client’s; null: none'),
        paginator: paginator.describe('in place of the default; a bare name takes the defaults of that kind'),
        partition_router: z
          .union([router, z.array(router).min(1)])
          .nullish()
          .describe('slices that are read one by one; a list of routers gives all combinations'),
      }),
    ])
    .nullish()
    .describe('a bare string is the path');
  const steps = { processing_steps: writtenSteps(components.steps) };
  const resource = z.strictObject({
    name: z.string().min(1).describe('name of the resource'),
    ...written(resourceFields),
    ...steps,
    endpoint,
  });
  return z.strictObject({
    name: z.string().min(1).optional().describe('pipeline name; default: the file’s name'),
    client: z
      .strictObject({
        ...clientFields,
        auth: auth.describe(
          'how requests prove who they come from; a bare name takes what it needs from secrets of those names',
        ),
        paginator: paginator.describe('default of all resources'),
      })
      .describe('the API'),
    resource_defaults: z
      .strictObject({ ...written(resourceFields), ...steps, endpoint })
      .nullish()
      .describe('merged under each resource'),
    resources: z
      .array(z.union([z.string().min(1), resource]))
      .min(1)
      .describe('what is read; a bare string is both name and path'),
  });
}
