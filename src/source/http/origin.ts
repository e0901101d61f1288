// Where a request may go: the origin of base_url; others only by name, and without credentials unless it says so.
import type { ClientPlan } from '../../config/pipeline.ts';
import { SourceError } from '../../core/errors.ts';
import { mask } from '../../core/mask.ts';
import { excerpt } from '../../core/text.ts';
import type { OutgoingRequest } from './request.ts';

/** How an address was come by, where a page named it. */
export const NEXT_LINK = 'a link to the next page';

export type Trust = 'own' | 'allowed' | 'foreign';

// On an origin that gets no credentials any header of the pipeline may be one; only these are harmless.
const HARMLESS_HEADERS = new Set(['accept', 'content-type', 'user-agent']);

/** @returns a function that tells whether an address is the API's own, gets requests without credentials, or none */
export function originRule(client: Pick<ClientPlan, 'base_url' | 'allowed_origins'>): (url: URL) => Trust {
  const own = new Set([new URL(client.base_url).origin]);
  const others = new Set<string>();
  for (const allowed of client.allowed_origins) {
    if (typeof allowed === 'string') others.add(new URL(allowed).origin);
    else (allowed.credentials ? own : others).add(new URL(allowed.origin).origin);
  }
  return (url) => {
    if (url.username !== '' || url.password !== '') return 'foreign';
    if (own.has(url.origin)) return 'own';
    return others.has(url.origin) ? 'allowed' : 'foreign';
  };
}

/**
 * The request as it may go to an origin that gets no credentials.
 * @throws SourceError when it has a body, which may hold anything, or a secret in its query
 */
export function withoutCredentials(request: OutgoingRequest): OutgoingRequest {
  const { search } = request.url;
  if (request.body !== undefined) throw withheld(request, 'the request body');
  if (mask(search) !== search) throw withheld(request, 'a secret in the query');
  const harmless = Object.entries(request.headers).filter(([name]) => HARMLESS_HEADERS.has(name));
  return { ...request, headers: Object.fromEntries(harmless) };
}

function withheld(request: OutgoingRequest, what: string): SourceError {
  const origin = excerpt(request.url.origin);
  return new SourceError(`refused to send ${what} to another origin: ${origin} (${viaOf(request)})`, {
    hint: `if ${origin} may have it, and the credentials, name it in client.allowed_origins as {origin, credentials: true}`,
  });
}

/** The error for an address to which nothing goes. */
export function foreignOrigin(request: OutgoingRequest, baseUrl: string): SourceError {
  const origin = excerpt(request.url.origin);
  const own = new URL(baseUrl).origin;
  // A server behind a proxy writes the name that it knows itself by.
  const rebase =
    request.via === NEXT_LINK
      ? `; if the page lies at ${own}, too, say "origin: rebase" in the paginator`
      : '';
  return new SourceError(`refused to follow ${viaOf(request)} to another origin: ${origin}`, {
    hint: `requests stay at ${own}; if ${origin} is right, name it in client.allowed_origins${rebase}`,
  });
}

function viaOf({ via }: OutgoingRequest): string {
  return via ?? 'the path of the endpoint';
}

/** Resolves a link against the address it came from. */
export function resolveLink(link: string, current: URL): URL {
  if (!URL.canParse(link, current.href))
    throw new SourceError(`the link to the next page is no address: ${excerpt(link)}`);
  return new URL(link, current.href);
}
