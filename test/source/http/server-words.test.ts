// What a server says in its own words, wherever it says it.
import { describe, expect, test } from 'vitest';
import { graphqlErrors, serverWords, statedFailure } from '../../../src/source/http/server-words.ts';

test.each<[unknown, string | undefined]>([
  [{ message: 'no such list' }, 'no such list'],
  [{ error: 'invalid', error_description: 'the key has ended' }, 'the key has ended'],
  [{ error: { code: 7, message: 'quota' } }, 'quota'],
  [{ errors: [{ detail: 'a' }, 'b', { detail: 'c' }, { detail: 'd' }] }, 'a; b; c'],
  [{ fault: { faultstring: 'down' } }, 'down'],
  [{ meta: { error: { msg: 'deep' } } }, 'deep'],
  [{ message: ' ', title: 'Bad Request' }, 'Bad Request'],
  [[{ message: 'first' }], 'first'],
  [{ message: 'two\nlines' }, 'two lines'],
  [{ a: { b: { c: { d: { message: 'too deep' } } } } }, undefined],
  [{ error: 7, errors: [] }, undefined],
  [{}, undefined],
  ['text', undefined],
  [null, undefined],
])('%o', (body, words) => {
  expect(serverWords(body)).toBe(words);
});

test('they are short', () => {
  expect(serverWords({ message: 'x'.repeat(10_000) })?.length).toBeLessThan(1000);
});

describe('errors of GraphQL', () => {
  test.each<[unknown, string | undefined]>([
    [{ errors: [{ message: 'a' }, { message: 'b' }], data: null }, 'a; b'],
    [{ errors: [] }, undefined],
    [{ errors: [{ message: 'a' }, { id: 1 }] }, undefined],
    [{ errors: 'a' }, undefined],
    [{ data: [] }, undefined],
    [null, undefined],
  ])('%o', (body, words) => {
    expect(graphqlErrors(body)).toBe(words);
  });
});

describe('a failure that the body states', () => {
  test.each<[unknown, string | undefined]>([
    [{ success: false, message: 'quota' }, '"success" is false: quota'],
    [{ ok: false }, '"ok" is false: no reason is given'],
    [{ success: true }, undefined],
    [{ success: 0 }, undefined],
    [[], undefined],
  ])('%o', (body, words) => {
    expect(statedFailure(body)).toBe(words);
  });
});
