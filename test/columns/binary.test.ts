import { expect, test } from 'vitest';
import { brought } from '../helpers/columns.ts';

test.each<[unknown, unknown]>([
  ['aGVsbG8=', 'aGVsbG8='],
  ['not base64!', 'reject'],
])('%o is %o', (value, expected) => {
  expect(brought('binary', value)).toEqual(expected);
});
