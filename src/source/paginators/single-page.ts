// single_page: the first answer is all there is.
import { z } from 'zod';
import { declarePaginator, done } from './contract.ts';

export const singlePage = declarePaginator({
  type: 'single_page',
  summary:
    'One request. Also what is assumed when no paginator is configured, with a warning if the body plainly has more.',
  options: z.object({}),
  example: { type: 'single_page' },
  create: () => ({ first: () => ({ position: {} }), next: () => done }),
});
