// set: writes fields whose values are computed.
import { z } from 'zod';
import { compileOver } from '../../config/expression/index.ts';
import { field, namesOfExpression, parentFieldsOf, STEP_NAMES, stepExpression } from '../../config/step.ts';
import { ExactNumber } from '../../core/exact-number.ts';
import { declareStep } from './contract.ts';
import { compileField, putAt } from './fields.ts';

const constant = () =>
  z.union([
    z.number(),
    z.bigint(),
    z.boolean(),
    z.null(),
    z.instanceof(ExactNumber).meta({ isUnwritten: true }),
  ]);

const textsOf = (values: Readonly<Record<string, unknown>>) =>
  Object.values(values).filter((value) => typeof value === 'string');

export const set = declareStep({
  type: 'set',
  summary:
    'Writes fields. All expressions of a step see the record as it was before it; what they do not find is null.',
  options: z.object({
    set: z
      .record(field(), z.union([stepExpression(), constant()]))
      .describe(
        'by field (`name`, `owner.name`): an expression (a text of its own stands in quotes: `"\'crm\'"`), or a number, true, false, null',
      ),
  }),
  example: {
    set: {
      full_name: "record.first + ' ' + record.last",
      'owner.region': 'upper(partition.region)',
      source: 1,
    },
  },
  names: (options) => [...new Set(textsOf(options.set).flatMap(namesOfExpression))],
  parentFields: (options) => textsOf(options.set).flatMap(parentFieldsOf),
  create(options) {
    const entries = Object.entries(options.set).map(([path, value]) => {
      const expression = typeof value === 'string' ? compileOver(value, STEP_NAMES) : undefined;
      return {
        namesIn: compileField(path),
        fields: expression?.keysOf('record') ?? [],
        evaluate: expression?.evaluate ?? (() => value),
      };
    });
    return {
      fields: entries.flatMap((entry) => entry.fields),
      one(record, { scope }) {
        const copy = { ...record };
        for (const { namesIn, evaluate } of entries) putAt(copy, namesIn(record), evaluate(scope) ?? null);
        return copy;
      },
    };
  },
});
