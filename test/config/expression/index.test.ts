import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  compileExpression,
  compileOver,
  type ExpressionNames,
} from '../../../src/config/expression/index.ts';
import { SourceError } from '../../../src/core/errors.ts';
import { ExactNumber } from '../../../src/core/exact-number.ts';

const names = (response: unknown, more: Partial<ExpressionNames> = {}): ExpressionNames => ({
  response,
  headers: {},
  last_record: undefined,
  last_page_size: 0,
  page: 1,
  ...more,
});

const seed = "not response.get('info', {}).get('more_records', False)";

describe('the seeds’ spelling', () => {
  test.each([
    [{ info: { more_records: true } }, false],
    [{ info: { more_records: false } }, true],
    [{ info: {} }, true],
    [{}, true],
    [null, true],
  ])('%j', (response, expected) => {
    for (const spelling of [
      seed,
      `{{ ${seed} }}`,
      '!response.info.more_records',
      'not response["info"]["more_records"]',
    ]) {
      expect(compileExpression(spelling)(names(response)), spelling).toBe(expected);
    }
  });
});

describe('both languages', () => {
  test.each<[string, unknown, boolean]>([
    ['response.a == 1 and response.b == 2', { a: 1, b: 2 }, true],
    ['response.a == 1 && response.b == 3', { a: 1, b: 2 }, false],
    ['response.a == 2 or not response.b == 3', { a: 1, b: 2 }, true],
    ['not response.a == 2', { a: 1 }, true],
    ['(not response.a) == False', { a: 1 }, true],
    ['not (response.a == 1 and response.b == 1)', { a: 1, b: 2 }, true],
    ['not response.a == 1 or response.b == 2', { a: 1, b: 2 }, true],
    ['response.a in [1, 2, 3]', { a: 2 }, true],
    ['response.a not in [1, 2, 3]', { a: 2 }, false],
    ["'x' in response.list", { list: ['x'] }, true],
    ["'err' in response.text", { text: 'an error' }, true],
    ["'key' in response", { key: null }, true],
    ['len(response.list) < 2', { list: [1] }, true],
    ['response.list[-1] == 9', { list: [1, 9] }, true],
    ['response.a >= 2.5', { a: 3 }, true],
    ["response.date <= '2024-01-01'", { date: '2023-12-31' }, true],
    ['response.a != None', { a: 0 }, true],
    ['response.missing == None', {}, true],
    ['response.a === null', { a: null }, true],
    ['response.a == -1', { a: -1 }, true],
    ['response.a is None', { a: null }, true],
    ['response.a is not None', { a: 0 }, true],
    ['response.a == 9007199254740993', { a: 9007199254740993n }, true],
    ['response.a == 9007199254740993', { a: 9007199254740992n }, false],
    ['response.a == 1.5e3', { a: 1500 }, true],
    ['response.a > 0.1 and response.a', { a: new ExactNumber('0.12345678901234567890') }, true],
    ['not response.a', { a: new ExactNumber('0.0e-400') }, true],
    ['response.a < .5', { a: 0.25 }, true],
    ["response.a == 'it\\'s'", { a: "it's" }, true],
    ['response.a == "\\u00e9\\n\\\\"', { a: 'é\n\\' }, true],
    ['response.in == 1 and response.not == 2', { in: 1, not: 2 }, true],
    ["response.get('in').get('or', {}) == None", { in: { or: null } }, true],
    ['response.naïve', { naïve: 1 }, true],
    ['not not response.a', { a: 1 }, true],
    ['!response.a == True', { a: 0 }, true],
    ['not response.a in [1, 2]', { a: 3 }, true],
    ['response.a or response.b and response.c', { a: 1 }, true],
    ['(response.a or response.b) and response.c', { a: 1 }, false],
    ['(response.a == 1) == (response.b == 1)', { a: 2, b: 2 }, true],
    ['response.a in [1, 2,]', { a: 2 }, true],
    ['len(response.a.b[0]) == 2', { a: { b: ['xy'] } }, true],
    ["response.get('a', True)", {}, true],
    ['not response.list', { list: [] }, true],
    ['!response.list', { list: [] }, false],
  ])('%s #%#', (source, response, expected) => {
    expect(compileExpression(source)(names(response))).toBe(expected);
  });

  test('the other names', () => {
    const seen = names(undefined, {
      last_record: { id: 4 },
      last_page_size: 3,
      page: 2,
      headers: { 'x-more': '0' },
    });
    expect(
      compileExpression(
        "last_record.id == 4 and last_page_size < 200 and page == 2 and headers['x-more'] == '0'",
      )(seen),
    ).toBe(true);
  });
});

