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
  'tap.ts': ['core', 'cli'],
};

const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => /\.ts$/.test(file));

/** What each file imports, types too, as paths below src; what lies outside begins with `..`. */
const imports = new Map(
  files.map((file) => {
    const text = readFileSync(path.join(src, file), 'utf8');
    const targets = [...text.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].map((match) => match[1] ?? '');
    return [file, targets.map((target) => path.join(path.dirname(file), target))];
  }),
);

const folderOf = (file: string, depth = 1) => file.split(path.sep).slice(0, depth).join('/');

test('every import goes down', () => {
  const breaches = [...imports].flatMap(([file, targets]) =>
    targets
      .filter((target) => folderOf(target) !== folderOf(file))
      .filter((target) => !allowed[folderOf(file)]?.includes(folderOf(target)))
      .map((target) => `${file} imports ${target}`),
  );
  expect(breaches).toEqual([]);
});

test('formats and files know neither each other nor the targets that stand on them', () => {
  const breaches = [...imports].flatMap(([file, targets]) =>
    targets
      .filter(() => ['sinks/formats', 'sinks/files'].includes(folderOf(file, 2)))
      .filter((target) => folderOf(target) === 'sinks' && folderOf(target, 2) !== folderOf(file, 2))
      .map((target) => `${file} imports ${target}`),
  );
  expect(breaches).toEqual([]);
});

test('no import goes in a circle, inside a folder neither', () => {
  const seen = new Set<string>();
  const circles: string[] = [];
  const visit = (file: string, way: readonly string[]): void => {
    if (way.includes(file)) {
      circles.push([...way.slice(way.indexOf(file)), file].join(' -> '));
      return;
    }
    if (seen.has(file)) return;
    seen.add(file);
    for (const target of imports.get(file) ?? []) {
      // The library's entry hands itself to pipeline files.
      if (target !== file) visit(target, [...way, file]);
    }
  };
  for (const file of files) visit(file, []);
  expect(circles).toEqual([]);
});

test('every file says at its head what it is for', () => {
  const bare = files.filter(
    (file) => !/^(?:#!.*\n)?\/\/ \S/.test(readFileSync(path.join(src, file), 'utf8')),
  );
  expect(bare).toEqual([]);
});

test('files stay small enough to hold in the head', () => {
  // What is generated is read at its source.
  const generated = path.join('language', 'pipeline-type.ts');
  const written = files.filter((file) => file !== generated);
  const long = written.filter((file) => readFileSync(path.join(src, file), 'utf8').split('\n').length > 300);
  expect(long).toEqual([]);
});
