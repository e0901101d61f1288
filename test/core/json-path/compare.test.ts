import { expect, test } from 'vitest';
import { COMPARE } from '../../../src/core/json-path/compare.ts';

test.each<[unknown, unknown]>([
  [1, 1n],
  [9007199254740993n, 9007199254740993n],
  [
    { a: [1], b: null },
    { b: null, a: [1n] },
  ],
  [undefined, undefined],
])('%o equals %o', (a, b) => {
  expect(COMPARE['=='](a, b)).toBe(true);
  expect(COMPARE['!='](a, b)).toBe(false);
  expect(COMPARE['<='](a, b)).toBe(true);
});

test.each<[unknown, unknown]>([
  [9007199254740992n, 9007199254740993n],
  [1, '1'],
  [null, undefined],
  [null, false],
  [[], {}],
  [{ a: 1 }, { a: 1, b: 1 }],
  [{ __proto__: null, toString: 1 }, {}],
])('%o does not equal %o', (a, b) => expect(COMPARE['=='](a, b)).toBe(false));

test('only numbers and texts have an order', () => {
  expect(COMPARE['<'](9007199254740992, 9007199254740993n)).toBe(true);
  expect(COMPARE['<']('a', 'b')).toBe(true);
  expect(COMPARE['<'](1, '2')).toBe(false);
  expect(COMPARE['<'](null, 1)).toBe(false);
  expect(COMPARE['>=']([], [])).toBe(true);
});
