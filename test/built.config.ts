// `npm test` tests what it has built: Node loads that many times quicker than Vite does the sources, module by module. With
// vitest.config.ts the sources are tested as they are.
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { config, root } from './vitest.config.ts';

/** Imports of a source, from the file of a test, become imports of what it was built to. */
const built: Plugin = {
  name: 'built',
  enforce: 'pre',
  resolveId(source, importer) {
    const file =
      source === 'penstock'
        ? `${root}src/index.ts`
        : /^\.{1,2}\/.*\.ts$/.test(source) && importer !== undefined
          ? path.resolve(path.dirname(importer), source)
          : undefined;
    const [, inside] = /^((?:src|fixtures|pipelines)\/.*)\.ts$/.exec(path.relative(root, file ?? '')) ?? [];
    if (inside === undefined) return undefined;
    const output = `${root}dist/${inside}.js`;
    return existsSync(output) ? output : undefined;
  },
};

export default defineConfig({
  ...config,
  plugins: [built],
  test: { ...config.test, server: { deps: { external: [/\/dist\/(?:src|fixtures|pipelines)\//] } } },
});
