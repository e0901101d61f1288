// header_link: the Link header (RFC 8288) holds the address of the next page.
import LinkHeader from 'http-link-header';
import { z } from 'zod';
import { text } from '../../config/fields.ts';
import { SourceError } from '../../core/errors.ts';
import { excerpt } from '../../core/text.ts';
import { declarePaginator, done } from './contract.ts';

export const headerLink = declarePaginator({
  type: 'header_link',
  summary: 'Follows the `Link` header’s relation, resolved against the current address.',
  options: z.object({ links_next_key: text().default('next').describe('the relation, `rel="next"`') }),
  example: { type: 'header_link', links_next_key: 'next' },
  create(options) {
    return {
      first: () => ({ position: { url: null } }),
      next(page) {
        const header = page.headers.link;
        if (header === undefined || header === '') return done;
        const [link] = parse(header).rel(options.links_next_key);
        if (link === undefined) return done;
        return { position: { url: link.uri }, url: link.uri, isPromised: true };
      },
    };
  },
});

function parse(header: string): LinkHeader {
  try {
    return LinkHeader.parse(header);
  } catch (error) {
    throw new SourceError(`the Link header cannot be read: ${excerpt(header)}`, { cause: error });
  }
}
