// When a chain of counted pages ends.
import { expect, test } from 'vitest';
import { z } from 'zod';
import {
  canEnd,
  compileCounting,
  countingOptions,
  cutShort,
  isSentTwice,
} from '../../../../src/source/paginators/shared/counting.ts';
import { pageFacts } from '../../../helpers/pages.ts';

const schema = z.object({ ...countingOptions, limit: z.number().optional() });
const after = (options: object, count: number, body: object = {}) =>
  compileCounting(schema.parse(options)).after(
    pageFacts({ body, records: Array.from({ length: count }, () => ({})) }),
  );
const END = { done: true, isComplete: true };

test('a page without records ends it, one with fewer than asked for does not', () => {
  expect(after({}, 0)).toEqual(END);
  expect(after({ limit: 10 }, 9)).toEqual({ isPromised: false });
  expect(after({ limit: 10 }, 10)).toEqual({ isPromised: false });
});

test('each of the two can be chosen', () => {
  expect(after({ stop_after_empty_page: false }, 0)).toEqual({ isPromised: false });
  expect(after({ limit: 10, stop_after_short_page: true }, 9)).toEqual(END);
  expect(after({ limit: 10, stop_after_short_page: true }, 10)).toEqual({ isPromised: false });
  expect(after({ stop_after_short_page: true }, 9)).toEqual({ isPromised: false });
});

test('what the body says goes before what its page holds', () => {
  expect(after({ has_more_path: 'more' }, 0, { more: true })).toEqual({ isPromised: true });
  expect(after({ has_more_path: 'more' }, 10, { more: false })).toMatchObject({ done: true, isStated: true });
});

test('a maximum ends it early, and says so', () => {
  expect(cutShort('maximum_page', 3)).toEqual({
    done: true,
    isComplete: false,
    warning: 'stopped by maximum_page 3; the API may have more',
  });
});

test('one end is enough, none is too few', () => {
  const none = { stop_after_empty_page: false, stop_after_short_page: false };
  expect(canEnd(none, undefined)).toBe(false);
  expect(canEnd(none, 5)).toBe(true);
  for (const one of [
    { stop_after_empty_page: true },
    { stop_after_short_page: true },
    { has_more_path: 'm' },
    { stop_condition: 'page > 1' },
  ])
    expect(canEnd({ ...none, ...one }, undefined)).toBe(true);
});

test('a value in two places', () => {
  expect(isSentTwice('page', 'variables.page')).toBe(true);
  for (const [param, path] of [
    ['page', undefined],
    [null, 'a'],
    [undefined, 'a'],
  ] as const)
    expect(isSentTwice(param, path)).toBe(false);
});
