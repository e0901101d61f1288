// Lines without a sign of their end are believed when they come twice alike.
import { expect, test } from 'vitest';
import { untilTwoAlike } from '../../../src/source/http/doubtful-end.ts';
import { answerOf } from '../../helpers/answers.ts';

const request = { method: 'GET', url: new URL('http://api.test/lines?key=k'), headers: {}, body: undefined };
const lines = (count: number, isEndCertain = false) =>
  answerOf('{"id":1}\n'.repeat(count), { format: 'jsonl', isEndCertain });

test('a sign of the end is enough', () => {
  expect(untilTwoAlike(request, 3)(lines(2, true))).toBe(true);
});

test('two of the same length, one after the other', () => {
  const isCertain = untilTwoAlike(request, 3);
  expect([2, 3, 2, 2].map((count) => isCertain(lines(count)))).toEqual([false, false, false, true]);
});

test('no two alike within the retries: an error that names the lengths, and once more where there are no retries', () => {
  const isCertain = untilTwoAlike(request, 0);
  expect(isCertain(lines(1))).toBe(false);
  expect(() => isCertain(lines(2))).toThrow(
    /GET http:\/\/api\.test\/lines: nothing says where the body ends, and it came with 9, 18 bytes/,
  );
});
