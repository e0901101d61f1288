import { expect, test } from 'vitest';
import { didYouMean } from '../../src/core/did-you-mean.ts';

test('suggests the nearest word, and nothing when none is near', () => {
  expect(didYouMean('limt', ['limit', 'offset'])).toBe(' (did you mean "limit"?)');
  expect(didYouMean('zzzzzz', ['limit', 'offset'])).toBe('');
  expect(didYouMean('x', [])).toBe('');
  expect(didYouMean('i', ['n'])).toBe('');
  expect(didYouMean('ID', ['id'])).toBe(' (did you mean "id"?)');
});
