// What counts as no progress.
import { expect, test } from 'vitest';
import { guardProgress } from '../../src/source/progress-guard.ts';

test('a position twice, whatever came between', () => {
  const guard = guardProgress();
  guard.ask({ cursor: 'a' });
  guard.ask({ cursor: 'b' });
  expect(() => guard.ask({ cursor: 'a' })).toThrow(/came a second time/);
});

test('a page of records with ids is known again; one of numbers alone is not', () => {
  const guard = guardProgress();
  const pages = [
    [{ id: 1 }, { id: 2 }, { id: 3 }],
    [{ userId: 1n }, { userId: 2n }],
  ];
  for (const page of pages) {
    expect(guard.isRepeated(page)).toBe(false);
    guard.receive(page);
  }
  for (const page of pages) expect(guard.isRepeated(structuredClone(page))).toBe(true);
  expect(guard.isRepeated([{ id: 1 }, { id: 2 }, { id: 4 }])).toBe(false);
  const numbers = [{ paid: 0 }, { paid: 1 }];
  guard.receive(numbers);
  expect(guard.isRepeated(numbers)).toBe(false);
});

test('the same page four times in a row, and more empty pages than are allowed', () => {
  const guard = guardProgress({ maximumEmptyPages: 2 });
  for (let i = 0; i < 3; i += 1) guard.receive([{ n: 0 }]);
  expect(() => guard.receive([{ n: 0 }])).toThrow(/the same page came 4 times/);
  guard.receive([]);
  guard.receive([]);
  expect(guard.emptyPages).toBe(2);
  expect(() => guard.receive([])).toThrow(/3 empty pages in a row/);
});

test('names the key whose place in the request the API may not know, unless it is known what is wrong', () => {
  const twice = (guard: ReturnType<typeof guardProgress>) => {
    guard.ask({ at: 1 });
    guard.ask({ at: 1 });
  };
  const hintOf = (guard: ReturnType<typeof guardProgress>) => {
    try {
      return twice(guard);
    } catch (error) {
      return (error as { hint?: string }).hint;
    }
  };
  const policy = { sends: 'offset_param "start"' };
  expect(hintOf(guardProgress(policy))).toMatch(/does not honour offset_param "start": correct the name/);
  expect(hintOf(guardProgress(policy, () => 'has_more_path "more" was on no page'))).toMatch(
    /^has_more_path/,
  );
  expect(hintOf(guardProgress())).toMatch(/^its next-page value/);
});

test('a circle of pages that is longer than what is remembered, under positions that are always new', () => {
  const guard = guardProgress({}, undefined, 5);
  const read = () => {
    for (let n = 0; n < 5000; n += 1) {
      guard.ask({ page: n });
      const at = n < 20 ? n : 20 + ((n - 20) % 40);
      guard.receive([{ id: at * 2 }, { id: at * 2 + 1 }]);
    }
  };
  expect(read).toThrow(/in a circle, 11 times/);
});
