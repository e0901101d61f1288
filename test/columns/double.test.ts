import { expect, test } from 'vitest';
import { ExactNumber } from '../../src/core/exact-number.ts';
import { brought } from '../helpers/columns.ts';

test.each<[unknown, unknown]>([
  ['1.5', 1.5],
  [' 2 ', 2],
  [3n, 3],
  ['12abc', 'reject'],
  ['1e400', 'reject'],
  [true, 'reject'],
  ['', null],
  [new ExactNumber('9007199254740993.25'), 9007199254740994],
  [new ExactNumber('0.10000000000000000001'), 0.1],
])('%o is %o', (value, expected) => {
  expect(brought('double', value)).toEqual(expected);
});
