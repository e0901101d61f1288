// kill -9 at random moments, for each format and disposition:
//   npm run soak              (200 rounds of each)
//   npm run soak -- 20        (so many)
import PQueue from 'p-queue';
import { DISPOSITIONS, FORMATS, killRounds } from './kill.ts';

const rounds = Number(process.argv[2] ?? 200);
const two = new PQueue({ concurrency: 2 });
let isFine = true;
const plans = FORMATS.flatMap((format) =>
  DISPOSITIONS.map((disposition) => ({ format, disposition, rounds })),
);
await Promise.all(
  plans.map((plan) =>
    two.add(async () => {
      const name = `${plan.format} ${plan.disposition}`.padEnd(16);
      try {
        const { early, reading, late, missed, inPlace, spared } = await killRounds(plan);
        const when = `${early} before the first answer, ${reading} while reading, ${late} after the last answer`;
        console.log(
          `${name} held ${rounds} rounds: killed ${when}, ${missed} too late; ${inPlace} had new files in place; ${spared} pages were not asked for again`,
        );
      } catch (error) {
        isFine = false;
        console.log(`${name} FAILED: ${(error as Error).message}`);
      }
    }),
  ),
);
process.exitCode = isFine ? 0 : 1;
