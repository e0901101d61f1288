// A quick sample of `npm run soak`.
import { expect, test } from 'vitest';
import { DISPOSITIONS, FORMATS, killRounds } from '../programs/soak/kill.ts';

// 9 in all: each disposition and each format, three of the nine pairs twice.
const plans = FORMATS.flatMap((format, row) =>
  DISPOSITIONS.filter((_, column) => row === column || (row + 1) % 3 === column).map((disposition, at) => ({
    format,
    disposition,
    rounds: at === 0 ? 2 : 1,
  })),
);
let hit = 0;
let sparedPages = 0;

// What lies there after each kill and after the next run is judged inside, round by round.
test.each(plans)('kill -9 at random moments: $format $disposition, $rounds times', async (plan) => {
  const { missed, spared } = await killRounds(plan);
  hit += plan.rounds - missed;
  sparedPages += spared;
});

test('most runs were killed before they had ended by themselves', () => {
  expect(hit).toBeGreaterThanOrEqual(5);
});

test('runs that went on did not ask for all of it again', () => {
  expect(sparedPages).toBeGreaterThan(0);
});