describe('nothing else is reachable', () => {
  test.each([
    ['process.exit()', /only calls/],
    ['process', /unknown name "process"/],
    ['response.constructor("return process")()', /only calls/],
    ['globalThis', /unknown name/],
    ['this', /not part of|unknown/],
    ['response.a.map(x)', /only calls/],
    ['a < b < c', /chained/],
    ['1 == 1 == 1', /chained/],
    ['1 in [1] in [1]', /chained/],
    ['len()', /only calls/],
    ['len(1, 2)', /only calls/],
    ['response.get()', /only calls/],
    ['response.get(1, 2, 3)', /only calls/],
    ['get(1)', /only calls/],
    ['(response.get)(1)', /only calls/],
    ["response.a == '\\d'", /different things/],
    ["response.a == 'open", /cannot read/],
    ['response.a not response.b', /expected in/],
    ['response.1', /cannot read/],
    ['2x', /cannot read/],
    ['1 % 1', /cannot read/],
    ['1 +', /expected a value/],
    ['response.a ? 1', /expected :/],
    ['1 if response.a', /expected else/],
    ['lowr(response.a)', /no function lowr \(did you mean "lower"\?\)/],
    ['lower()', /calls of lower are lower\(text\)/],
    ['response.a.lower(1)', /calls of lower are lower\(text\)/],
    ['slice(response, 1, 2, 3)', /slice\(value, from, to\?\)/],
    ['and', /expected a value/],
    [`${'('.repeat(20_000)}1${')'.repeat(20_000)}`, /too long/],
    [`${'!'.repeat(20_000)}1`, /too long/],
    [Array(20_000).fill('1').join(' and '), /too long/],
    [`response${'.a'.repeat(20_000)}`, /too long/],
    [`${'['.repeat(20_000)}`, /too long/],
    ['response.a b', /cannot read|missing operator/],
    ['response.a ==', /cannot read/],
    ['(response.a', /cannot read/],
    ['', /empty/],
    ['{{ }}', /empty/],
    ['x = 1', /cannot read|not part/],
    ['{a: 1}', /only the empty object/],
    ['`response`', /cannot read/],
  ])('%.40s is refused #%#', (source, message) => {
    expect(() => compileExpression(source)).toThrow(message);
  });

  test('own properties only', () => {
    for (const path of [
      'response.constructor',
      'response.__proto__',
      "response['toString']",
      "response.get('valueOf')",
    ]) {
      expect(compileExpression(path)(names({}))).toBe(false);
    }
  });

  test('any text compiles, or is a SyntaxError', () => {
    const token = fc.constantFrom(
      'response',
      '.a',
      '(',
      ')',
      'not ',
      ' and ',
      ' == ',
      "'x'",
      '[0]',
      '1',
      '.get(',
      ',',
      '{}',
      ' in ',
      '!',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(token, { maxLength: 12 }).map((parts) => parts.join('')),
        ),
        (source) => {
          try {
            expect(typeof compileExpression(source)(names({ a: [1] }))).toBe('boolean');
          } catch (error) {
            // What cannot be computed is an error of the data.
            if (!(error instanceof SourceError)) expect(error).toBeInstanceOf(SyntaxError);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});

test('a text of any characters comes back as it was written', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const source = `response == ${JSON.stringify(text)}`;
      expect(compileExpression(source)(names(text))).toBe(true);
    }),
  );
});

test('names of the caller’s choice, and what is asked of them', () => {
  const expression = compileOver('record.a + record["b c"].d if page > 1 else record.get("e")', [
    'record',
    'page',
    'partition',
  ]);
  expect(expression.names).toEqual(['page', 'record']);
  expect(expression.keysOf('record')).toEqual(['a', 'b c']);
  expect(expression.evaluate({ record: { a: 1, 'b c': { d: 2 } }, page: 2 })).toBe(3);
  expect(expression.test({ record: { e: '' }, page: 1 })).toBe(false);
  expect(() => compileOver('response.a', ['record'])).toThrow(/unknown name "response"; known: record/);
});
