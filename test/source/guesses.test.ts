// How far ahead pages are asked for: few while little is known, as far as there is evidence, never past what is known.
import { expect, test } from 'vitest';
import { guessesAhead, WIDEST } from '../../src/source/guesses.ts';
import { offset } from '../../src/source/paginators/offset.ts';

const pageOf = (index: number, total?: number) => ({
  position: { offset: (index - 1) * 2 },
  index,
  url: 'http://api/',
  status: 200,
  headers: {},
  body: { total },
  records: [{}, {}],
});
const paginator = offset.create(offset.options.parse({ limit: 2, total_path: 'total' }));

test('few pages past the last that is known', () => {
  const guesses = guessesAhead(paginator);
  const asked = [1, 2, 3, 4, 5].map((index) => {
    const { certain, guessed } = guesses.after(pageOf(index), 100);
    return index + certain + guessed;
  });
  expect(asked).toEqual([3, 5, 6, 6, 6]);
});

test('a stated total is the end, and asked for in full width', () => {
  expect(guessesAhead(paginator).after(pageOf(1, 200), 100)).toEqual({
    certain: WIDEST,
    guessed: 0,
    scouts: [],
  });
  expect(guessesAhead(paginator).after(pageOf(1, 6), 100)).toMatchObject({ certain: 2, guessed: 0 });
  expect(guessesAhead(paginator).after(pageOf(1, 2), 100)).toMatchObject({ certain: 1, guessed: 0 });
});

test('a far page with records makes those before it certain; one without is a bound', () => {
  const guesses = guessesAhead(paginator);
  for (const index of [1, 2, 3, 4, 5]) guesses.after(pageOf(index), 100);
  const { scouts } = guesses.after(pageOf(6), 100);
  expect(scouts.map(({ ordinal }) => ordinal)).toEqual([12, 48]);
  guesses.learn(12, true);
  guesses.learn(48, false);
  const now = guesses.sinceThen();
  expect(6 + now.certain).toBe(12);
  expect(now.scouts.map(({ ordinal }) => ordinal)).toEqual([30]);
  guesses.learn(30, false);
  const next = guesses.after(pageOf(7), 100);
  expect(7 + next.certain).toBe(12);
  expect(7 + next.certain + next.guessed).toBeLessThan(30);
});

test('huge pages are not asked for ahead', () => {
  expect(guessesAhead(paginator).after(pageOf(1, 200), 20 * 1024 * 1024)).toMatchObject({
    certain: 1,
    guessed: 0,
  });
});
