// How a key or a token travels: in a header, in the query or in a cookie.
import { type OutgoingRequest, withHeader, withQuery } from '../http/request.ts';

export type Location = 'header' | 'query' | 'cookie';

/** @param name of the header, query parameter or cookie */
export function carry(
  request: OutgoingRequest,
  location: Location,
  name: string,
  value: string,
): OutgoingRequest {
  if (location === 'query') return withQuery(request, name, value);
  if (location === 'header') return withHeader(request, name, value);
  return withCookies(request, `${name}=${encodeURIComponent(value.toWellFormed())}`);
}

/** @param cookies as a `Cookie` header holds them */
export function withCookies(request: OutgoingRequest, cookies: string): OutgoingRequest {
  const others = request.headers.cookie;
  return withHeader(request, 'cookie', others === undefined ? cookies : `${others}; ${cookies}`);
}

/** A word stands apart from what follows, `Token abc`; a sign does not, `token=abc`. */
export function prefixed(prefix: string, value: string): string {
  return /\w$/.test(prefix) ? `${prefix} ${value}` : `${prefix}${value}`;
}
