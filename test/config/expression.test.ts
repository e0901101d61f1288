import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileExpression, type ExpressionNames } from '../../src/config/expression/index.ts';

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
    ["response.get('a', True)", {}, true],
    ['not response.list', { list: [] }, true],
    ['!response.list', { list: [] }, false],
  ])('%s over %j', (source, response, expected) => {
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
    ['response.a b', /cannot read|missing operator/],
    ['response.a ==', /cannot read/],
    ['(response.a', /cannot read/],
    ['', /empty/],
    ['{{ }}', /empty/],
    ['x = 1', /cannot read|not part/],
    ['{a: 1}', /only the empty object/],
    ['`response`', /cannot read/],
  ])('%s is refused', (source, message) => {
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

  test('any text either compiles or is a SyntaxError', () => {
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
            expect(error).toBeInstanceOf(SyntaxError);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});
