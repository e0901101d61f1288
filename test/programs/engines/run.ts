// `npm run engines`: penstock under other people's engines and into their targets, for real.
//   npm run engines            (all of them; venvs are made in a temporary directory)
//   npm run engines singer     (one)
import { airflow } from './airflow/trial.ts';
import { processes, s3 } from './shards/trial.ts';
import { singer } from './singer/trial.ts';
import { NotHere, type Trial } from './trial.ts';

const trials: Readonly<Record<string, Trial>> = { singer, processes, s3, airflow };

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => trials[name] === undefined);
if (unknown.length > 0) {
  console.error(`no trial ${unknown.join(', ')}; known: ${Object.keys(trials).join(', ')}`);
  process.exit(2);
}
for (const [name, trial] of Object.entries(trials)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.log(`\n${name}: ${trial.about}`);
  try {
    for (const line of await trial.run()) console.log(`  ${line}`);
  } catch (error) {
    const isMissing = error instanceof NotHere;
    console.log(
      `  ${isMissing ? 'left out' : 'FAILED'}: ${error instanceof Error ? error.message : String(error)}`,
    );
    if (!isMissing) process.exitCode = 1;
  }
}
