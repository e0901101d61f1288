// `npm run differential`: reads every config of test/config/dlt through penstock and, where Python is at hand, through dlt
// itself against the same server; compares the records with each other and with what the server holds, and writes the
// table to RESULTS.md. Also compares our list of dlt's keys with the dlt that is installed.
//   npm run differential                              (makes a venv with dlt in a temporary directory)
//   DLT_PYTHON=venv/bin/python npm run differential
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { DLT_KEYS } from '../../../src/config/dlt-keys.ts';
import { open } from '../../../src/index.ts';
import { type DltCase, withFunctions } from '../../config/dlt/case.ts';
import { cases } from '../../config/dlt/cases/index.ts';
import { sameRecords } from '../../config/dlt/compare.ts';
import { listenerOf } from '../../config/dlt/server.ts';
import { startServer } from '../../config/dlt/start.ts';
import { openPython, type Python } from './python.ts';
import { readSample, sampleApi } from './sample.ts';

type Records = Readonly<Record<string, readonly unknown[]>>;
type Outcome = { readonly records: Records; readonly error?: undefined } | { readonly error: string };

const sample: DltCase = { name: 'sample', config: () => ({}), api: sampleApi, records: {} };
const server = await startServer(listenerOf([...cases, sample]));
const python = attempt(openPython);
const ours = await readByPenstock();
const theirs = python === undefined ? new Map<string, Outcome>() : await readByDlt(python);
const keys = python === undefined ? undefined : await compareKeys(python);
const converted = python === undefined ? undefined : await convertSample(python);
python?.close();
await server.close();

const lines = cases.map((one) => {
  const [mine, dlts] = [ours.get(one.name), theirs.get(one.name)];
  const note = dlts === undefined || isSame(one, dlts) ? '' : (one.dltDiffers ?? 'UNEXPLAINED');
  return { one, isFine: isSame(one, mine), cells: [one.name, verdict(one, mine), verdict(one, dlts), note] };
});
const wrong = lines.filter(({ isFine }) => !isFine);
const unexplained = lines.filter(({ cells }) => cells[3] === 'UNEXPLAINED');
const [same, known] = [lines.filter(({ cells }) => cells[3] === '').length, lines.length];
const told = [
  `penstock reads ${known - wrong.length} of ${known} configs as the server holds them.`,
  ...(keys === undefined
    ? ['dlt was not at hand.']
    : [`dlt ${keys.version} reads the same records in ${same}.`, keys.says, converted?.says ?? '']),
];
const table = [
  ['config', 'penstock', 'dlt', 'why dlt differs'],
  ['---', '---', '---', '---'],
  ...lines.map(({ cells }) => cells),
];
const text = [
  '# penstock and dlt on the same configs',
  '`npm run differential` writes this: the configs of `test/config/dlt`, each read by penstock and by dlt from one server, and the records compared with what the server holds (which record how often; not their order).',
  told.join(' '),
  table.map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`).join('\n'),
].join('\n\n');
writeFileSync(path.join(import.meta.dirname, 'RESULTS.md'), `${text}\n`);
console.log(text);
process.exitCode =
  wrong.length + unexplained.length + (keys?.unknown.length ?? 0) === 0 && converted?.isFine !== false
    ? 0
    : 1;

function attempt(make: () => Python): Python | undefined {
  try {
    return make();
  } catch (error) {
    console.log(`without dlt: ${String(error).split('\n')[0]}`);
    return undefined;
  }
}

async function readByPenstock(): Promise<Map<string, Outcome>> {
  const found = new Map<string, Outcome>();
  for (const one of cases) found.set(one.name, await outcomeOf(one));
  return found;
}

async function outcomeOf(one: DltCase): Promise<Outcome> {
  const config = withFunctions(one.config(`${server.url}/${one.name}`), ({ inTypeScript }) => inTypeScript);
  try {
    await using pipeline = await open(config as object, {
      environment: one.environment ?? {},
      name: one.name,
    });
    const records: Record<string, unknown[]> = {};
    for (const name of Object.keys(one.records)) {
      const stream = pipeline.records(name as never);
      records[name] = await stream.toArray();
    }
    return { records };
  } catch (error) {
    return { error: String(error).split('\n')[0] ?? '' };
  }
}

async function readByDlt(at: Python): Promise<Map<string, Outcome>> {
  const input = cases.map((one) => {
    const config = withFunctions(one.config(`${server.url}/${one.name}`), ({ inPython }) => ({
      '@eval': inPython,
    }));
    const resources = Object.keys(one.records);
    return JSON.stringify({ name: one.name, config, resources, environment: one.environment ?? {} });
  });
  const output = await at.run('dlt_read.py', `${input.join('\n')}\n`);
  const outcomes = output
    .trim()
    .split('\n')
    .filter((line) => line.startsWith('{'));
  return new Map(outcomes.map((line) => JSON.parse(line)).map(({ name, ...outcome }) => [name, outcome]));
}

/** Keys of the installed dlt that our list has not. */
async function compareKeys(at: Python): Promise<{ version: string; unknown: string[]; says: string }> {
  const { version, keys: installed } = JSON.parse(await at.run('dlt_keys.py')) as {
    version: string;
    keys: Record<string, string[]>;
  };
  const listed = DLT_KEYS as Readonly<Record<string, readonly string[]>>;
  const unknown = Object.entries(installed).flatMap(([place, all]) =>
    all.filter((key) => listed[place]?.includes(key) !== true).map((key) => `${place}.${key}`),
  );
  const count = Object.values(installed).flat().length;
  const says =
    unknown.length === 0
      ? `Each of its ${count} keys stands in the reference.`
      : `Keys that the reference lacks: ${unknown.join(', ')}.`;
  return { version, unknown, says };
}

/** The line of the README, over a script with objects of Python. */
async function convertSample(at: Python): Promise<{ isFine: boolean; says: string }> {
  try {
    const { read, expected } = await readSample(at, `${server.url}/sample`);
    const isFine = isSame({ ...sample, records: expected }, { records: read });
    const says = isFine
      ? 'prints `sample.py` so that penstock reads what it asks for'
      : 'gives OTHER records for `sample.py`';
    return { isFine, says: `The line of Python in the README ${says}.` };
  } catch (error) {
    return {
      isFine: false,
      says: `The line of Python in the README fails for \`sample.py\`: ${String(error).split('\n')[0]}.`,
    };
  }
}

function isSame({ records }: DltCase, outcome: Outcome | undefined): boolean {
  if (outcome === undefined || outcome.error !== undefined) return false;
  const texts = (all: Records) => Object.entries(all).map(([name, one]) => [name, sameRecords(one)]);
  return JSON.stringify(texts(outcome.records)) === JSON.stringify(texts(records));
}

function verdict(one: DltCase, outcome: Outcome | undefined): string {
  if (outcome === undefined) return '';
  if (outcome.error !== undefined)
    return `fails: ${outcome.error.replaceAll(server.url, 'http://…').slice(0, 160)}`;
  const count = (all: Records) => Object.values(all).flat().length;
  return isSame(one, outcome)
    ? `${count(outcome.records)} records`
    : `OTHER: ${count(outcome.records)} of ${count(one.records)} records`;
}
