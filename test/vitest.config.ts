// Tests mirror src; `penstock` is the library's source, as a pipeline file would import it.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));

// Functions of values, without files, sockets or anything that one file could leave behind for the next: they share a
// process, which saves loading the same modules a hundred times.
const pure = ['columns', 'stages/normalize', 'config/expression', 'source/evidence', 'core/json-path'].map(
  (folder) => `test/${folder}/**/*.test.ts`,
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
      { extends: true, test: { name: 'pure', include: pure, isolate: false } },
      { extends: true, test: { name: 'whole', include: ['test/**/*.test.ts'], exclude: pure } },
    ],
  },
});
