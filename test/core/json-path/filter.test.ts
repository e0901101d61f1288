// Filters of a JSONPath: logic, comparisons, and the functions with what they refuse.
import { describe, expect, test } from 'vitest';
import { compileJsonPath } from '../../../src/core/json-path.ts';

/** Whether the filter takes a value. */
function takes(filter: string, value: unknown, root: object = {}): boolean {
  return compileJsonPath(`$.all[?${filter}]`).find({ ...root, all: [value] }).values.length === 1;
}

describe('logic', () => {
  test.each([
    ['@.a && @.b', { a: 0, b: null }, true],
    ['@.a && @.b', { a: 0 }, false],
    ['@.a || @.b', { b: false }, true],
    ['@.a || @.b', {}, false],
    ['!@.a', {}, true],
    ['!@.a', { a: null }, false],
    ['@.a || @.b && @.c', { a: 1 }, true],
    ['(@.a || @.b) && @.c', { a: 1 }, false],
  ])('%s over %j: %s', (filter, value, expected) => {
    expect(takes(filter, value)).toBe(expected);
  });
});

describe('queries in a comparison', () => {
  test.each([
    ['what is missing equals what is missing', '@.a == @.b', {}, true],
    ['what is missing is not null', '@.a == null', {}, false],
    ['null is null', '@.a == null', { a: null }, true],
    ['a literal on the left', "'x' == @.a", { a: 'x' }, true],
    ['an index', '@[-1] == 3', [1, 2, 3], true],
    ['an index of another entry', '@[0] == 3', [1, 2, 3], false],
    ['an index on the way', "@.tags[1].name == 'b'", { tags: [{ name: 'a' }, { name: 'b' }] }, true],
    ['an index of the whole body', "@ == $['ids'][0]", 7, true],
  ])('%s', (_name, filter, value, expected) => {
    expect(takes(filter, value, { ids: [7] })).toBe(expected);
  });

  test('$ is the whole body, @ what is looked at', () => {
    expect(takes('@.id == $.wanted', { id: 7, wanted: 8 }, { wanted: 7 })).toBe(true);
    expect(takes('@.id == @.wanted', { id: 7, wanted: 8 }, { wanted: 7 })).toBe(false);
  });
});

describe('functions', () => {
  test.each([
    ['length(@.a) == 2', { a: 'é😀' }, true],
    ['length(@.a) == 3', { a: [1, 2, 3] }, true],
    ['length(@.a) == 1', { a: { b: 1 } }, true],
    ['length(@.a) == 1', { a: 7 }, false],
    ['length(@.a) == length(@.b)', { a: 7, b: null }, true],
    ['count(@.a[*]) == 2', { a: [1, 2] }, true],
    ['count(@.a) == 0', {}, true],
    ['value(@..id) == 5', { a: { id: 5 } }, true],
    ['value(@..id) == 5', { id: 5, a: { id: 5 } }, false],
    ["match(@.a, 'x.')", { a: 'xy' }, true],
    ["match(@.a, 'x.')", { a: 'xyz' }, false],
    ["search(@.a, 'y')", { a: 'xyz' }, true],
    ['match(@.a, @.pattern)', { a: 'xy', pattern: 'x.' }, true],
    ['match(@.a, @.pattern)', { a: 'xy', pattern: '(' }, false],
    ['length(value(@..name)) == 3', { a: { name: 'Ann' } }, true],
  ])('%s over %j: %s', (filter, value, expected) => {
    expect(takes(filter, value)).toBe(expected);
  });

  test.each([
    'count(1) == 1',
    "length(@.a, 'b') == 1",
    'match(@.a)',
    'size(@.a) == 1',
    "match(@.a, '(')",
    'value(1) == 1',
  ])('%s is not part of JSONPath', (filter) => {
    expect(() => compileJsonPath(`$[?${filter}]`)).toThrow(SyntaxError);
  });
});
