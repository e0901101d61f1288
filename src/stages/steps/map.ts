// map: makes one record of another, by a function.
import { z } from 'zod';
import { namesOfFunction, type RecordMap, stepFunction } from '../../config/step.ts';
import { declareStep } from './contract.ts';
import { recordGiven } from './given.ts';

export const map = declareStep({
  type: 'map',
  summary: 'Makes one record of another, in TypeScript.',
  options: z.object({
    map: stepFunction<RecordMap>(
      'RecordMap',
      'expected a function (record, page) => record, which only TypeScript has; in JSON and YAML write {set}, {rename}, {drop} or {keep}',
    ).describe('function of (record, page) that gives the record, changed in place or made anew'),
  }),
  example: { map: (record) => ({ ...record, kind: 'contact' }) },
  names: (options) => namesOfFunction(options.map),
  create: (options) => ({
    fields: [],
    one: (record, { page }) => recordGiven(options.map(record, page)),
  }),
});
