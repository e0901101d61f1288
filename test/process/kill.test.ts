// A quick sample of `npm run soak`.
import { expect, test } from 'vitest';
import { DISPOSITIONS, FORMATS, killRounds } from '../programs/soak/kill.ts';

// 20 in all: 2 or 3 of each, every second one gone on with.
const plans = FORMATS.flatMap((format) => DISPOSITIONS.map((disposition) => ({ format, disposition }))).map(
  (plan, i) => ({ ...plan, rounds: i < 2 ? 2 : 1 }),
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
