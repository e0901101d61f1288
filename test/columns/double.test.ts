import { expect, test } from 'vitest';
import { brought } from '../helpers/columns.ts';

test.each<[unknown, unknown]>([
  ['1.5', 1.5],
  [' 2 ', 2],
  [3n, 3],
  ['12abc', 'reject'],
  ['1e400', 'reject'],
  [true, 'reject'],
  ['', null],
])('%o is %o', (value, expected) => {
  expect(brought('double', value)).toEqual(expected);
});
