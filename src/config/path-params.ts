// `{id}` in a path: from the parameter of that name, which is then not sent in the query, or from a partition.
import { own } from '../core/path.ts';
import type { EndpointParams } from './fields.ts';
import { PARENT_ROUTER, sentName } from './parent-router.ts';
import { joinParts, parseReference, Template, type TemplateReference } from './template.ts';

interface Endpoint {
  readonly path: string;
  readonly params: EndpointParams;
  readonly partition_router: readonly Readonly<Record<string, unknown>>[];
}

const ANY = Symbol('any name');
const PLACEHOLDER = /\{([^{}]+)\}/g;

/** What is wrong with the placeholders of a path, each by itself. */
export function faultsOfPath(endpoint: Endpoint): string[] {
  const routed = routedNames(endpoint.partition_router);
  return [...endpoint.path.matchAll(PLACEHOLDER)].flatMap(([whole, name = '']) => {
    if (parseReference(name) !== undefined) return [];
    const value = paramOf(endpoint, name);
    if (value instanceof Template) return [];
    if (value === undefined || value === null) {
      if (routed === 'any' || routed.includes(name)) return [];
      return [
        `nothing fills ${whole}: name it in params, here or of the client, or in a partition_router that injects into the path`,
      ];
    }
    // A URL parser takes these as steps up or nowhere, encoded or not.
    const isStep = ['', '.', '..'].includes(String(value));
    return isStep || typeof value === 'object' ? [`${whole} cannot be ${JSON.stringify(value)}`] : [];
  });
}

/** The endpoint with the parameters of its path filled in, as far as they are the same in every partition. */
export function fillPath<E extends Endpoint>(
  endpoint: E,
): Omit<E, 'path'> & { readonly path: string | Template } {
  const params = { ...endpoint.params };
  const parts = endpoint.path.split(PLACEHOLDER).flatMap((part, index): (string | TemplateReference)[] => {
    // The texts of an odd place stood in braces.
    if (index % 2 === 0) return [part];
    const reference = parseReference(part);
    if (reference !== undefined) return [reference];
    const value = paramOf(endpoint, part);
    if (value === undefined || value === null) return [`{${part}}`];
    // Null keeps a parameter of the client's, of the same name, out of the query, too.
    params[part] = null;
    if (!(value instanceof Template)) return [encodeURIComponent(String(value))];
    return value.parts.map((one) => (typeof one === 'string' ? encodeURIComponent(one) : one));
  });
  return { ...endpoint, path: joinParts(parts), params };
}

function paramOf({ params }: Endpoint, name: string): EndpointParams[string] | undefined {
  return Object.hasOwn(params, name) ? params[name] : undefined;
}

/** The names that partitions fill; `any` where a router does not say how its values are sent. */
function routedNames(routers: Endpoint['partition_router']): 'any' | readonly unknown[] {
  const names = routers.map((router) => {
    const option = own(router, 'request_option') as
      | { inject_into?: unknown; field_name?: string }
      | undefined;
    if (router.type === PARENT_ROUTER) {
      return option?.inject_into === 'path' ? sentName(String(router.field), option.field_name) : undefined;
    }
    const { cursor_field: field } = router;
    if (option === undefined && field === undefined) return ANY;
    return option?.inject_into === 'path' ? (option.field_name ?? field) : undefined;
  });
  return names.includes(ANY) ? 'any' : names;
}

/** The parameters of the client that a path asks for and the endpoint does not give itself. */
export function paramsForPath(
  path: unknown,
  params: unknown,
  ofClient: unknown,
): Readonly<Record<string, unknown>> {
  const names = typeof path === 'string' ? [...path.matchAll(PLACEHOLDER)].map(([, name = '']) => name) : [];
  const taken = names.filter((name) => own(params, name) === undefined && own(ofClient, name) !== undefined);
  return Object.fromEntries(taken.map((name) => [name, own(ofClient, name)]));
}
