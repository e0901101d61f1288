// header_cursor: a response header holds the next cursor.
import { z } from 'zod';
import { text } from '../../config/fields.ts';
import { SourceError } from '../../core/errors.ts';
import { declarePaginator, done } from './contract.ts';
import { sentAs } from './shared/counting.ts';
import { requestOfCursor } from './shared/cursors.ts';
import { compileEnding, endingOptions } from './shared/ending.ts';
import { followLink, linkOptions, requestOfLink } from './shared/links.ts';

// Whole, or a path with a query; a cursor may begin with a slash, too, but holds no question mark before a name.
const ADDRESS = /^(https?:\/\/|[/\w.~%-]*\?[\w.[\]%~-]+=)/i;

export const headerCursor = declarePaginator({
  type: 'header_cursor',
  summary:
    'Follows the cursor in a response header, or the address if it is one; no header, or an empty one, ends the chain.',
  options: z.object({
    cursor_key: text().default('next').describe('name of the response header'),
    cursor_param: text().default('cursor').describe('query parameter of the cursor'),
    ...linkOptions,
    ...endingOptions,
  }),
  example: { type: 'header_cursor', cursor_key: 'x-next-cursor', cursor_param: 'cursor' },
  create(options) {
    const header = options.cursor_key.toLowerCase();
    const ending = compileEnding(options);
    return {
      start: { cursor: null },
      request: (position) =>
        typeof position.url === 'string'
          ? requestOfLink(position)
          : requestOfCursor(position, options.cursor_param, undefined),
      next(page) {
        const said = ending.after(page);
        if (said !== undefined && said !== true) return said;
        const value = page.headers[header];
        if (value !== undefined && value !== '') {
          if (ADDRESS.test(value)) return followLink(page, value, header, options.origin);
          return { position: { cursor: value }, isPromised: true };
        }
        if (said !== true) return done;
        throw new SourceError(`the page says that there is more, but has no header "${header}"`);
      },
      ending: {
        ...ending.policy,
        sends: sentAs('cursor', options.cursor_param, undefined),
        looksFor: { key: 'cursor_key', value: header, isOn: (page) => page.headers[header] !== undefined },
      },
    };
  },
});
