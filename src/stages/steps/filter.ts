// filter: keeps the records for which something is true.
import { z } from 'zod';
import { compileOver } from '../../config/expression/index.ts';
import {
  namesOfExpression,
  namesOfFunction,
  parentFieldsOf,
  type RecordFilter,
  STEP_NAMES,
  stepExpression,
  stepFunction,
} from '../../config/step.ts';
import { declareStep } from './contract.ts';
import { refusePromise } from './given.ts';

export const filter = declareStep({
  type: 'filter',
  summary: 'Keeps the records for which it is true; the others are left out and counted.',
  options: z.object({
    filter: z
      .union([
        stepExpression(),
        stepFunction<RecordFilter>(
          'RecordFilter',
          'expected an expression in a string, or a function (record, page) => boolean',
        ),
      ])
      .describe('expression, or function of (record, page)'),
  }),
  example: { filter: "record.status == 'active' and 'crm' in record.tags" },
  names: ({ filter: test }) => (typeof test === 'string' ? namesOfExpression(test) : namesOfFunction(test)),
  parentFields: ({ filter: test }) => (typeof test === 'string' ? parentFieldsOf(test) : []),
  create({ filter: test }) {
    if (typeof test === 'string') {
      const expression = compileOver(test, STEP_NAMES);
      return {
        fields: expression.keysOf('record'),
        one: (record, { scope }) => (expression.test(scope) ? record : undefined),
      };
    }
    return {
      fields: [],
      one(record, { page }) {
        const isKept = test(record, page);
        refusePromise(isKept);
        return isKept ? record : undefined;
      },
    };
  },
});
