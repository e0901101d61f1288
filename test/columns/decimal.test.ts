import { expect, test } from 'vitest';
import { ExactNumber } from '../../src/core/exact-number.ts';
import { brought } from '../helpers/columns.ts';

test.each<[unknown, unknown, object?]>([
  ['0012.50', '12.5'],
  [1e-7, '0.0000001'],
  ['1.5e3', '1500'],
  ['-0.0', '0'],
  ['123456789012345678901234567890', 'reject'],
  ['12345678901234567890123456789', '12345678901234567890123456789'],
  ['abc', 'reject'],
  ['12.5', '12.50', { precision: 6, scale: 2 }],
  ['12.345', 'reject', { precision: 6, scale: 2 }],
  ['12345.00', 'reject', { precision: 6, scale: 2 }],
  [new ExactNumber('9007199254740993.25'), '9007199254740993.25'],
  [new ExactNumber('-9007199254740993.25e-1'), '-900719925474099.325'],
  [new ExactNumber('1234567890.12345678901234567890'), '1234567890.12345678901234567890', { scale: 20 }],
  [new ExactNumber('1234567890.12345678901234567890'), 'reject'],
])('%o is %o %o', (value, expected, keys) => {
  expect(brought('decimal', value, keys)).toEqual(expected);
});
