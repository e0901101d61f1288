import { expect, test } from 'vitest';
import { compilePattern, patternTest } from '../../../src/core/json-path/pattern.ts';

test('match() wants the whole text, search() a part', () => {
  expect(patternTest(true)('xyz', 'y')).toBe(false);
  expect(patternTest(true)('xyz', 'x.z')).toBe(true);
  expect(patternTest(false)('xyz', 'y')).toBe(true);
});

test.each(['(a|a)*b', '(a*)*b', '(a+)+b', '([a-z]+)*b', '(a|aa)+b'])(
  '%s over a long text that almost fits gives an answer',
  (pattern) => {
    const text = 'a'.repeat(20_000);
    expect(patternTest(true)(text, pattern)).toBe(false);
    expect(patternTest(true)(`${text}b`, pattern)).toBe(true);
  },
);

test('one that is none is refused in a pipeline and matches nothing in a body', () => {
  expect(() => compilePattern('(')).toThrow(SyntaxError);
  expect(patternTest(true)('(', '(')).toBe(false);
  expect(patternTest(true)(7, 'x')).toBe(false);
});
