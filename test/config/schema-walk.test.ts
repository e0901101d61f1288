// Looks into schemas of every shape that the language is built from.
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { takenByName } from '../../src/config/fields.ts';
import {
  discriminatorValues,
  kindsAt,
  knownKeys,
  namedTextsAt,
  pathText,
  valueAt,
} from '../../src/config/schema-walk.ts';

const one = z.strictObject({ type: z.literal('one'), first: z.string() });
const two = z.strictObject({ type: z.literal('two'), second: z.number().optional() });
const part = z.discriminatedUnion('type', [one, two]);
const schema = z.strictObject({
  part: part.nullish(),
  list: z.array(z.union([z.string(), part])).default([]),
  map: z.record(z.string(), z.number()).optional(),
  piped: z
    .string()
    .transform((text) => text.length)
    .pipe(z.number()),
  before: z.preprocess((value) => value, z.boolean()),
  lazy: z.lazy(() => z.strictObject({ deep: z.null() })),
});

describe('the keys that an object may have', () => {
  test('of the kind that its type names, else of all', () => {
    expect(knownKeys(schema, ['part'], { part: { type: 'two' } })).toEqual(['type', 'second']);
    expect(knownKeys(schema, ['part'], { part: {} })).toEqual(['type', 'first', 'type', 'second']);
    expect(knownKeys(schema, ['part'], { part: { type: 'three' } })).toHaveLength(4);
    expect(knownKeys(schema, ['list', 1], { list: ['x', { type: 'one' }] })).toEqual(['type', 'first']);
  });

  test('at the top, in what is lazy, and none where no object stands', () => {
    expect(knownKeys(schema, [], {})).toEqual(['part', 'list', 'map', 'piped', 'before', 'lazy']);
    expect(knownKeys(schema, ['lazy'], {})).toEqual(['deep']);
    expect(knownKeys(schema, ['map', 'x'], {})).toEqual([]);
    expect(knownKeys(schema, ['nowhere', 'x'], {})).toEqual([]);
  });
});

test.each<[(string | number)[], string[]]>([
  [['map', 'any'], ['number']],
  [['map'], ['record']],
  [
    ['list', 0],
    ['string', 'object'],
  ],
  [['piped'], ['string']],
  [['before'], ['boolean']],
  [['part', 'first'], ['string']],
  [['nowhere'], []],
])('the kinds at %j: %j', (path, kinds) => {
  expect([...kindsAt(schema, path, {})]).toEqual(kinds);
});

test('the values that choose between objects', () => {
  expect(discriminatorValues(schema, ['part'], { part: { type: 'thre' } }, 'type')).toEqual(['one', 'two']);
  expect(discriminatorValues(schema, ['map'], {}, 'type')).toEqual([]);
});

test('the texts that an object takes by name: needed, and where they are there', () => {
  const refresh = z.string().optional();
  takenByName.add(refresh, { with: 'id' });
  const auth = z.strictObject({ id: z.string(), count: z.number(), refresh, other: z.string().optional() });
  expect(namedTextsAt(auth, [], {})).toEqual({ needed: ['id'], optional: [{ key: 'refresh', with: 'id' }] });
  // It is not decided which of the two stands there.
  expect(namedTextsAt(part, [], {})).toEqual({ needed: [], optional: [] });
  expect(namedTextsAt(part, [], { type: 'one' }).needed).toEqual(['first']);
});

test('paths as they are written, and what stands there', () => {
  expect(pathText(['resources', 3, 'endpoint', 'params', 'a'])).toBe('resources[3].endpoint.params.a');
  expect(pathText([])).toBe('');
  expect(valueAt({ a: [{ b: 1 }] }, ['a', 0, 'b'])).toBe(1);
  expect(valueAt({}, ['constructor', 'name'])).toBeUndefined();
});
