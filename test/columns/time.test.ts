import { expect, test } from 'vitest';
import { brought } from '../helpers/columns.ts';

test.each<[unknown, unknown]>([
  ['7:08', 'reject'],
  ['07:08', '07:08:00'],
  ['07:08:09.500', '07:08:09.5'],
  ['24:00:00', 'reject'],
])('%o is %o', (value, expected) => {
  expect(brought('time', value)).toEqual(expected);
});
