// Imports run one way: core <- columns <- config <- { source, stages, sinks } <- language <- run <- { library, cli }.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const src = path.join(import.meta.dirname, '../src');

const parts = ['core', 'columns', 'config'];
const upToLanguage = [...parts, 'source', 'stages', 'sinks'];
const upToRun = [...upToLanguage, 'language', 'run'];

const allowed: Record<string, readonly string[]> = {
  core: [],
  columns: ['core'],
  config: ['core', 'columns'],
  source: parts,
  stages: parts,
  sinks: parts,
  language: upToLanguage,
  run: [...upToLanguage, 'language'],
  library: [...upToRun, 'index.ts'],
  // The demo command alone reaches out to the bundled API.
  cli: [...upToRun, 'index.ts', '..'],
  'index.ts': [...upToRun, 'library'],
  'bin.ts': ['core', 'cli'],
};

const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => /\.ts$/.test(file));

test('every import goes down', () => {
  const breaches = files.flatMap((file) => {
    const from = file.split(path.sep)[0] ?? '';
    const text = readFileSync(path.join(src, file), 'utf8');
    const imports = [...text.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].map((match) => match[1] ?? '');
    return imports
      .map(
        (target) =>
          path.relative(src, path.resolve(path.join(src, file), '..', target)).split(path.sep)[0] ?? '',
      )
      .filter((to) => to !== from && !allowed[from]?.includes(to))
      .map((to) => `${file} imports ${to}`);
  });
  expect(breaches).toEqual([]);
});

test('every file says at its head what it is for', () => {
  const bare = files.filter(
    (file) => !/^(?:#!.*\n)?\/\/ \S/.test(readFileSync(path.join(src, file), 'utf8')),
  );
  expect(bare).toEqual([]);
});

test('files stay small enough to hold in the head', () => {
  const long = files.filter((file) => readFileSync(path.join(src, file), 'utf8').split('\n').length > 300);
  expect(long).toEqual([]);
});
