// Redirects of one request: followed a few times, never in a circle.
import { SourceError } from '../../core/errors.ts';
import { resolveLink } from './origin.ts';
import { addressOf, type OutgoingRequest } from './request.ts';

const MOST_REDIRECTS = 5;

/**
 * @param mayReturn with cookies an address may answer otherwise the second time
 * @returns a function that gives the request a redirect leads to; it throws SourceError where that leads nowhere
 */
export function followRedirects(first: OutgoingRequest, mayReturn = false) {
  const seen = new Set<string>();
  let count = 0;
  return (current: OutgoingRequest, status: number, location: string): OutgoingRequest => {
    seen.add(current.url.href);
    count += 1;
    const url = resolveLink(location, current.url);
    if (!mayReturn && seen.has(url.href)) throw new SourceError(`redirect loop at ${addressOf(url)}`);
    if (count > MOST_REDIRECTS) throw new SourceError(`more than ${MOST_REDIRECTS} redirects`);
    const via = `a redirect from ${addressOf(first.url)}`;
    // RFC 9110: 303, and by custom 301 and 302, turn a POST into a GET.
    const becomesGet = current.method !== 'GET' && status !== 307 && status !== 308;
    if (!becomesGet) return { ...current, url, via };
    const { 'content-type': _type, ...headers } = current.headers;
    return { ...current, url, via, headers, method: 'GET', body: undefined };
  };
}
