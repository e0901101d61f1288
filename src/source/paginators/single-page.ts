// single_page: the first answer is all there is.
import { z } from 'zod';
import { declarePaginator, done } from './contract.ts';

export const singlePage = declarePaginator({
  type: 'single_page',
  summary: 'One request, by your own word: nothing is asked about further pages.',
  options: z.object({}),
  example: { type: 'single_page' },
  create: () => ({ start: {}, request: () => ({}), next: () => done, ending: { isUnquestioned: true } }),
});
