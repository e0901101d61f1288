// "There is more", in the spellings that servers use.
import { expect, test } from 'vitest';
import { compileHasMore } from '../../../../src/source/paginators/shared/has-more.ts';

const more = (value: unknown) => compileHasMore('meta.more')({ meta: { more: value } });

test.each([true, 'true', 'Yes', 'Y', 1, '1', 'abc', '/next', 2n, {}, ['x']])('%o: more', (value) => {
  expect(more(value)).toBe(true);
});

test.each([false, 'False', 'no', 'N', 0, '0', 0n, '', null])('%o: no more', (value) => {
  expect(more(value)).toBe(false);
});

test('a body that does not say, and a pipeline that does not ask', () => {
  expect(compileHasMore('meta.more')({ meta: {} })).toBeUndefined();
  expect(compileHasMore('meta.more')(null)).toBeUndefined();
  expect(compileHasMore(undefined)({ meta: { more: true } })).toBeUndefined();
});
