// Joins the command line's modules and most of their packages into a few files: a quarter off the time to start.
// The library (dist/src/index.js) stays as tsc built it.
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { rolldown } from 'rolldown';

const require = createRequire(import.meta.url);

// undici's index loads fetch, WebSocket, caches and mocks, too: half a megabyte that no request here needs.
const UNDICI = {
  Agent: 'lib/dispatcher/agent.js',
  Dispatcher: 'lib/dispatcher/dispatcher.js',
  EnvHttpProxyAgent: 'lib/dispatcher/env-http-proxy-agent.js',
  Pool: 'lib/dispatcher/pool.js',
  buildConnector: 'lib/core/connect.js',
  errors: 'lib/core/errors.js',
};
const leanUndici = {
  name: 'lean-undici',
  resolveId: (source) => (source === 'undici' ? '\0undici' : undefined),
  load(id) {
    if (id !== '\0undici') return undefined;
    const root = path.dirname(require.resolve('undici'));
    const parts = { ...UNDICI, request: 'lib/api/api-request.js' };
    const imports = Object.entries(parts).map(
      ([name, file]) => `import ${name} from ${JSON.stringify(path.join(root, file))};`,
    );
    // What undici's own index does for all of its methods.
    return `${imports.join('\n')}\nDispatcher.prototype.request = request;\nexport { ${Object.keys(UNDICI).join(', ')} };`;
  },
};

// axios without its own ways to send, for the adapter here is undici: its "browser" list leaves out Node's HTTP client and
// form data, and so much as a look at the globals of fetch has Node load its own copy of undici.
const axiosRoot = path.dirname(require.resolve('axios/package.json'));
const { browser } = JSON.parse(readFileSync(path.join(axiosRoot, 'package.json'), 'utf8'));
const NOTHING = './lib/helpers/null.js';
const axiosParts = {
  ...browser,
  './lib/adapters/xhr.js': NOTHING,
  './lib/platform/browser/classes/FormData.js': NOTHING,
  './lib/platform/browser/classes/Blob.js': NOTHING,
};
const FORM_DATA = "typeof G.FormData !== 'undefined' ? G.FormData : undefined";
const leanAxios = {
  name: 'lean-axios',
  resolveId(source, importer) {
    if (!importer?.startsWith(axiosRoot) || !source.startsWith('.')) return undefined;
    const file = `./${path.relative(axiosRoot, path.resolve(path.dirname(importer), source))}`;
    return axiosParts[file] === undefined ? undefined : path.join(axiosRoot, axiosParts[file]);
  },
  transform(code, id) {
    if (id === path.join(axiosRoot, 'lib/adapters/fetch.js')) return 'export const getFetch = () => null;';
    if (id !== path.join(axiosRoot, 'lib/utils.js')) return undefined;
    if (!code.includes(FORM_DATA))
      throw new Error('axios looks for FormData in another way: see .ci/bundle.mjs');
    return code.replace(FORM_DATA, 'undefined');
  },
};

// commander starts other programs as commands; none here is one, and Node takes a while to load what that needs.
const CHILD_PROCESS = "require('node:child_process')";
const leanCommander = {
  name: 'lean-commander',
  transform(code, id) {
    if (!id.endsWith('/commander/lib/command.js')) return undefined;
    if (!code.includes(CHILD_PROCESS))
      throw new Error('commander loads child_process in another way: see .ci/bundle.mjs');
    return code.replace(CHILD_PROCESS, '({})');
  },
};

const build = await rolldown({
  input: { bin: 'src/bin.ts', tap: 'src/tap.ts' },
  platform: 'node',
  plugins: [leanUndici, leanAxios, leanCommander],
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
  // Said three times, of modules that are meant to be loaded late by some and at once by others.
  checks: { ineffectiveDynamicImport: false },
  preserveEntrySignatures: 'allow-extension',
  logLevel: 'warn',
});
// Without comments and white space there is a quarter less to read; names stay, for whoever reads a stack trace.
const minify = { compress: false, mangle: false, codegen: { removeWhitespace: true } };
// A shell script and a module at once: Node takes an --env-file behind the script's name for its own unless "--" stands
// before it. (`env -S` would do the same, but not every env has it.)
const start = `#!/bin/sh\n':' //; exec node -- "$0" "$@"`;
const options = { dir: 'dist/src', format: 'esm', chunkFileNames: 'chunks/[name].js', minify };

// Sixty small files take longer to find than to read: what the start needs, and what a run to stdout needs, are one each.
const { output } = await build.generate(options);
const chunks = new Map(output.filter(({ type }) => type === 'chunk').map((chunk) => [chunk.fileName, chunk]));
function modulesFor(...entries) {
  const wanted = [...chunks.values()].filter(({ moduleIds }) =>
    entries.some((entry) => moduleIds.includes(path.resolve(entry))),
  );
  if (wanted.length === 0) throw new Error(`no chunk holds ${entries.join(', ')}`);
  const seen = new Set(wanted);
  for (const { imports } of seen)
    for (const file of imports) if (chunks.has(file)) seen.add(chunks.get(file));
  return new Set([...seen].flatMap(({ moduleIds }) => moduleIds));
}
const entries = [path.resolve('src/bin.ts'), path.resolve('src/tap.ts')];
const first = modulesFor('src/bin.ts', 'src/cli/main.ts');
// An entry waits at its top for what it starts, which must not wait for the entry's file in turn.
for (const entry of entries) first.delete(entry);
const run = modulesFor('src/cli/commands/run.ts', 'src/run/session.ts', 'src/run/run.ts');
const groups = [
  { name: 'start', test: (id) => first.has(id), priority: 2 },
  { name: 'run', test: (id) => run.has(id), priority: 1 },
];
await build.write({ ...options, codeSplitting: { groups, includeDependenciesRecursively: false } });
for (const bin of ['dist/src/bin.js', 'dist/src/tap.js']) {
  writeFileSync(bin, `${start}\n${readFileSync(bin, 'utf8')}`);
  chmodSync(bin, 0o755);
}
