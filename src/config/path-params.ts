// `{id}` in a path: from the parameter of that name, which is then not sent in the query, or from a partition.
import type { QueryParams } from './fields.ts';

interface Endpoint {
  readonly path: string;
  readonly params: QueryParams;
  readonly partition_router: readonly Readonly<Record<string, unknown>>[];
}

const PLACEHOLDER = /\{([^{}]+)\}/g;

/** What is wrong with the placeholders of a path, each by itself. */
export function faultsOfPath(endpoint: Endpoint): string[] {
  const routed = routedNames(endpoint.partition_router);
  return [...endpoint.path.matchAll(PLACEHOLDER)].flatMap(([whole, name = '']) => {
    const value = paramOf(endpoint, name);
    if (value === undefined || value === null) {
      if (routed === 'any' || routed.includes(name)) return [];
      return [
        `nothing fills ${whole}: name it in params, or in a partition_router that injects into the path`,
      ];
    }
    // A URL parser takes these as steps up or nowhere, encoded or not.
    const isStep = ['', '.', '..'].includes(String(value));
    return isStep || typeof value === 'object' ? [`${whole} cannot be ${JSON.stringify(value)}`] : [];
  });
}

/** The endpoint with the parameters of its path filled in. */
export function fillPath<E extends Endpoint>(endpoint: E): E {
  const params = { ...endpoint.params };
  const path = endpoint.path.replace(PLACEHOLDER, (whole, name: string) => {
    const value = paramOf(endpoint, name);
    if (value === undefined || value === null) return whole;
    delete params[name];
    return encodeURIComponent(String(value));
  });
  return { ...endpoint, path, params };
}

function paramOf({ params }: Endpoint, name: string): QueryParams[string] | undefined {
  return Object.hasOwn(params, name) ? params[name] : undefined;
}

/** The names that partitions fill; `any` where a router does not say how its values are sent. */
function routedNames(routers: Endpoint['partition_router']): 'any' | readonly unknown[] {
  if (routers.some((router) => router.request_option === undefined && router.cursor_field === undefined))
    return 'any';
  return routers.map(({ request_option: option, cursor_field: field }) => {
    const { inject_into: place, field_name: name } = (option ?? {}) as Readonly<Record<string, unknown>>;
    return place === 'path' ? (name ?? field) : undefined;
  });
}
