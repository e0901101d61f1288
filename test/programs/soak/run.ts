// kill -9 at random moments, for each format and disposition; then thousands of random histories of a server, and every
// call of the file system failing in turn:
//   npm run soak              (200 rounds of each, 2,000 histories)
//   npm run soak -- 20 100    (so many)
import { spawnSync } from 'node:child_process';
import PQueue from 'p-queue';
import { DISPOSITIONS, FORMATS, killRounds } from './kill.ts';

const rounds = Number(process.argv[2] ?? 200);
const histories = process.argv[3] ?? '2000';
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
const files = [
  'test/run/histories',
  'test/run/family-histories',
  'test/faults/every-nth',
  'test/faults/increments',
  'test/process/two-runs',
];
const words = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'test/built.config.ts', ...files];
const env = { ...process.env, HISTORIES: histories, EVERY_NTH: 'all' };
const { status } = spawnSync(process.execPath, words, { env, stdio: 'inherit' });
process.exitCode = isFine && status === 0 ? 0 : 1;
