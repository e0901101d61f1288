// What the references of an endpoint demand: a parent that there is, only one of them, and no circle.
import type { z } from 'zod';
import { didYouMean } from '../core/did-you-mean.ts';
import { faultOfPath } from '../core/path.ts';
import { Template, type TemplateReference, templatesIn } from './template.ts';

/** The words behind `incremental.`; each is filled from the state and the options of `endpoint.incremental`. */
const INCREMENTAL_WORDS = ['start_value', 'end_value', 'last_value', 'initial_value'];

interface Endpoint {
  readonly incremental?: { readonly initial_value?: unknown } | undefined;
  readonly path: string | Template;
  readonly params?: unknown;
  readonly json?: unknown;
  readonly data?: unknown;
  readonly headers?: unknown;
}

interface Resource {
  readonly name: string;
  readonly endpoint: Endpoint;
}

export interface FoundReference {
  readonly reference: TemplateReference;
  /** Where it stands in the endpoint. */
  readonly path: readonly (string | number)[];
}

/** The references of an endpoint, in the order of its requests' parts. */
export function referencesOf({ path, params, json, data, headers }: Endpoint): readonly FoundReference[] {
  return templatesIn({ path, params, json, data, headers }).flatMap(({ template, path }) =>
    template.references.map((reference) => ({ reference, path })),
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
export function refineReferences(resources: readonly Resource[], context: z.RefinementCtx): void {
  const names = resources.map(({ name }) => name);
  const parents = new Map<string, string>();
  resources.forEach(({ name, endpoint }, index) => {
    const report = (path: FoundReference['path'], message: string) =>
      context.addIssue({ code: 'custom', path: [index, 'endpoint', ...path], message });
    for (const { reference, path } of referencesOf(endpoint)) {
      const whole = `{${reference.key}}`;
      if (reference.root === 'incremental') {
        const fault = faultOfIncremental(reference, endpoint, path);
        if (fault !== undefined) report(path, fault);
        continue;
      }
      const { parent, field } = splitReference(reference.rest, names);
      const fault = faultOfParent(name, parent, names) ?? faultOfField(parent, field);
      const other = parents.get(name) ?? parent;
      if (fault !== undefined) report(path, `${whole}: ${fault}`);
      else if (other !== parent) report(path, twoParents(whole, other, parent));
      else {
        if (!parents.has(name) && isCircle(name, parent, parents)) report(path, circle(whole, name, parent));
        else parents.set(name, parent);
        report(path, `nothing fills ${whole}: values of a parent resource are not supported yet`);
      }
    }
  });
}

function faultOfIncremental(
  { key, rest }: TemplateReference,
  { incremental, data }: Endpoint,
  [place]: FoundReference['path'],
): string | undefined {
  if (!INCREMENTAL_WORDS.includes(rest)) {
    const known = INCREMENTAL_WORDS.map((word) => `{incremental.${word}}`).join(', ');
    return `nothing fills {${key}}${didYouMean(rest, INCREMENTAL_WORDS)}; known are ${known}`;
  }
  if (incremental === undefined)
    return `nothing fills {${key}}: say in endpoint.incremental which field it is taken from (cursor_path)`;
  // A parameter without a value is left out; nothing else can be.
  const isOptional =
    place === 'params' || (place === 'data' && typeof data === 'object' && !(data instanceof Template));
  if (rest === 'end_value' || isOptional || incremental.initial_value !== undefined) return undefined;
  return `the first run has no value for {${key}}, and only a parameter can be left out: say endpoint.incremental.initial_value`;
}

function faultOfParent(name: string, parent: string, names: readonly string[]): string | undefined {
  if (parent === name)
    return 'a resource cannot be its own parent; name the resource whose records it is read for';
  if (names.includes(parent)) return undefined;
  return `no resource "${parent}"${didYouMean(parent, names)}; the parent is a resource of this pipeline`;
}

function faultOfField(parent: string, field: string): string | undefined {
  if (field === '') return `names no field of the parent: write {resources.${parent}.<field>}`;
  return faultOfPath(field);
}

function twoParents(whole: string, first: string, second: string): string {
  return `${whole}: a resource has one parent, and it has "${first}" already; let "${second}" be read for "${first}", or "${first}" for "${second}", and take the value from the nearer by include_from_parent`;
}

function isCircle(name: string, parent: string, parents: ReadonlyMap<string, string>): boolean {
  for (let one: string | undefined = parent; one !== undefined; one = parents.get(one)) {
    if (one === name) return true;
  }
  return false;
}

function circle(whole: string, name: string, parent: string): string {
  return `${whole}: "${parent}" is itself read for "${name}", so neither can begin; one of them must do without the other`;
}
