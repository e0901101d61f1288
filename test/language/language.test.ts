// Where the registries meet the language: parts of a caller's own beside the built-in ones.
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  builtIn,
  components,
  createLanguage,
  definePipeline,
  languageOf,
  writtenIn,
} from '../../src/language/language.ts';
import { formats } from '../../src/sinks/formats/index.ts';
import { declareAuth } from '../../src/source/auth/contract.ts';
import { declarePaginator, done } from '../../src/source/paginators/contract.ts';
import { declarePartitionRouter } from '../../src/source/partitions/contract.ts';

const own = {
  paginators: [
    declarePaginator({
      type: 'steps',
      summary: 'Steps.',
      options: z.object({ by: z.number().default(2).describe('step') }),
      example: { type: 'steps' },
      create: ({ by }) => ({ start: { at: by }, request: () => ({}), next: () => done }),
    }),
  ],
  auth: [
    declareAuth({
      type: 'stamp',
      summary: 'Stamps.',
      options: z.object({ ink: z.string().describe('ink') }),
      example: { type: 'stamp', ink: 'blue' },
      create: ({ ink }) => ({
        apply: (request) => ({ ...request, headers: { ...request.headers, stamp: ink } }),
      }),
    }),
  ],
};
const client = { base_url: 'https://api.example.com' };
const pipelineOf = (endpoint: object) => ({
  name: 'crm',
  client,
  resources: [{ name: 'a', endpoint: { path: 'a', ...endpoint } }],
});

describe('a language with further parts', () => {
  const language = createLanguage(own);

  test('parses them, with their defaults, beside the built-in ones', () => {
    const parse = (paginator: object) =>
      language.schema.parse(pipelineOf({ paginator })).resources[0]?.endpoint.paginator;
    expect(parse({ type: 'steps' })).toEqual({ type: 'steps', by: 2 });
    expect(parse({ type: 'header_link' })).toMatchObject({ type: 'header_link' });
  });

  test('makes them from what was parsed', async () => {
    expect(language.createPaginator({ type: 'steps', by: 3 }).start).toEqual({ at: 3 });
    expect(() => language.createPaginator({ type: 'stamp' })).toThrow(/"stamp" is not registered/);
  });

  test('takes them in a file', () => {
    const written = { client: { ...client, auth: { type: 'stamp', ink: 'red' } }, resources: ['a'] };
    expect(language.writtenSchema().safeParse(written).success).toBe(true);
    expect(builtIn.writtenSchema().safeParse(written).success).toBe(false);
  });

  test('changes nothing for anyone else', () => {
    expect(builtIn.schema.safeParse(pipelineOf({ paginator: { type: 'steps' } })).success).toBe(false);
    expect(() => builtIn.createPaginator({ type: 'steps' })).toThrow(/not registered/);
    expect(components.paginators.map(({ type }) => type)).not.toContain('steps');
    expect(builtIn.formats.map(({ name }) => name)).toEqual(formats.map(({ name }) => name));
  });
});

test('a router of one’s own gives its partitions', () => {
  const router = declarePartitionRouter({
    type: 'floors',
    summary: 'Floors.',
    options: z.object({ count: z.number().describe('how many') }),
    example: { type: 'floors', count: 2 },
    create: ({ count }) => {
      const all = Array.from({ length: count }, (_, at) => ({ name: `floor=${at}`, values: { floor: at } }));
      return all as never;
    },
  });
  const { createRouter } = createLanguage({ partitionRouters: [router] });
  async function* none() {}
  expect(createRouter({ type: 'floors', count: 2 }, none())).toHaveLength(2);
});

test('formats that cannot be told apart are refused', () => {
  const [first] = formats;
  expect(() => createLanguage({ formats: [first] })).toThrow(/taken already/);
});

describe('a pipeline knows the language it was written in', () => {
  test('by the object itself, not by its like', () => {
    const language = createLanguage(own);
    const pipeline = definePipeline({ client, resources: ['a'] });
    expect(languageOf(pipeline)).toBeUndefined();
    expect(writtenIn(language, pipeline)).toBe(pipeline);
    expect(languageOf(pipeline)).toBe(language);
    expect(languageOf({ ...pipeline })).toBeUndefined();
  });

  test.each([null, undefined, 'crm.ts', 5])('%o has none', (value) =>
    expect(languageOf(value)).toBeUndefined(),
  );
});
