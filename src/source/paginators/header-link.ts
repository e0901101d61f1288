// header_link: the Link header (RFC 8288) holds the address of the next page.
import { z } from 'zod';
import { text } from '../../config/fields.ts';
import { SourceError } from '../../core/errors.ts';
import { declarePaginator, done, type PageFacts } from './contract.ts';
import { compileEnding, endingOptions } from './shared/ending.ts';
import { linkOfHeader } from './shared/link-header.ts';
import { firstLink, followLink, linkOptions, requestOfLink } from './shared/links.ts';

export const headerLink = declarePaginator({
  type: 'header_link',
  summary: 'Follows the `Link` header’s relation, resolved against the current address.',
  options: z.object({
    links_next_key: text().default('next').describe('the relation, `rel="next"`'),
    ...linkOptions,
    ...endingOptions,
  }),
  example: { type: 'header_link', links_next_key: 'next' },
  create(options) {
    const relation = options.links_next_key;
    const ending = compileEnding(options);
    const read = (page: PageFacts) => linkOfHeader(page.headers.link, relation);
    return {
      start: firstLink,
      request: requestOfLink,
      next(page) {
        const said = ending.after(page);
        if (said !== undefined && said !== true) return said;
        const link = read(page);
        if (link !== undefined) return followLink(page, link, 'the Link header', options.origin);
        if (said !== true) return done;
        throw new SourceError(`the page says that there is more, but its Link header names no "${relation}"`);
      },
      ending: {
        ...ending.policy,
        looksFor: { key: 'links_next_key', value: relation, isOn: (page) => read(page) !== undefined },
      },
    };
  },
});
