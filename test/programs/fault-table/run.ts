// `npm run faults`: runs every test that belongs to a row of faults, and the rivals against the same servers; prints the
// table and writes it into test/faults/README.md.
//   npm run faults                                    (rivals: curl and jq, fetch, axios)
//   DLT_PYTHON=venv/bin/python npm run faults         (dlt too)
//   FAULT_RESULTS=results.json npm run faults         (what `vitest --reporter=json` wrote, in place of another run)
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import PQueue from 'p-queue';
import type { FaultCase } from '../../faults/cases/case.ts';
import { cases } from '../../faults/cases/index.ts';
import { type Row, rowOf, rows } from '../../faults/rows.ts';
import { FAULTS, README, withPart } from '../docs/documents.ts';
import { dlt, isComparable, measure, type Rival, rivals, VERDICTS, type Verdict } from './rivals.ts';

const root = path.join(import.meta.dirname, '../../..');

interface Held {
  tests: number;
  failed: string[];
}

/** Runs the tests; gives what vitest wrote. */
function runTests(): string {
  const scratch = mkdtempSync(path.join(tmpdir(), 'penstock-faults-'));
  const file = path.join(scratch, 'results.json');
  const vitest = path.join(root, 'node_modules/vitest/vitest.mjs');
  const places = ['faults', 'process', 'sinks', 'source', 'stages', 'cli', 'run', 'library', 'core'];
  const words = ['run', '--config', 'test/vitest.config.ts', '--reporter=json', `--outputFile=${file}`];
  spawnSync(process.execPath, [vitest, ...words, ...places.map((place) => `test/${place}/`)], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const text = readFileSync(file, 'utf8');
  rmSync(scratch, { recursive: true });
  return text;
}

/** How many tests belong to each row, and which of them failed. */
function heldIn(text: string): Map<Row, Held> {
  const results: { testResults: { assertionResults: Assertion[] }[] } = JSON.parse(text);
  const held = new Map<Row, Held>();
  for (const one of results.testResults.flatMap((result) => result.assertionResults)) {
    if (one.status !== 'passed' && one.status !== 'failed') continue;
    for (const row of new Set([...one.ancestorTitles, one.title].map(rowOf))) {
      if (row === undefined) continue;
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

// Spread over the row's cases.
const MOST_CASES = 4;

function casesOf(row: Row): readonly FaultCase[] {
  const own = cases.filter((one) => one.fault === row.fault && isComparable(one));
  const step = Math.max(1, own.length / MOST_CASES);
  return own.filter((_, at) => at === 0 || Math.floor(at / step) > Math.floor((at - 1) / step));
}

/** The worst that a rival did in some cases of a row. */
async function worstOf(rival: Rival, row: Row): Promise<Verdict | '-'> {
  if (row.isOwnTerms === true) return '-';
  let worst = -1;
  for (const one of casesOf(row)) {
    worst = Math.max(worst, VERDICTS.indexOf(await measure(rival, one)));
    if (worst === VERDICTS.length - 1) break;
  }
  return VERDICTS[worst] ?? '-';
}

const all = process.env.DLT_PYTHON === undefined ? rivals : [...rivals, dlt(process.env.DLT_PYTHON)];
const measured = await measureRivals();
const earlier = process.env.FAULT_RESULTS;
const held = heldIn(earlier === undefined ? runTests() : readFileSync(earlier, 'utf8'));
const head = ['fault', 'penstock', 'tests', ...all.map((rival) => rival.name)];
const lines: string[] = [];
const tallies = all.map(({ name }) => ({ name, rows: 0, wrong: 0 }));
let heldRows = 0;
let group = '';
let isFine = true;
for (const row of rows) {
  const { tests, failed } = held.get(row) ?? { tests: 0, failed: [] };
  const isHeld = tests > 0 && failed.length === 0;
  isFine &&= isHeld;
  if (row.group !== group) lines.push(`\n## ${row.group}\n`, lineOf(head), lineOf(head.map(() => '---')));
  group = row.group;
  const fault = row.such === undefined ? row.fault : `${row.fault}: ${row.such}`;
  const verdicts = measured.get(row) ?? [];
  for (const [at, verdict] of verdicts.entries()) {
    const tally = tallies[at];
    if (tally === undefined || verdict === '-') continue;
    tally.rows += 1;
    if (verdict === 'WRONG, exit 0') tally.wrong += 1;
  }
  heldRows += isHeld ? 1 : 0;
  lines.push(
    lineOf([fault, row.does, isHeld ? `held, ${tests}` : `NOT HELD: ${failed[0] ?? 'no test'}`, ...verdicts]),
  );
  console.log(lines.at(-1));
}
const markdown = lines.join('\n').trim();
// The README shows the sum: what a reader would ask first.
const wrong = tallies.map((one) => `${one.name} in ${one.wrong} of ${one.rows}`).join(', ');
const totals = `penstock holds ${heldRows} of ${rows.length} kinds of faults, each by tests over real sockets, files and processes. Rivals that reported success with wrong data, of the kinds a plain loop can be asked: ${wrong}.`;
writeFileSync(README, withPart(readFileSync(README, 'utf8'), 'faults', totals));
writeFileSync(FAULTS, withPart(readFileSync(FAULTS, 'utf8'), 'faults', markdown));
console.log(isFine ? `\nall ${rows.length} rows held` : '\nsome rows are not held');
process.exitCode = isFine ? 0 : 1;

/** Several rows side by side: most of the time the rivals wait for an answer, or for another attempt. */
async function measureRivals(): Promise<Map<Row, (Verdict | '-')[]>> {
  const queue = new PQueue({ concurrency: 8 });
  const found = new Map<Row, (Verdict | '-')[]>();
  await queue.addAll(
    rows.map((row) => async () => {
      const verdicts = await Promise.all(all.map((rival) => worstOf(rival, row)));
      found.set(row, verdicts);
      if (verdicts.some((verdict) => verdict !== '-')) console.log(`${row.fault}: ${verdicts.join(', ')}`);
    }),
  );
  return found;
}

function lineOf(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
