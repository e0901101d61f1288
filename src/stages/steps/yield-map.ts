// yield_map: makes any number of records of one, by a function.
import { z } from 'zod';
import { namesOfFunction, type RecordYieldMap, stepFunction } from '../../config/step.ts';
import { declareStep } from './contract.ts';
import { recordsGiven } from './given.ts';

export const yieldMap = declareStep({
  type: 'yield_map',
  summary: 'Makes any number of records of one, in TypeScript.',
  options: z.object({
    yield_map: stepFunction<RecordYieldMap>(
      'RecordYieldMap',
      'expected a function (record, page) => records, which only TypeScript has; in JSON and YAML write {unnest}',
    ).describe('function of (record, page) that gives a list of records, or a generator of them'),
  }),
  example: { yield_map: (record) => [record, { ...record, is_copy: true }] },
  names: (options) => namesOfFunction(options.yield_map),
  create: (options) => ({
    fields: [],
    many: (record, { page }) => recordsGiven(options.yield_map(record, page)),
  }),
});
