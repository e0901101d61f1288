// json_link: the body holds the address of the next page.
import { z } from 'zod';
import { bodyPath } from '../../config/fields.ts';
import { SourceError } from '../../core/errors.ts';
import { compilePath } from '../../core/path.ts';
import { show } from '../../core/text.ts';
import { declarePaginator, done } from './contract.ts';
import { compileHasMore } from './shared/has-more.ts';

export const jsonLink = declarePaginator({
  type: 'json_link',
  summary: 'Follows the link that the body holds, resolved against the current address.',
  options: z.object({
    next_url_path: bodyPath().default('paging.next').describe('where the body holds the link'),
    has_more_path: bodyPath().optional().describe('where the body says whether there is more'),
  }),
  example: { type: 'json_link', next_url_path: 'paging.next' },
  create(options) {
    const readLink = compilePath(options.next_url_path);
    const hasMore = compileHasMore(options.has_more_path);
    return {
      first: () => ({ position: { url: null } }),
      next(page) {
        const more = hasMore(page.body);
        if (more === false) return done;
        const link = readLink(page.body);
        if (link === undefined || link === null || link === '') {
          if (more !== true) return done;
          throw new SourceError(
            `the page says that there is more, but "${options.next_url_path}" holds no link`,
          );
        }
        if (typeof link !== 'string') {
          throw new SourceError(`the link at "${options.next_url_path}" is no text but ${show(link)}`);
        }
        return { position: { url: link }, url: link, isPromised: true };
      },
    };
  },
});
