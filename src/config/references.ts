// The references of a resource, and what they demand: a parent that there is, only one of them, and no circle.
import type { z } from 'zod';
import { didYouMean } from '../core/did-you-mean.ts';
import { faultOfPath } from '../core/path.ts';
import { PARENT_ROUTER, type ParentRouterOptions } from './parent-router.ts';
import type { StepPlan } from './steps.ts';
import { joinParts, parseReference, Template, type TemplateReference, templatesIn } from './template.ts';

/** The words behind `incremental.`; each is filled from the state and the options of `endpoint.incremental`. */
const INCREMENTAL_WORDS = ['start_value', 'end_value', 'last_value', 'initial_value'];

interface SentParts {
  readonly incremental?: { readonly initial_value?: unknown } | undefined;
  readonly path: string | Template;
  readonly params?: unknown;
  readonly json?: unknown;
  readonly data?: unknown;
  readonly headers?: unknown;
}

/** What decides whose child a resource is. */
export interface Child {
  readonly name: string;
  readonly endpoint: SentParts & { readonly partition_router: readonly Readonly<Record<string, unknown>>[] };
  readonly include_from_parent?:
    | readonly (string | { readonly from: string; readonly as: string })[]
    | undefined;
  readonly on_missing?: 'fail' | 'skip' | undefined;
  readonly processing_steps?: readonly Pick<StepPlan, 'type' | 'parentFields'>[];
}

export interface FoundReference {
  readonly reference: TemplateReference;
  /** Where it stands in the endpoint. */
  readonly path: readonly (string | number)[];
}

/** The references of an endpoint, in the order of its requests' parts, then those of its parent routers. */
export function referencesOf({
  path,
  params,
  json,
  data,
  headers,
  partition_router: routers,
}: Child['endpoint']): readonly FoundReference[] {
  // Where something else is wrong with it, a path is not made a template.
  const filled = typeof path === 'string' ? templateOf(path) : path;
  const written = templatesIn({ path: filled, params, json, data, headers }).flatMap(({ template, path }) =>
    template.references.map((reference) => ({ reference, path })),
  );
  const routed = parentRouters(routers).map(({ options: { resource, field }, index }) => {
    const rest = `${resource}.${field}`;
    const reference = { root: 'resources' as const, key: `resources.${rest}`, rest };
    return { reference, path: ['partition_router', index] };
  });
  return [...written, ...routed];
}

function templateOf(path: string): string | Template {
  const parts = path.split(/\{([^{}]*)\}/);
  return joinParts(parts.map((part, index) => (index % 2 === 1 ? (parseReference(part) ?? '') : part)));
}

/** Those that read for the records of another resource, with their places. */
export function parentRouters(routers: readonly Readonly<Record<string, unknown>>[]) {
  return routers.flatMap((options, index) =>
    options.type === PARENT_ROUTER ? [{ options: options as unknown as ParentRouterOptions, index }] : [],
  );
}

/**
 * Splits `users.owner.id` at the name of a resource, which may hold dots itself.
 * @returns a field of "" where none is named
 */
export function splitReference(rest: string, names: readonly string[]): { parent: string; field: string } {
  const known = names.filter(
    (name) =>
      rest === name ||
      (['.', '['].includes(rest.slice(name.length, name.length + 1)) && rest.startsWith(name)),
  );
  const [longest] = known.sort((a, b) => b.length - a.length);
  const parent = longest ?? rest.split('.', 1)[0] ?? rest;
  return { parent, field: rest.slice(parent.length).replace(/^\./, '') };
}

/** Checks every reference of a pipeline. */
export function refineReferences(resources: readonly Child[], context: z.RefinementCtx): void {
  const names = resources.map(({ name }) => name);
  const parents = new Map<string, string>();
  resources.forEach((resource, index) => {
    const { name, endpoint } = resource;
    const report = (path: FoundReference['path'], message: string) =>
      context.addIssue({ code: 'custom', path: [index, ...path], message });
    for (const { reference, path } of referencesOf(endpoint)) {
      const whole = `{${reference.key}}`;
      const fault =
        reference.root === 'incremental'
          ? faultOfIncremental(reference, endpoint, path)
          : faultOfParent(reference, name, names, parents);
      if (fault !== undefined) report(['endpoint', ...path], `${whole}: ${fault}`);
    }
    for (const { path, message } of faultsOfChild(resource)) report(path, message);
  });
}

