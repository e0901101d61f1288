// What is wrong in a pipeline, as lines: where it was written, what was expected, what stands there.
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { mergeDefaults } from '../../src/config/merge-defaults.ts';
import { problemsOf } from '../../src/config/problems.ts';
import { resolvePipeline } from '../../src/config/resolve.ts';
import { ConfigError } from '../../src/core/errors.ts';
import { builtIn } from '../../src/language/language.ts';

const client = { base_url: 'https://api.example.com' };

function problemsIn(pipeline: unknown): string[] {
  const options = { defaultName: 'crm-test', environment: {}, file: 'crm.json' };
  try {
    resolvePipeline(pipeline, builtIn.schema, options);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).problems.map(({ path, message }) => `${path}: ${message}`);
  }
  return [];
}

describe('problems, all at once, each with its path', () => {
  test('what is wrong where', () => {
    const problems = problemsIn({
      client: { base_url: 'ftp://x', retry: { max_retrys: 1 }, timeout: { total: '5' } },
      resources: [
        { name: 'a', endpoint: { paginator: { type: 'offset', limit: '200' } } },
        { name: 'b', endpoint: { paginator: { type: 'page_numbr' } } },
        {
          name: 'c',
          endpoint: {
            paginator: { type: 'cursor', cursor_path: 'a b', cursor_param: 'c', stop_condition: 'foo(' },
          },
        },
        { name: 'd', endpoint: { data_selectr: 'x', method: 'DELETE' }, write_disposition: 'upsert' },
        { name: 'e', columns: { x: { data_type: 'integer' }, y: { data_type: 'text', scale: 3 } } },
        { endpoint: 'x' },
        42,
      ],
    });
    expect(problems).toEqual([
      'client.base_url: expected an http:// or https:// address, got "ftp://x"',
      'client.retry.max_retrys: unknown key (did you mean "max_retries"?)',
      'client.timeout.total: expected a number, got "5"',
      'resources[0].endpoint.paginator.limit: expected a number, got "200"',
      'resources[1].endpoint.paginator.type: unknown kind "page_numbr" (did you mean "page_number"?); known: auto, single_page, page_number, offset, cursor, json_link, json_response, header_link, header_cursor',
      expect.stringMatching(/^resources\[2\]\.endpoint\.paginator\.cursor_path: not a path: "a b"/),
      expect.stringMatching(
        /^resources\[2\]\.endpoint\.paginator\.stop_condition: cannot read the expression "foo\("/,
      ),
      'resources[3].write_disposition: expected one of "append", "replace", "merge", got "upsert"',
      'resources[3].endpoint.method: expected one of "GET", "POST", "PUT", "PATCH", "SEARCH", got "DELETE"',
      'resources[3].endpoint.data_selectr: unknown key (did you mean "data_selector"?)',
      expect.stringMatching(/^resources\[4\]\.columns\.x\.data_type: expected one of "text".*got "integer"/),
      'resources[4].columns.y.scale: has no meaning for text',
      'resources[5].name: expected a text, got nothing',
      'resources[6]: expected an object, got 42',
    ]);
  });

  test.each<[string, object, string]>([
    [
      'merge without a key',
      { resources: [{ name: 'a', write_disposition: 'merge' }] },
      'resources[0].write_disposition: merge needs a primary_key, or a merge_key',
    ],
    ['the same name twice', { resources: ['a', 'a'] }, 'resources[1].name: "a" is already resources[0]'],
    [
      'two outputs of one name',
      { resources: ['a', { name: 'b', table_name: 'a' }] },
      'resources[1].table_name: "a" is the output of resource "a" already',
    ],
    [
      'an output called as a resource behind it',
      { resources: [{ name: 'b', table_name: 'a' }, 'a'] },
      'resources[1].name: "a" is the output of resource "b" already',
    ],
    [
      'an output by record',
      { resources: [{ name: 'a', table_name: '{resources.b.kind}' }] },
      'resources[0].table_name: is decided once for all records, so nothing of a record or a partition can be part of it',
    ],
    ['no resource', { resources: [] }, 'resources: expected at least one entry, got []'],
    [
      'a chain without an end',
      {
        resources: [
          { name: 'a', endpoint: { paginator: { type: 'page_number', stop_after_empty_page: false } } },
        ],
      },
      'resources[0].endpoint.paginator: this would never end: needs stop_after_empty_page, has_more_path, stop_condition or a maximum',
    ],
    [
      'a bare paginator that needs more',
      { resources: [{ name: 'a', endpoint: { paginator: 'offset' } }] },
      'resources[0].endpoint.paginator: "offset" alone does not do: limit is needed',
    ],
    [
      'an unknown top-level key',
      { resources: ['a'], resorces: [] },
      'resorces: unknown key (did you mean "resources"?)',
    ],
    [
      'dedupe without key',
      { resources: [{ name: 'a', dedupe: true }] },
      'resources[0].dedupe: needs a primary_key',
    ],
    [
      'a key that no column holds',
      {
        resources: [
          {
            name: 'a',
            primary_key: 'idd',
            schema_contract: 'freeze',
            columns: { id: { data_type: 'text' } },
          },
        ],
      },
      'resources[0].primary_key: no column "idd" (did you mean "id"?)',
    ],
    [
      'steps up in a path',
      { resources: [{ name: 'a', endpoint: '/x/../admin' }] },
      'resources[0].endpoint.path: must not hold "." or ".." segments',
    ],
  ])('%s', (_name, pipeline, problem) => {
    expect(problemsIn({ client, ...pipeline })).toEqual([problem]);
  });

  test('not an object at all', () => {
    expect(problemsIn(null)).toEqual([': expected an object, got null']);
  });
});

