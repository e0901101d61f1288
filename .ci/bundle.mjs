// Joins the command line's modules and most of their packages into a few files: a quarter off the time to start.
// The library (dist/src/index.js) stays as tsc built it.
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { rolldown } from 'rolldown';

const build = await rolldown({
  input: 'src/bin.ts',
  platform: 'node',
  // Loaded only where they are needed, or reading files beside themselves.
  external: [
    'jiti',
    'parquetjs-lite',
    '@hpcc-js/wasm-zstd',
    'yaml',
    'jose',
    'tough-cookie',
    'log-update',
    'hyparquet',
    'hyparquet-writer',
  ],
  logLevel: 'warn',
});
// Without comments and white space there is a quarter less to read; names stay, for whoever reads a stack trace.
const minify = { compress: false, mangle: false, codegen: { removeWhitespace: true } };
// A shell script and a module at once: Node takes an --env-file behind the script's name for its own unless "--" stands
// before it. (`env -S` would do the same, but not every env has it.)
const start = `#!/bin/sh\n':' //; exec node -- "$0" "$@"`;
await build.write({ dir: 'dist/src', format: 'esm', chunkFileNames: 'chunks/[name].js', minify });
const bin = 'dist/src/bin.js';
writeFileSync(bin, `${start}\n${readFileSync(bin, 'utf8')}`);
chmodSync(bin, 0o755);
