// Tests mirror src; `penstock` is the library's source, as a pipeline file would import it.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig, type ViteUserConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

export const root = fileURLToPath(new URL('..', import.meta.url));

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
  /secret|(?:access|refresh)_token|token_url|bearer|password|api_?key|credential|\*\*\*|vi\.\w|process\.(?:env|on|chdir)|globalThis/i;

const shared = SHARED.flatMap((folder) =>
  readdirSync(`${root}test/${folder}`, { recursive: true, encoding: 'utf8' })
    .map((name) => `test/${folder}/${name}`)
    .filter((file) => file.endsWith('.test.ts') && !LEAVES_TRACES.test(readFileSync(root + file, 'utf8'))),
);

/** What takes longest begins first, so that nothing runs alone in the end. */
const SLOW = [
  'test/documents.test.ts',
  'test/faults/every-nth.test.ts',
  'test/process/two-runs.test.ts',
  'test/process/kill.test.ts',
  'test/package/package.test.ts',
  'test/process/process.test.ts',
  'test/faults/hostile.test.ts',
  'test/cli/commands/demo.test.ts',
  'test/pipelines/seeds.test.ts',
  'test/faults/increments.test.ts',
];
class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = SLOW.indexOf(path.relative(root, moduleId));
      return at === -1 ? SLOW.length : at;
    };
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other));
  }
}

export const config: ViteUserConfig = {
  root,
  resolve: { alias: { penstock: `${root}src/index.ts` } },
  test: {
    sequence: { sequencer: SlowFirst },
    testTimeout: 120_000,
    hookTimeout: 30_000,
    // Many tests wait for a clock or another process.
    maxWorkers: 4,
    projects: [
      { extends: true, test: { name: 'shared', include: shared, isolate: false } },
      { extends: true, test: { name: 'whole', include: ['test/**/*.test.ts'], exclude: shared } },
    ],
  },
};

export default defineConfig(config);