describe('where a value was written', () => {
  const endpoint = { paginator: { type: 'offset', limit: 'x' } };

  test('in the defaults, once for all resources that take it', () => {
    expect(problemsIn({ client, resource_defaults: { endpoint }, resources: ['a', 'b', 'c'] })).toEqual([
      'resource_defaults.endpoint.paginator.limit: expected a number, got "x"',
    ]);
  });

  test('at the client, as a bare name too', () => {
    expect(problemsIn({ client: { ...client, ...endpoint }, resources: ['a'] })).toEqual([
      'client.paginator.limit: expected a number, got "x"',
    ]);
    expect(problemsIn({ client: { ...client, paginator: 'offset' }, resources: ['a'] })).toEqual([
      expect.stringMatching(/^client\.paginator: "offset" alone does not do: limit is needed$/),
    ]);
  });
});

describe('each kind of issue in words', () => {
  function wordsFor(schema: z.ZodType, v: unknown): string[] {
    const whole = z.object({ v: schema }).loose();
    const { error } = whole.safeParse({ v });
    const merged = mergeDefaults({ v }, 'crm');
    return problemsOf(error?.issues ?? [], whole, merged).map(({ path, message }) => `${path}: ${message}`);
  }

  test.each<[z.ZodType, unknown, string]>([
    [z.string(), 5, 'expected a text, got 5'],
    [z.number().int(), 1.5, 'expected a whole number, got 1.5'],
    [z.boolean(), 'yes', 'expected true or false, got "yes"'],
    [z.array(z.string()), 'x', 'expected a list, got "x"'],
    [z.record(z.string(), z.string()), [], 'expected an object, got []'],
    [z.string().min(1), '', 'expected a text that is not empty, got ""'],
    [z.array(z.string()).min(1), [], 'expected at least one entry, got []'],
    [z.array(z.string()).min(2), ['x'], 'expected at least 2 entries, got ["x"]'],
    [z.number().positive(), 0, 'expected a positive number, got 0'],
    [z.number().min(1), 0, 'expected a number of at least 1, got 0'],
    [z.number().max(5), 6, 'expected at most 5, got 6'],
    [z.literal('only'), 'x', 'expected "only", got "x"'],
    [
      z.enum(['first', 'second']),
      'secnd',
      'expected one of "first", "second", got "secnd" (did you mean "second"?)',
    ],
    [z.union([z.string(), z.number()]), true, 'expected a text or a number, got true'],
    [z.union([z.string(), z.strictObject({ a: z.number() })]), 5, 'expected a text or an object, got 5'],
    [z.string().refine(() => false, 'expected something else'), 'x', 'expected something else, got "x"'],
    [z.string().refine(() => false, 'must not be'), 'x', 'must not be'],
  ])('%#: %s', (schema, value, words) => {
    expect(wordsFor(schema, value)).toEqual([`v: ${words}`]);
  });

  test('a union: what is wrong inside of the branch that was meant', () => {
    const schema = z.union([z.string(), z.strictObject({ limit: z.number() })]);
    expect(wordsFor(schema, { limit: 'x' })).toEqual(['v.limit: expected a number, got "x"']);
    expect(wordsFor(schema, { limit: 1, limt: 2 })).toEqual(['v.limt: unknown key (did you mean "limit"?)']);
  });

  test('a type that is missing, or none of those that are known', () => {
    const kind = (type: string) => z.strictObject({ type: z.literal(type) });
    const schema = z.discriminatedUnion('type', [kind('one'), kind('two')]);
    expect(wordsFor(schema, {})).toEqual(['v.type: missing; known: one, two']);
    expect(wordsFor(schema, { type: 'tow' })).toEqual([
      'v.type: unknown kind "tow" (did you mean "two"?); known: one, two',
    ]);
  });
});
