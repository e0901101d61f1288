// The schema part of the language: what a file may say of columns, and what they are parsed to.
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { columnsSchema, contractSchema } from '../../src/config/columns.ts';

const faultsOf = (schema: z.ZodType, value: unknown) =>
  schema.safeParse(value).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];

test('columns become a list in the order of the file, each with its name and source', () => {
  expect(
    columnsSchema.parse({
      b: { data_type: 'text', from: 'B.c', nullable: false },
      a: { data_type: 'bigint', primary_key: true },
    }),
  ).toEqual([
    { name: 'b', from: 'B.c', data_type: 'text', nullable: false },
    { name: 'a', from: 'a', data_type: 'bigint', nullable: true, primary_key: true },
  ]);
});

describe('what a column may not say', () => {
  test.each<[object, RegExp]>([
    [{}, /^a\.data_type: /],
    [{ data_type: 'integer' }, /^a\.data_type: /],
    [{ data_type: 'text', nulable: true }, /^a: .*nulable/],
    [{ data_type: 'text', from: '' }, /^a\.from: /],
    [{ data_type: 'text', precision: 3 }, /^a\.precision: has no meaning for text$/],
    [{ data_type: 'decimal', precision: 2, scale: 5 }, /^a\.(scale|precision): /],
  ])('%j', (column, fault) => {
    expect(faultsOf(columnsSchema, { a: column })).toEqual([expect.stringMatching(fault)]);
  });

  test('a name is no empty text', () => {
    expect(faultsOf(columnsSchema, { '': { data_type: 'text' } })).toHaveLength(1);
  });
});

describe('the contract: one word for both sides, or one for each', () => {
  test.each<[unknown, string, string]>([
    [{}, 'evolve', 'discard_row'],
    ['evolve', 'evolve', 'discard_row'],
    ['freeze', 'freeze', 'freeze'],
    ['discard_value', 'discard_value', 'discard_value'],
    ['discard_row', 'discard_row', 'discard_row'],
    [{ columns: 'freeze' }, 'freeze', 'discard_row'],
    [{ data_type: 'discard_value' }, 'evolve', 'discard_value'],
    [{ columns: undefined, data_type: 'freeze' }, 'evolve', 'freeze'],
  ])('%j', (written, columns, data_type) => {
    expect(contractSchema.parse(written)).toEqual({ columns, data_type });
  });

  test('a wrong value cannot evolve', () => {
    expect(faultsOf(contractSchema, { data_type: 'evolve' })).not.toEqual([]);
    expect(faultsOf(contractSchema, 'evolv')).not.toEqual([]);
  });
});
