// The files for other engines: they parse, and say nothing that the command line does not know.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { commands } from '../../src/cli/commands/index.ts';
import { exits } from '../../src/core/exit-codes.ts';

const folder = path.join(import.meta.dirname, '../../pipelines/deploy');
const text = (name: string) => readFileSync(path.join(folder, name), 'utf8');

/** The long and short flags of a command. */
function flagsOf(name: string): Set<string> {
  const declaration = commands.find((one) => one.name === name);
  if (declaration === undefined) throw new Error(`no command ${name}`);
  const { options } = declaration.declare(new Command(name), undefined);
  const logging = ['-q', '--quiet', '-v', '--verbose', '--log-format'];
  return new Set([...options.flatMap(({ short, long }) => [short, long]), ...logging].map(String));
}

const flagsIn = (words: readonly string[]) => words.filter((word) => /^--?[a-z]/.test(word));
const codes = new Set<number>(Object.values(exits).map(({ code }) => code));

interface Job {
  readonly spec: {
    readonly completions?: number;
    readonly podFailurePolicy: { readonly rules: readonly { onExitCodes?: { values: number[] } }[] };
    readonly template: { readonly spec: { readonly containers: readonly { readonly args: string[] }[] } };
  };
}

test('the jobs of Kubernetes', () => {
  const jobs = parseAllDocuments(text('kubernetes.yaml')).map((one) => one.toJS() as Job);
  expect(jobs).toHaveLength(2);
  for (const { spec } of jobs) {
    const [{ args } = { args: [] }] = spec.template.spec.containers;
    const known = flagsOf(args[0] ?? '');
    for (const flag of flagsIn(args)) expect(known).toContain(flag);
    for (const { onExitCodes } of spec.podFailurePolicy.rules)
      for (const code of onExitCodes?.values ?? []) expect(codes).toContain(code);
    // Both must mean the same number of shards.
    expect(args[args.indexOf('--shards') + 1]).toBe(String(jobs[0]?.spec.completions));
  }
});

test('the DAG, the image and the lines of the README', () => {
  const dag = text('airflow.py');
  for (const [, name = '', words = ''] of dag.matchAll(/penstock\("(\w+)", ([^)]*)\)/g)) {
    const flags = [...words.matchAll(/"(-[^"]+)"/g)].map(([, flag = '']) => flag);
    for (const flag of flags) expect(flagsOf(name)).toContain(flag);
  }
  for (const code of dag.match(/RETRIED = \{(.*)\}/)?.[1]?.split(',') ?? [])
    expect(codes).toContain(Number(code));
  const readme = text('README.md');
  const rows = readme.match(/^\| [\d, ]+ \|/gm)?.flatMap((row) => (row.match(/\d+/g) ?? []).map(Number));
  expect(new Set(rows)).toEqual(codes);
  for (const [, name = '', words = ''] of readme.matchAll(/penstock (run|commit) ([^`\n]*)/g))
    for (const flag of flagsIn(words.split(/\s+/))) expect(flagsOf(name)).toContain(flag);
  const image = text('Dockerfile');
  expect(image).toMatch(/^USER node$/m);
  expect(image).toMatch(/^ENTRYPOINT \[/m);
});
