// auto: what is assumed where no paginator is named.
import { z } from 'zod';
import { declarePaginator, done } from './contract.ts';

export const auto = declarePaginator({
  type: 'auto',
  summary: 'The default where none is named: one page, with a warning if the body plainly has more.',
  options: z.object({}),
  example: { type: 'auto' },
  create: () => ({ start: {}, request: () => ({}), next: () => done }),
});
