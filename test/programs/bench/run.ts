// `npm run bench`: measures, prints the table, writes RESULTS.md and the plot.
//   npm run bench                                     (everything: an hour)
//   npm run bench -- startup pipe                     (these scenarios; the others keep their last figures)
//   DLT_PYTHON=venv/bin/python npm run bench          (dlt too: pip install 'dlt[filesystem,parquet]')
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import { root } from './api.ts';
import { type GrowthPoint, measureGrowth } from './growth.ts';
import { plotGrowth } from './plot.ts';
import { resultsFile, scenarios } from './scenarios/index.ts';
import type { Section } from './scenarios/section.ts';

interface Stored {
  sections: Record<string, Section & { machine: string; command: string; at: string }>;
  growth?: { points: readonly GrowthPoint[]; machine: string; at: string };
  /** Dedupe alone, with more keys than a server here would send. */
  keys?: { points: readonly GrowthPoint[]; machine: string; at: string };
}

const python = process.env.DLT_PYTHON;
const rounds = Number(process.env.BENCH_ROUNDS ?? 5);
const chosen = process.argv.slice(2);
const wanted = (name: string) => chosen.length === 0 || chosen.includes(name);

function versionOf(command: string, words: readonly string[]): string {
  try {
    return (
      execFileSync(command, words, { stdio: ['ignore', 'pipe', 'ignore'] })
        .toString()
        .split('\n')[0]
        ?.trim() ?? ''
    );
  } catch {
    return 'not here';
  }
}

function machine(): string {
  const [cpu] = cpus();
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const parts = [
    `${cpus().length} x ${cpu?.model.trim()}`,
    `Node ${process.version}`,
    `axios ${manifest.dependencies.axios}`,
    versionOf('curl', ['--version']).split(' ').slice(0, 2).join(' '),
    versionOf('jq', ['--version']),
    python === undefined
      ? 'no dlt'
      : `dlt ${versionOf(python, ['-c', 'import dlt; print(dlt.__version__)'])}`,
  ];
  return parts.join(', ');
}

const stored: Stored = existsSync(resultsFile)
  ? JSON.parse(readFileSync(resultsFile, 'utf8'))
  : { sections: {} };
const at = new Date().toISOString().slice(0, 10);
const command = `${python === undefined ? '' : 'DLT_PYTHON=… '}npm run bench`;
for (const [name, scenario] of Object.entries(scenarios)) {
  if (!wanted(name)) continue;
  process.stderr.write(`${name} …\n`);
  stored.sections[name] = { ...(await scenario({ rounds, python })), machine: machine(), command, at };
  save();
}
if (wanted('growth')) {
  process.stderr.write('growth …\n');
  stored.growth = { points: await measureGrowth(python), machine: machine(), at };
  save();
}
if (wanted('keys')) {
  process.stderr.write('keys …\n');
  const words = [path.join(import.meta.dirname, 'dedupe.mjs'), '50', '--json'];
  const points = execFileSync(process.execPath, words).toString().trim().split('\n');
  stored.keys = { points: points.map((line) => JSON.parse(line)), machine: machine(), at };
  save();
}

function save(): void {
  const text = render(stored);
  writeFileSync(resultsFile, `${JSON.stringify(stored, null, 2)}\n`);
  writeFileSync(path.join(import.meta.dirname, 'RESULTS.md'), text);
  if (stored.growth)
    writeFileSync(path.join(import.meta.dirname, 'growth.svg'), plotGrowth(pointsOf(stored)));
}

function pointsOf({ growth, keys }: Stored): readonly GrowthPoint[] {
  return [...(growth?.points ?? []), ...(keys?.points ?? [])];
}

function render(all: Stored): string {
  const { sections } = all;
  const present = Object.keys(scenarios).flatMap((name) => {
    const section = sections[name];
    return section === undefined ? [] : [{ name, section }];
  });
  const verdict = (isMet: boolean | undefined) => (isMet === undefined ? '' : isMet ? 'yes' : '**no**');
  const table = present.flatMap(({ section }) =>
    section.lines.map((line) => `| ${line.what} | ${line.bar} | ${line.measured} | ${verdict(line.isMet)} |`),
  );
  const details = present.flatMap(({ name, section }) => [
    `\n### ${name}\n`,
    `${section.at}, \`${section.command} -- ${name}\`; ${section.machine}\n`,
    ...section.details.map((detail) => `- ${detail}`),
  ]);
  const points = pointsOf(all).map(
    (point) =>
      `| ${point.name} | ${point.records.toLocaleString('en')} | ${point.wall.toFixed(1)} | ${point.rss?.toFixed(0) ?? '-'} |`,
  );
  return `# Benchmarks

Written by \`npm run bench\`. Ratios are medians of runs that took turns with what they are compared to, the least and the
most in brackets. The server is a process of its own and sends pages made beforehand; the records are flat, of about
450 bytes, some text not ASCII. penstock runs with its defaults: every column declared and normalized, dedupe on the
id, retries on. The loops do none of that.

| what | bar | measured | met |
| --- | --- | --- | --- |
${table.join('\n')}

${readFileSync(path.join(import.meta.dirname, 'tried.md'), 'utf8')}
## How cost grows

![time and memory against records](growth.svg)

| | records | seconds | peak MB |
| --- | --- | --- | --- |
${points.join('\n')}

## Medians
${details.join('\n')}
`;
}

// Also where nothing was measured: the table and the plot from the stored figures.
save();
process.stdout.write(
  readFileSync(path.join(import.meta.dirname, 'RESULTS.md'), 'utf8').split('\n## What is missed')[0] ?? '',
);
