import { expect, test } from 'vitest';
import { brought } from '../helpers/columns.ts';

test.each<[unknown, unknown]>([
  ['Y', true],
  ['n', false],
  ['false', false],
  [1, true],
  [0, false],
  [2, 'reject'],
  ['maybe', 'reject'],
])('%o is %o', (value, expected) => {
  expect(brought('bool', value)).toEqual(expected);
});
