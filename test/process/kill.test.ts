// A quick sample of `npm run soak`.
import { expect, test } from 'vitest';
import { DISPOSITIONS, FORMATS, killRounds } from '../programs/soak/kill.ts';

// 20 in all: 2 or 3 of each.
const plans = FORMATS.flatMap((format) => DISPOSITIONS.map((disposition) => ({ format, disposition }))).map(
  (plan, i) => ({ ...plan, rounds: i < 2 ? 3 : 2 }),
);

test.each(plans)('kill -9 at random moments: $format $disposition, $rounds times', async (plan) => {
  const result = await killRounds(plan);
  expect(result.early + result.reading + result.late + result.missed).toBe(plan.rounds);
});
