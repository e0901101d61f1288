import { expect, test } from 'vitest';
import { brought } from '../helpers/columns.ts';

test.each<[unknown, unknown, object?]>([
  ['2024-05-06', '2024-05-06'],
  ['2024-05-06T00:00:00Z', '2024-05-06'],
  ['2024-05-06T10:00:00Z', 'reject'],
  ['05/06/2024', '2024-05-06', { format: 'MM/DD/YYYY' }],
])('%o is %o %o', (value, expected, keys) => {
  expect(brought('date', value, keys)).toEqual(expected);
});
