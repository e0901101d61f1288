// Tests mirror src; `penstock` is the library's source, as a pipeline file would import it.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));

// Tests without anything that one file could leave behind for the next share a process, which saves loading the same
// modules hundreds of times. Secrets are registered for the life of a process, so whatever has to do with one, or changes
// the process itself, has a process of its own: there a value is masked by what is tested, not by an earlier file.
const SHARED = [
  'cli',
  'columns',
  'config',
  'contract',
  'core',
  'faults',
  'language',
  'library',
  'pipelines',
  'run',
  'sinks',
  'source',
  'stages',
];
const LEAVES_TRACES =
  /secret|token|password|api_?key|credential|\*\*\*|vi\.\w|process\.(?:env|on|chdir)|globalThis/i;

const shared = SHARED.flatMap((folder) =>
  readdirSync(`${root}test/${folder}`, { recursive: true, encoding: 'utf8' })
    .map((name) => `test/${folder}/${name}`)
    .filter((file) => file.endsWith('.test.ts') && !LEAVES_TRACES.test(readFileSync(root + file, 'utf8'))),
);

export default defineConfig({
  root,
  resolve: { alias: { penstock: `${root}src/index.ts` } },
  test: {
    testTimeout: 60_000,
    hookTimeout: 30_000,
    // Many tests wait for a clock or another process.
    maxWorkers: 4,
    projects: [
      { extends: true, test: { name: 'shared', include: shared, isolate: false } },
      { extends: true, test: { name: 'whole', include: ['test/**/*.test.ts'], exclude: shared } },
    ],
  },
});
