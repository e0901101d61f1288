// Links to the next page: resolved where they came from, and turned back to the API's own origin where wanted.
import { z } from 'zod';
import { SourceError } from '../../../core/errors.ts';
import { show } from '../../../core/text.ts';
import { resolveLink } from '../../http/origin.ts';
import type { Next, PageFacts, PageRequest, Position } from '../contract.ts';

export const linkOptions = {
  origin: z
    .enum(['strict', 'rebase'])
    .default('strict')
    .describe('`rebase`: only path and query of the link are taken, whatever host it names'),
};

/** The first page of a chain of links. */
export const firstLink: Position = { url: null };

/** The page behind a link. */
export function requestOfLink({ url }: Position): PageRequest {
  return typeof url === 'string' ? { url } : {};
}

/**
 * Follows a link.
 * @param place what held it, for the message
 * @throws SourceError when it is no text or no address
 */
export function followLink(page: PageFacts, link: unknown, place: string, origin = 'strict'): Next {
  if (typeof link !== 'string') throw new SourceError(`the link at ${place} is no text but ${show(link)}`);
  const current = new URL(page.url);
  const target = resolveLink(link, current);
  const url = origin === 'rebase' ? new URL(target.pathname + target.search, current) : target;
  return { position: { url: url.href }, isPromised: true };
}
