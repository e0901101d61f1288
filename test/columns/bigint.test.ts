import { expect, test } from 'vitest';
import { ExactNumber } from '../../src/core/exact-number.ts';
import { brought } from '../helpers/columns.ts';

test.each<[unknown, unknown]>([
  [5, 5],
  ['005', 5],
  ['5.0', 5],
  ['9007199254740993', 9007199254740993n],
  [9223372036854775807n, 9223372036854775807n],
  [9223372036854775808n, 'reject'],
  [1.7, 'reject'],
  [true, 'reject'],
  [new ExactNumber('9007199254740993.0'), 9007199254740993n],
  [new ExactNumber('9007199254740993.5'), 'reject'],
  [new ExactNumber('9223372036854775808.0'), 'reject'],
])('%o is %o', (value, expected) => {
  expect(brought('bigint', value)).toEqual(expected);
});
