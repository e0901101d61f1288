// json_link: the body holds the address of the next page.
import { z } from 'zod';
import { bodyPath } from '../../config/fields.ts';
import { SourceError } from '../../core/errors.ts';
import { compilePath } from '../../core/path.ts';
import { declarePaginator, done } from './contract.ts';
import { compileEnding, endingOptions } from './shared/ending.ts';
import { firstLink, followLink, linkOptions, requestOfLink } from './shared/links.ts';

export const jsonLink = declarePaginator({
  type: 'json_link',
  summary: 'Follows the link that the body holds, resolved against the current address.',
  options: z.object({
    next_url_path: bodyPath().default('next').describe('where the body holds the link'),
    ...linkOptions,
    ...endingOptions,
  }),
  example: { type: 'json_link', next_url_path: 'paging.next' },
  create(options) {
    const path = options.next_url_path;
    const readLink = compilePath(path);
    const ending = compileEnding(options);
    const looksFor = {
      key: 'next_url_path',
      value: path,
      isOn: (page: { body: unknown }) => readLink(page.body) !== undefined,
    };
    return {
      start: firstLink,
      request: requestOfLink,
      next(page) {
        const said = ending.after(page);
        if (said !== undefined && said !== true) return said;
        const link = readLink(page.body);
        const isEnd = link === undefined || link === null || link === '' || link === false;
        if (!isEnd) return followLink(page, link, `"${path}"`, options.origin);
        if (said !== true) return done;
        throw new SourceError(`the page says that there is more, but "${path}" holds no link`);
      },
      ending: { ...ending.policy, looksFor },
    };
  },
});

/** dlt's other name for it. */
export const jsonResponse = declarePaginator({
  ...jsonLink,
  type: 'json_response',
  summary: 'Another name of `json_link`.',
  example: { ...jsonLink.example, type: 'json_response' },
});
