// Schemas as plain trees: JSON Schema's words, and marks for what JSON has no word for.
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { jsonObject, queryParams } from '../../src/config/fields.ts';
import { languageTree, type Node } from '../../src/language/language-tree.ts';

const treeOf = (schema: z.ZodType) => languageTree(z.strictObject({ v: schema })).properties?.v;

test.each<[string, z.ZodType, object]>([
  ['a text with words', z.string().describe('a word'), { type: 'string', description: 'a word' }],
  ['a default', z.number().default(5), { type: 'number', default: 5 }],
  ['a whole number without a bound that nobody means', z.number().int(), { type: 'integer' }],
  ['a whole number of any length', z.bigint(), { type: 'integer', isBigInt: true }],
  ['a function', z.custom<() => void>((value) => typeof value === 'function'), { isFunction: true }],
  ['what a file says, not what comes of it', z.string().transform((text) => text.length), { type: 'string' }],
  ['a list', z.array(z.enum(['a', 'b'])), { type: 'array', items: { enum: ['a', 'b'] } }],
])('%s', (_name, schema, node) => expect(treeOf(schema)).toMatchObject(node));

test('no bound of what a double counts to', () => {
  expect(treeOf(z.number().int().positive())).not.toHaveProperty('maximum');
  expect(treeOf(z.number().int().max(599))).toMatchObject({ maximum: 599 });
});

describe('unions', () => {
  const typesOf = (node: Node | undefined) => node?.anyOf?.map(({ type }) => type);

  test('in unions lie flat, each kind once', () => {
    const word = z.string().describe('a word');
    const inner = z.union([word, z.number().describe('a count')]);
    expect(typesOf(treeOf(z.union([inner, z.array(inner), word])))).toEqual(['string', 'number', 'array']);
  });

  test('what is said about the only kind of value is said about the key', () => {
    expect(treeOf(z.number().default(3).describe('so many').nullish())).toMatchObject({
      description: 'so many',
      default: 3,
      anyOf: [{ type: 'number' }, { type: 'null' }],
    });
  });

  test('what nobody can write is not told of', () => {
    const text = JSON.stringify(treeOf(queryParams()));
    expect(text).not.toContain('isUnwritten');
    expect(text).toContain('"isBigInt":true');
  });
});

test('any JSON is a mark, not a circle', () => {
  expect(treeOf(jsonObject())).toMatchObject({ type: 'object', additionalProperties: { isJson: true } });
});

describe('the whole language', () => {
  const tree = languageTree();

  test('has its three parts, and what of them is needed', () => {
    expect(tree.required).toEqual(['client', 'resources']);
    expect(Object.keys(tree.properties ?? {})).toEqual(['name', 'client', 'resource_defaults', 'resources']);
    expect(tree.properties?.client?.required).toEqual(['base_url']);
  });

  test('is plain: no reference, no union in a union, no bound of doubles', () => {
    const text = JSON.stringify(tree);
    for (const word of ['$ref', '$defs', 'oneOf', 'allOf', 'isUnwritten', String(Number.MAX_SAFE_INTEGER)])
      expect(text).not.toContain(word);
    const nested: Node[] = [];
    JSON.stringify(tree, (_key, node) => {
      if (Array.isArray(node?.anyOf) && node.anyOf.some((one: Node) => one.anyOf !== undefined))
        nested.push(node);
      return node;
    });
    expect(nested).toEqual([]);
  });
});
