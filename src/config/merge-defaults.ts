// A written pipeline to the one that is parsed: defaults under each resource, short forms made long, null taken away.
import type { Problem } from '../core/errors.ts';
import { own, setOwn } from '../core/path.ts';
import { show } from '../core/text.ts';
import { readsGivenEntity, readsOneEntity } from './entity-path.ts';
import { paramsForPath } from './path-params.ts';

type Path = readonly PropertyKey[];
type Raw = Readonly<Record<string, unknown>>;

export interface MergedPipeline {
  readonly pipeline: unknown;
  /** What the merge itself finds wrong. */
  readonly problems: readonly Problem[];
  /** Where a value of the merged pipeline was written. */
  locate(path: Path): Path;
  /** The name that stands at a path in place of an object, `paginator: offset`. */
  bareNameAt(path: Path): string | undefined;
}

// Of these keys the entries are merged one by one.
const MERGED_KEYS = ['params', 'json', 'data'];

/**
 * Lays `resource_defaults` and the client's paginator under each resource: keys replace, `params`, `json`, `data`
 * and `columns` merge one level, null cancels a default. What has another shape than the language knows is left as it
 * is, for the schema to refuse.
 */
export function mergeDefaults(written: unknown, defaultName: string): MergedPipeline {
  const defaults = longForm(own(written, 'resource_defaults'));
  const clientPaginator = own(own(written, 'client'), 'paginator');
  const list = own(written, 'resources');
  const resources = Array.isArray(list) ? list.map((one) => longForm(one)) : [];
  const merged = resources.map((resource) => mergeResource(resource, defaults, own(written, 'client')));

  const locate = (path: Path): Path => {
    const [top, index, ...rest] = path;
    if (top !== 'resources' || typeof index !== 'number' || !isRaw(resources[index])) return path;
    const depth = depthOf(rest);
    if (depth === 0 || valueAt(resources[index], rest.slice(0, depth)) !== undefined) return path;
    if (valueAt(defaults, rest.slice(0, depth)) !== undefined) return ['resource_defaults', ...rest];
    const isPaginator = rest[0] === 'endpoint' && rest[1] === 'paginator';
    return isPaginator && !isNothing(clientPaginator) ? ['client', ...rest.slice(1)] : path;
  };
  return {
    pipeline: isRaw(written) ? mergeTop(written, merged, list, defaultName) : written,
    problems: problemsOfDefaults(own(written, 'resource_defaults')),
    locate,
    bareNameAt(path) {
      const value = valueAt(written, locate(path));
      return typeof value === 'string' && path.at(-1) === 'paginator' ? value : undefined;
    },
  };
}

function mergeTop(written: Raw, merged: readonly unknown[], list: unknown, defaultName: string): unknown {
  const { resource_defaults: _, name, client, ...rest } = written;
  return {
    ...rest,
    name: name ?? defaultName,
    client: isRaw(client) ? { ...client, ...paginatorOf(client) } : client,
    resources: Array.isArray(list) ? merged : list,
  };
}

function problemsOfDefaults(defaults: unknown): Problem[] {
  const path = 'resource_defaults';
  if (isNothing(defaults)) return [];
  if (!isRaw(defaults)) return [{ path, message: `expected an object, got ${show(defaults)}` }];
  return Object.hasOwn(defaults, 'name') ? [{ path: `${path}.name`, message: 'defaults have no name' }] : [];
}

function paginatorOf(holder: Raw): Raw {
  const { paginator } = holder;
  return typeof paginator === 'string'
    ? { paginator: { type: paginator } }
    : isNothing(paginator)
      ? { paginator: undefined }
      : {};
}

/** A resource written as a text, and an endpoint written as a text, as the objects they stand for. */
function longForm(written: unknown): unknown {
  if (typeof written === 'string') return written === '' ? written : { name: written, endpoint: {} };
  if (!isRaw(written)) return written;
  const { endpoint } = written;
  if (typeof endpoint === 'string') return { ...written, endpoint: { path: endpoint } };
  return isNothing(endpoint) ? { ...written, endpoint: {} } : written;
}

function mergeResource(resource: unknown, defaults: unknown, client: unknown): unknown {
  if (!isRaw(resource)) return resource;
  const below: Raw = isRaw(defaults) ? defaults : {};
  const top = mergeKeys(below, resource, ['columns']);
  const endpoint = resource.endpoint;
  if (!isRaw(endpoint)) return top;
  const merged = mergeKeys(isRaw(below.endpoint) ? below.endpoint : {}, endpoint, MERGED_KEYS);
  // As in dlt, what reads one entity reads one page, unless the endpoint says otherwise.
  const entity = readsOneEntity(merged) ? { data_selector: '$', paginator: { type: 'single_page' } } : {};
  // As in dlt, a null here falls back to the client's; an auth of null is none at all.
  const paginator = merged.paginator ?? own(entity, 'paginator') ?? own(client, 'paginator');
  const auth = endpoint.auth === null ? { auth: null } : {};
  const taken = paramsForPath(merged.path ?? resource.name, merged.params, own(client, 'params'));
  const given = merged.params ?? {};
  const params = isRaw(given) && Object.keys(taken).length > 0 ? { params: { ...taken, ...given } } : {};
  return {
    ...dispositionOf(top, merged.incremental),
    ...top,
    endpoint: {
      path: resource.name,
      ...(readsGivenEntity(merged) ? { data_selector: '$' } : {}),
      ...entity,
      ...merged,
      ...paginatorOf({ paginator }),
      ...(isRaw(paginator) ? { paginator } : {}),
      ...auth,
      ...params,
    },
  };
}

/** What only adds is appended, as in dlt; replace, which is the default else, would keep nothing but what is new. */
function dispositionOf({ write_disposition: written }: Raw, incremental: unknown): Raw {
  const isAppended = isNothing(written) && isRaw(incremental) && isNothing(incremental.end_value);
  return isAppended ? { write_disposition: 'append' } : {};
}

/** Keys of `above` over those of `below`; what is null above is in neither. */
function mergeKeys(below: Raw, above: Raw, mergedKeys: readonly string[]): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const key of new Set([...Object.keys(below), ...Object.keys(above)])) {
    const [lower, upper] = [own(below, key), own(above, key)];
    const value = upper === undefined ? lower : upper;
    if (isNothing(value)) continue;
    const isMerged = mergedKeys.includes(key) && isRaw(lower) && isRaw(upper);
    setOwn(result, key, isMerged ? { ...lower, ...upper } : value);
  }
  return result;
}

/** How deep into a resource a path's owner is decided: by its key, its endpoint's key, or an entry of a merged one. */
function depthOf([first, second]: Path): number {
  if (first === undefined) return 0;
  if (first === 'columns') return 2;
  if (first !== 'endpoint') return 1;
  return typeof second === 'string' && MERGED_KEYS.includes(second) ? 3 : 2;
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, key) => own(inner, String(key)), value);
}

function isRaw(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNothing(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}
