// `npm run faults`: runs every test that carries a row's number, and the rivals against the same servers; prints the
// table and writes it into test/faults/README.md.
//   npm run faults                                    (rivals: curl and jq, fetch, axios)
//   DLT_PYTHON=venv/bin/python npm run faults         (dlt too)
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cases } from '../../faults/cases/index.ts';
import { FAULTS, withPart } from '../docs/documents.ts';
import { dlt, measure, type Rival, rivals, VERDICTS, type Verdict } from './rivals.ts';
import { rows } from './rows.ts';

const root = path.join(import.meta.dirname, '../../..');

interface Held {
  tests: number;
  failed: string[];
}

/** Runs the tests; gives for each row how many carry its number, and which of them failed. */
function runTests(): Map<number, Held> {
  const scratch = mkdtempSync(path.join(tmpdir(), 'penstock-faults-'));
  const file = path.join(scratch, 'results.json');
  const vitest = path.join(root, 'node_modules/vitest/vitest.mjs');
  const places = ['faults', 'process', 'sinks', 'source', 'stages', 'cli', 'run', 'library'];
  const words = ['run', '--config', 'test/vitest.config.ts', '--reporter=json', `--outputFile=${file}`];
  spawnSync(process.execPath, [vitest, ...words, ...places.map((place) => `test/${place}/`)], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const results: { testResults: { assertionResults: Assertion[] }[] } = JSON.parse(
    readFileSync(file, 'utf8'),
  );
  rmSync(scratch, { recursive: true });
  const held = new Map<number, Held>();
  for (const one of results.testResults.flatMap((result) => result.assertionResults)) {
    if (one.status !== 'passed' && one.status !== 'failed') continue;
    for (const row of new Set([...one.ancestorTitles, one.title].flatMap(numbersOf))) {
      const entry = held.get(row) ?? { tests: 0, failed: [] };
      entry.tests += 1;
      if (one.status === 'failed') entry.failed.push(one.title);
      held.set(row, entry);
    }
  }
  return held;
}

interface Assertion {
  readonly ancestorTitles: string[];
  readonly title: string;
  readonly status: string;
}

function numbersOf(title: string): number[] {
  const leading = /^(?:\d{1,2} )+/.exec(title)?.[0] ?? '';
  return leading
    .split(' ')
    .map(Number)
    .filter((row) => row >= 1 && row <= rows.length);
}

// What a plain loop was not asked to mind (a page size of its own, a maximum, renaming, keys), or where its exit code tells nothing (what its
// last error says, whether a link elsewhere was followed, what a terminal would show).
const OWN_TERMS = [24, 36, 41, 43, 48, 50, 63];

/** The worst that a rival did in the cases of a row. */
async function worstOf(rival: Rival, row: number): Promise<Verdict | '-'> {
  if (OWN_TERMS.includes(row)) return '-';
  let worst = -1;
  for (const one of cases.filter((each) => numbersOf(each.name).includes(row))) {
    worst = Math.max(worst, VERDICTS.indexOf(await measure(rival, one)));
  }
  return VERDICTS[worst] ?? '-';
}

const all = process.env.DLT_PYTHON === undefined ? rivals : [...rivals, dlt(process.env.DLT_PYTHON)];
const held = runTests();
const table: string[][] = [];
let isFine = true;
for (const [index, { fault, does }] of rows.entries()) {
  const row = index + 1;
  const { tests, failed } = held.get(row) ?? { tests: 0, failed: [] };
  const isHeld = tests > 0 && failed.length === 0;
  isFine &&= isHeld;
  const verdicts: string[] = [];
  for (const rival of all) verdicts.push(await worstOf(rival, row));
  table.push([
    String(row),
    fault,
    does,
    isHeld ? `held, ${tests}` : `NOT HELD: ${failed[0] ?? 'no test'}`,
    ...verdicts,
  ]);
  console.log(table.at(-1)?.join(' | '));
}
const head = ['', 'fault', 'penstock', 'tests', ...all.map((rival) => rival.name)];
const markdown = [head, head.map(() => '---'), ...table]
  .map((cells) => `| ${cells.join(' | ')} |`)
  .join('\n');
writeFileSync(FAULTS, withPart(readFileSync(FAULTS, 'utf8'), 'faults', markdown));
console.log(isFine ? `\nall ${rows.length} rows held` : '\nsome rows are not held');
process.exitCode = isFine ? 0 : 1;
