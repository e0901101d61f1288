// drop: leaves fields out.
import { z } from 'zod';
import { field } from '../../config/step.ts';
import { declareStep } from './contract.ts';
import { compileTree, dropped, firstName } from './fields.ts';

export const drop = declareStep({
  type: 'drop',
  summary: 'Leaves fields out of the records; one that is not there is no fault.',
  options: z.object({ drop: z.array(field()).min(1).describe('fields: `name`, `owner.phone`') }),
  example: { drop: ['_links', 'owner.phone'] },
  names: () => [],
  create(options) {
    const treeIn = compileTree(options.drop);
    return { fields: options.drop.map(firstName), one: (record) => dropped(record, treeIn(record)) };
  },
});
