import fc from 'fast-check';
import { query as reference } from 'jsonpath-rfc9535';
import { describe, expect, test } from 'vitest';
import { ExactNumber } from '../../src/core/exact-number.ts';
import { compileJsonPath } from '../../src/core/json-path.ts';

const values = (path: string, body: unknown) => compileJsonPath(path).find(body).values;

const document = fc.letrec((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(null, true, 0, 1, 2, 'x', 'xy', ''),
    fc.array(tie('node'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('node'), { maxKeys: 3 }),
  ),
})).node;

const step = fc.constantFrom(
  '.a',
  "['b']",
  '[0]',
  '[-1]',
  '[*]',
  '.*',
  '[1:]',
  '[::-1]',
  '[:-1:2]',
  "['a',0]",
  '[?@.a]',
  '[?@.a == 1]',
  '[?@.a != @.b]',
  "[?@.a < 'xy' || @.b >= 1]",
  '[?!(@.a == null) && @.b]',
  '[?length(@.a) > 0]',
  '[?count(@.*) == 2]',
  "[?match(@.a, 'x.?')]",
  "[?search(@, 'y')]",
  '[?value(@..a) == 1]',
  '[?$.a == @.a]',
);

test('finds what the reference finds, in its order', () => {
  fc.assert(
    fc.property(document, fc.array(step, { minLength: 1, maxLength: 3 }), (body, steps) => {
      const path = `$${steps.join('')}`;
      expect(values(path, body), path).toEqual(reference(body as never, path));
    }),
    { numRuns: 1000 },
  );
});

test('finds the same at any depth', () => {
  fc.assert(
    fc.property(document, fc.constantFrom('..a', '..[0]', '..*', '..[?@.a == 1]'), (body, path) => {
      const sorted = (list: readonly unknown[]) => list.map((one) => JSON.stringify(one)).sort();
      expect(sorted(values(`$${path}`, body))).toEqual(sorted(reference(body as never, `$${path}`)));
    }),
  );
});

describe('integers beyond a double', () => {
  const body = { data: [{ id: 9007199254740993n }, { id: 1 }, { id: 5n }] };
  test.each<[string, unknown[]]>([
    ['$.data[?@.id == 1].id', [1]],
    ['$.data[?@.id > 3].id', [9007199254740993n, 5n]],
    ['$.data[?@.id == 5].id', [5n]],
    ['$.data[?@ == $.data[0]].id', [9007199254740993n]],
    ['$..id', [9007199254740993n, 1, 5n]],
    ['$.data[?@.id < 0.2 || @.id > 5].id', [9007199254740993n]],
  ])('%s', (path, expected) => expect(values(path, body)).toEqual(expected));
});

describe('what is missing and what is empty', () => {
  test.each<[string, unknown, boolean]>([
    ['$.data[*].x', { data: [] }, true],
    ['$.data[*].x', { data: [{}] }, false],
    ['$.data[*].x', {}, false],
    ['$.groups[*].items[*]', { groups: [] }, true],
    ['$.groups[*].items[*]', { groups: [{ items: [] }] }, true],
    ['$.groups[*].items[*]', { groups: [{}] }, false],
    ['$.rows[?@.kind == "a"]', { rows: [{ kind: 'b' }] }, true],
    ['$.rows[?@.kind == "a"]', { rows: 'text' }, false],
    ['$.rows[0]', { rows: [] }, false],
  ])('%s in %j', (path, body, expected) => {
    expect(compileJsonPath(path).find(body)).toEqual({ values: [], isThere: expected });
  });
});

test.each([
  '$[',
  '$.a[?',
  'a',
  '$.a[?nonsense(@)]',
  '$.a[?match(@)]',
  "$.a[?match(@, '(')]",
  '$.a[?@ == 9007199254740993]',
])('%s is refused', (path) => expect(() => compileJsonPath(path)).toThrow(SyntaxError));

test('a deep body does not overflow the stack', () => {
  let body: unknown = 1;
  for (let i = 0; i < 20_000; i += 1) body = { a: body };
  expect(values('$..b', body)).toEqual([]);
});

test('decimals of more digits than a double are numbers', () => {
  const long = new ExactNumber('0.12345678901234567890');
  expect(values('$[?@.a > 0.1 && @.a < 0.2].a', [{ a: long }, { a: 1 }])).toEqual([long]);
  expect(values('$..*', [long])).toEqual([long]);
});
