// header_cursor: a response header holds the next cursor.
import { z } from 'zod';
import { text } from '../../config/fields.ts';
import { declarePaginator, done } from './contract.ts';

export const headerCursor = declarePaginator({
  type: 'header_cursor',
  summary: 'Follows the cursor in a response header; no header, or an empty one, ends the chain.',
  options: z.object({
    cursor_key: text().default('next').describe('name of the response header'),
    cursor_param: text().default('cursor').describe('query parameter of the cursor'),
  }),
  example: { type: 'header_cursor', cursor_key: 'x-next-cursor', cursor_param: 'cursor' },
  create(options) {
    const header = options.cursor_key.toLowerCase();
    return {
      first: () => ({ position: { cursor: null } }),
      next(page) {
        const value = page.headers[header];
        if (value === undefined || value === '') return done;
        return { position: { cursor: value }, params: { [options.cursor_param]: value }, isPromised: true };
      },
    };
  },
});
