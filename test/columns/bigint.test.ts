import { expect, test } from 'vitest';
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
])('%o is %o', (value, expected) => {
  expect(brought('bigint', value)).toEqual(expected);
});
