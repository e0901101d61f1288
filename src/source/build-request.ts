// Plan, partition and position to one request.
import { placesInBody } from '../config/body-rules.ts';
import type { QueryParams, ResponseFormat } from '../config/fields.ts';
import type { ClientPlan, EndpointPlan } from '../config/pipeline.ts';
import { ConfigError } from '../core/errors.ts';
import { excerpt } from '../core/text.ts';
import { BODY_FORMATS } from './bodies/index.ts';
import type { FilledEndpoint } from './fill-templates.ts';
import { NEXT_LINK, originRule, resolveLink } from './http/origin.ts';
import type { OutgoingRequest } from './http/request.ts';
import type { PageRequest } from './paginators/contract.ts';
import type { Partition } from './partitions/contract.ts';
import { requestBody } from './request-body.ts';
import { contentTypeOf } from './text-body.ts';

type QueryValues = NonNullable<PageRequest['query']> | QueryParams;

/**
 * Prepares the requests of one partition.
 * @throws ConfigError when the path has a placeholder that no partition fills, or makes no address
 */
export function requestBuilder(
  client: Pick<ClientPlan, 'base_url' | 'params' | 'headers' | 'allowed_origins'>,
  plan: FilledEndpoint &
    Pick<EndpointPlan, 'method'> &
    Partial<Pick<EndpointPlan, 'paginator' | 'partition_router'>>,
  partition: Pick<Partition, 'params' | 'headers' | 'body' | 'pathValues'>,
  format: ResponseFormat = 'json',
) {
  const address = addressOfPath(client.base_url, fillPath(plan.path, partition.pathValues));
  const trust = originRule(client);
  // What every request carries may be a key, so it goes to the API's own origin alone.
  const shared = (url: URL) => (trust(url) === 'own' ? (client.params ?? {}) : {});
  const { accept } = BODY_FORMATS[format];
  const harmless = { accept, 'user-agent': 'penstock' };
  const headers = mergeHeaders(harmless, client.headers, plan.headers, partition.headers);
  const names = placesInBody(plan).map(({ name }) => name);
  const places = { names, contentType: contentTypeOf(headers) };

  return (page: PageRequest): OutgoingRequest => {
    const { path, params, json } = page.instead ?? {};
    const own = path === undefined ? address : addressOfPath(client.base_url, path);
    const url = page.url === undefined ? new URL(own) : resolveLink(page.url, address);
    if (page.url === undefined) {
      const query = params ?? { ...plan.params, ...partition.params };
      setParams(url, { ...shared(url), ...query, ...page.query });
    } else {
      // The server wrote the link; only what every request must carry is added where the link left it out.
      const missing = Object.entries(shared(url)).filter(
        ([name]) => !url.searchParams.has(name) && plan.params[name] !== null,
      );
      setParams(url, Object.fromEntries(missing));
    }
    const { body, type } =
      json === undefined
        ? requestBody(plan, { ...partition.body, ...page.body }, places)
        : requestBody({ json }, page.body ?? {}, places);
    const via = page.url === undefined ? undefined : NEXT_LINK;
    return {
      method: plan.method,
      url,
      headers: mergeHeaders({ 'content-type': type ?? null }, headers, page.headers),
      body,
      via,
    };
  };
}

function addressOfPath(baseUrl: string, path: string): URL {
  const base = baseUrl.replace(/\/+$/, '');
  const isWhole = /^https?:\/\//i.test(path);
  const address = isWhole ? path : path === '' ? base : `${base}/${path.replace(/^\/+/, '')}`;
  if (URL.canParse(address)) return new URL(address);
  throw new ConfigError(`path "${excerpt(path)}" makes no address: ${excerpt(address)}`, {
    hint: 'correct the host and the port (0 to 65535) of the path, or of base_url',
  });
}

function fillPath(path: string, values: Readonly<Record<string, string>>): string {
  return path.replace(/\{([^{}]+)\}/g, (whole, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) {
      throw new ConfigError(`path "${path}": nothing fills ${whole}`, {
        hint: 'a partition_router with request_option {inject_into: path} fills it',
      });
    }
    // A URL parser takes these two as steps up or nowhere, encoded or not.
    if (value === '.' || value === '..' || value === '') {
      throw new ConfigError(`path "${path}": ${whole} cannot be "${value}"`);
    }
    return encodeURIComponent(value.toWellFormed());
  });
}

function setParams(url: URL, params: Readonly<Record<string, QueryValues[string]>>): void {
  for (const [name, value] of Object.entries(params)) {
    url.searchParams.delete(name);
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== null) url.searchParams.append(name, String(one));
    }
  }
}

function mergeHeaders(
  ...layers: (Readonly<Record<string, string | null>> | undefined)[]
): Record<string, string> {
  const merged: Record<string, string> = {};
  for (const [name, value] of layers.flatMap((layer) => Object.entries(layer ?? {}))) {
    const key = name.toLowerCase();
    if (value === null) delete merged[key];
    else merged[key] = value;
  }
  return merged;
}