function faultOfIncremental(
  { rest }: TemplateReference,
  { incremental, data }: SentParts,
  [place]: FoundReference['path'],
): string | undefined {
  if (!INCREMENTAL_WORDS.includes(rest)) {
    const known = INCREMENTAL_WORDS.map((word) => `{incremental.${word}}`).join(', ');
    return `no such word${didYouMean(rest, INCREMENTAL_WORDS)}; known are ${known}`;
  }
  if (incremental === undefined)
    return `nothing fills it: say in endpoint.incremental which field it is taken from (cursor_path)`;
  // A parameter without a value is left out; nothing else can be.
  const isOptional =
    place === 'params' || (place === 'data' && typeof data === 'object' && !(data instanceof Template));
  if (rest === 'end_value' || isOptional || incremental.initial_value !== undefined) return undefined;
  return `the first run has no value for it, and only a parameter can be left out: say endpoint.incremental.initial_value`;
}

/** @param parents of each child so far; this one's is added */
function faultOfParent(
  { rest }: TemplateReference,
  name: string,
  names: readonly string[],
  parents: Map<string, string>,
): string | undefined {
  const { parent, field } = splitReference(rest, names);
  if (parent === name)
    return 'a resource cannot be its own parent; name the resource whose records it is read for';
  if (!names.includes(parent))
    return `no resource "${parent}"${didYouMean(parent, names)}; the parent is a resource of this pipeline`;
  if (field === '') return `names no field of the parent: write {resources.${parent}.<field>}`;
  const fault = faultOfPath(field);
  if (fault !== undefined) return fault;
  const other = parents.get(name);
  if (other !== undefined && other !== parent) return twoParents(other, parent);
  if (other === undefined && isCircle(name, parent, parents))
    return `"${parent}" is itself read for "${name}", so neither can begin; one of them must do without the other`;
  parents.set(name, parent);
  return undefined;
}

function twoParents(first: string, second: string): string {
  return `a resource has one parent, and it has "${first}" already; let "${second}" be read for "${first}", or "${first}" for "${second}", and take the value from the nearer by include_from_parent`;
}

function isCircle(name: string, parent: string, parents: ReadonlyMap<string, string>): boolean {
  for (let one: string | undefined = parent; one !== undefined; one = parents.get(one)) {
    if (one === name) return true;
  }
  return false;
}

/** The places of the steps that look at fields of the parent's record. */
function stepsThatAsk({ processing_steps: steps = [] }: Child): (string | number)[][] {
  // Where something else is wrong with it, a step is not parsed.
  const asking = (step: Partial<StepPlan> | undefined) => (step?.parentFields ?? []).length > 0;
  return steps.flatMap((step, index) => (asking(step) ? [['processing_steps', index, step.type]] : []));
}

/** What is wrong with the keys that only a child has. */
function faultsOfChild(resource: Child): { path: readonly (string | number)[]; message: string }[] {
  const { endpoint, include_from_parent: included, on_missing } = resource;
  const references = referencesOf(endpoint).filter(({ reference }) => reference.root === 'resources');
  if (references.length === 0) {
    const message = 'this resource has no parent: {resources.<parent>.<field>} in its endpoint makes one';
    return [
      ...(included === undefined ? [] : [{ path: ['include_from_parent'], message }]),
      ...(on_missing === undefined ? [] : [{ path: ['on_missing'], message }]),
      ...stepsThatAsk(resource).map((path) => ({ path, message: `looks at its parent, and ${message}` })),
    ];
  }
  return parentRouters(endpoint.partition_router).flatMap(({ options, index }) => {
    const path = ['endpoint', 'partition_router', index];
    const { request_option: option, group_size: size } = options;
    const written = references.filter((one) => one.path[0] !== 'partition_router');
    if (size === 1) {
      const isSent = option !== undefined || written.length > 0;
      const message = `nothing sends the value: add request_option, or write {resources.${options.resource}.${options.field}} in path, params, json, data or headers`;
      return isSent ? [] : [{ path, message }];
    }
    const group = 'a group is read for many records of the parent at once';
    const [first] = written;
    return [
      ...(option === undefined ? [{ path, message: `${group}: request_option says how it is sent` }] : []),
      ...(first === undefined
        ? []
        : [
            {
              path: ['endpoint', ...first.path],
              message: `${group}, so {${first.reference.key}} has no one value`,
            },
          ]),
      ...(included === undefined
        ? []
        : [
            {
              path: ['include_from_parent'],
              message: `${group}, and which one a record belongs to is not known`,
            },
          ]),
      ...stepsThatAsk(resource).map((path) => ({
        path,
        message: `${group}, and which one a record belongs to is not known`,
      })),
    ];
  });
}
