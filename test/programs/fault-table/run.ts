// `npm run faults`: runs every test that belongs to a row of faults, and the rivals against the same servers; prints the
// table and writes it into test/faults/README.md.
//   npm run faults                                    (rivals: curl and jq, fetch, axios)
//   DLT_PYTHON=venv/bin/python npm run faults         (dlt too)
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cases } from '../../faults/cases/index.ts';
import { type Row, rowOf, rows } from '../../faults/rows.ts';
import { FAULTS, withPart } from '../docs/documents.ts';
import { dlt, measure, type Rival, rivals, VERDICTS, type Verdict } from './rivals.ts';

const root = path.join(import.meta.dirname, '../../..');

interface Held {
  tests: number;
  failed: string[];
}

/** Runs the tests; gives for each row how many belong to it, and which of them failed. */
function runTests(): Map<Row, Held> {
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

/** The worst that a rival did in the cases of a row. */
async function worstOf(rival: Rival, row: Row): Promise<Verdict | '-'> {
  if (row.isOwnTerms === true) return '-';
  let worst = -1;
  for (const one of cases.filter(({ fault }) => fault === row.fault)) {
    worst = Math.max(worst, VERDICTS.indexOf(await measure(rival, one)));
  }
  return VERDICTS[worst] ?? '-';
}

const all = process.env.DLT_PYTHON === undefined ? rivals : [...rivals, dlt(process.env.DLT_PYTHON)];
const held = runTests();
const head = ['fault', 'penstock', 'tests', ...all.map((rival) => rival.name)];
const lines: string[] = [];
let group = '';
let isFine = true;
for (const row of rows) {
  const { tests, failed } = held.get(row) ?? { tests: 0, failed: [] };
  const isHeld = tests > 0 && failed.length === 0;
  isFine &&= isHeld;
  if (row.group !== group) lines.push(`\n## ${row.group}\n`, lineOf(head), lineOf(head.map(() => '---')));
  group = row.group;
  const fault = row.such === undefined ? row.fault : `${row.fault}: ${row.such}`;
  const verdicts: string[] = [];
  for (const rival of all) verdicts.push(await worstOf(rival, row));
  lines.push(
    lineOf([fault, row.does, isHeld ? `held, ${tests}` : `NOT HELD: ${failed[0] ?? 'no test'}`, ...verdicts]),
  );
  console.log(lines.at(-1));
}
const markdown = lines.join('\n').trim();
writeFileSync(FAULTS, withPart(readFileSync(FAULTS, 'utf8'), 'faults', markdown));
console.log(isFine ? `\nall ${rows.length} rows held` : '\nsome rows are not held');
process.exitCode = isFine ? 0 : 1;

function lineOf(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
