// Durations of ISO 8601, read and added.
import { expect, test } from 'vitest';
import { addDuration, type Duration, parseDuration } from '../../src/core/duration.ts';

test.each([
  ['P30D', { months: 0, seconds: 30 * 86_400 }],
  ['P1Y2M', { months: 14, seconds: 0 }],
  ['P1W', { months: 0, seconds: 604_800 }],
  ['PT6H30M5S', { months: 0, seconds: 23_405 }],
])('%s', (text, expected) => {
  expect(parseDuration(text)).toEqual(expected);
});

test.each(['', 'P', 'PT', 'P0D', '30D', 'P1.5D', 'P-1D', 'p1d', 'P1D '])('"%s" is none', (text) => {
  expect(parseDuration(text)).toBeUndefined();
});

test('a day that a month lacks is its last one', () => {
  const month = parseDuration('P1M') as Duration;
  const start = Date.parse('2024-01-31T10:00:00Z');
  const dates = [0, 1, 2, 3].map((times) => new Date(addDuration(start, month, times)).toISOString());
  expect(dates.map((date) => date.slice(0, 13))).toEqual([
    '2024-01-31T10',
    '2024-02-29T10',
    '2024-03-31T10',
    '2024-04-30T10',
  ]);
});
