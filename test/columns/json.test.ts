import { expect, test } from 'vitest';
import { brought } from '../helpers/columns.ts';

test.each<[unknown, unknown]>([
  [{ a: [1] }, { a: [1] }],
  ['text', 'text'],
])('%o is %o', (value, expected) => {
  expect(brought('json', value)).toEqual(expected);
});
