import { expect, test } from 'vitest';
import { ExactNumber } from '../../src/core/exact-number.ts';
import { brought } from '../helpers/columns.ts';

test.each<[unknown, unknown]>([
  ['a', 'a'],
  [5, '5'],
  [9007199254740993n, '9007199254740993'],
  ['', ''],
  [{ a: 1 }, 'reject'],
  [new ExactNumber('9007199254740993.250'), '9007199254740993.250'],
])('%o is %o', (value, expected) => {
  expect(brought('text', value)).toEqual(expected);
});
