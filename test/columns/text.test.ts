import { expect, test } from 'vitest';
import { brought } from '../helpers/columns.ts';

test.each<[unknown, unknown]>([
  ['a', 'a'],
  [5, '5'],
  [9007199254740993n, '9007199254740993'],
  ['', ''],
  [{ a: 1 }, 'reject'],
])('%o is %o', (value, expected) => {
  expect(brought('text', value)).toEqual(expected);
});
