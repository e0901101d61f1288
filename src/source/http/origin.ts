// Where a request may go: the origin of base_url; others only by name, and then without credentials.
import { SourceError } from '../../core/errors.ts';
import { excerpt } from '../../core/text.ts';

export type Trust = 'own' | 'allowed';

/**
 * @param allowed addresses whose origins the pipeline names in client.allowed_origins
 * @returns a function that tells whether credentials may go along, or throws SourceError
 */
export function originRule(baseUrl: string, allowed: readonly string[]) {
  const own = new URL(baseUrl).origin;
  const others = new Set(allowed.map((address) => new URL(address).origin));
  return (url: URL, what: string): Trust => {
    const hasUser = url.username !== '' || url.password !== '';
    if (url.origin === own && !hasUser) return 'own';
    if (others.has(url.origin) && !hasUser) return 'allowed';
    throw new SourceError(`refused to follow ${what} to another origin: ${excerpt(url.origin)}`, {
      hint: `requests stay at ${own}; if ${excerpt(url.origin)} is right, name it in client.allowed_origins`,
    });
  };
}

/** Resolves a link against the address it came from. */
export function resolveLink(link: string, current: URL): URL {
  if (!URL.canParse(link, current.href))
    throw new SourceError(`the link to the next page is no address: ${excerpt(link)}`);
  return new URL(link, current.href);
}
