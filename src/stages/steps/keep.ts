// keep: leaves all other fields out.
import { z } from 'zod';
import { field } from '../../config/step.ts';
import { declareStep } from './contract.ts';
import { compileTree, firstName, kept } from './fields.ts';

export const keep = declareStep({
  type: 'keep',
  summary: 'Leaves every other field out; each stays where it is, and one that is not there stays away.',
  options: z.object({ keep: z.array(field()).min(1).describe('fields: `id`, `owner.name`') }),
  example: { keep: ['id', 'owner.name'] },
  names: () => [],
  create(options) {
    const treeIn = compileTree(options.keep);
    return { fields: options.keep.map(firstName), one: (record) => kept(record, treeIn(record)) };
  },
});
