// What counts as a count, and what can only be an address.
import { expect, test } from 'vitest';
import { countOf, isAddress } from '../../../src/source/evidence/sign.ts';

test.each([
  [5, 5],
  [0, 0],
  ['5', 5],
  [' 12 ', 12],
  [7n, 7],
  [-1, undefined],
  [12.5, undefined],
  ['', undefined],
  ['5 of 9', undefined],
  ['1234567890123456', undefined],
  [null, undefined],
  [true, undefined],
  [{ toString: 1 }, undefined],
])('%o counts %s', (value, count) => {
  expect(countOf(value)).toBe(count);
});

test.each([
  'https://api.test/x',
  'HTTP://api.test',
  '/things?page=2',
  '?page=2',
  'things?page=2',
  'a/b?filter[x]=1',
])('%s is an address', (text) => {
  expect(isAddress(text)).toBe(true);
});

test.each(['abc', 'eyJpZCI6Mn0=', '2', 'a?b', '', 7, null])('%s is none', (value) => {
  expect(isAddress(value)).toBe(false);
});
