// The parts that `list` and `explain` show.
import { expect, test } from 'vitest';
import { z } from 'zod';
import { KINDS, optionRows, parts } from '../../src/cli/parts.ts';
import { columnTypes } from '../../src/columns/index.ts';
import { components } from '../../src/language/language.ts';
import { formats } from '../../src/sinks/formats/index.ts';

test('every part of every registry, under its kind', () => {
  const namesOf = (kind: string) => parts.filter((part) => part.kind === kind).map((part) => part.name);
  expect(Object.fromEntries(KINDS.map((kind) => [kind, namesOf(kind)]))).toEqual({
    auths: components.auth.map((one) => one.type),
    paginators: components.paginators.map((one) => one.type),
    routers: components.partitionRouters.map((one) => one.type),
    steps: components.steps.map((one) => one.type),
    columns: columnTypes.map((one) => one.type),
    formats: formats.map((one) => one.name),
  });
});

test('key, default and meaning of an option', () => {
  const options = z.object({
    limit: z.number().describe('records of a page'),
    first: z.number().default(0).describe('where it begins'),
    name: z.string().optional().describe('what it is called'),
    list: z.array(z.string()).prefault(['a']).describe('some'),
    bare: z.string().optional(),
  });
  expect(optionRows(options)).toEqual([
    ['limit', 'needed', 'records of a page'],
    ['first', '0', 'where it begins'],
    ['name', '', 'what it is called'],
    ['list', '["a"]', 'some'],
    ['bare', '', ''],
  ]);
});

test('each option of each part has words', () => {
  for (const { name, options } of parts) {
    for (const [key, , meaning] of options === undefined ? [] : optionRows(options))
      expect(meaning, `${name}.${key}`).not.toBe('');
  }
});
