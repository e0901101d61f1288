import { expect, test } from 'vitest';
import { ExactNumber } from '../../src/core/exact-number.ts';
import { excerpt, show, withoutControls } from '../../src/core/text.ts';

test('terminal sequences and control characters never get through', () => {
  expect(withoutControls('a\u001b[31mred\u001b[0m b\u001b]0;title\u0007c\u0000d\u009b')).toBe('ared bc d ');
});

test('an excerpt is one line, cut to its length', () => {
  expect(excerpt('line one\nline two', 100)).toBe('line one line two');
  expect(excerpt('x'.repeat(500), 10)).toBe(`${'x'.repeat(10)}…`);
});

test('show has every digit', () => {
  expect(show({ a: new ExactNumber('9007199254740993.25'), b: 1n })).toBe('{"a":9007199254740993.25,"b":1}');
});

test('show copes with everything', () => {
  const circular: unknown[] = [];
  circular.push(circular);
  expect([undefined, 1n, 'a', { a: 1n }, () => 1, circular].map(show)).toEqual([
    'nothing',
    '1',
    '"a"',
    '{"a":1}',
    'a function',
    'object',
  ]);
});
