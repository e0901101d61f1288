// What `npm pack` makes, installed into an empty project: used from JavaScript and from TypeScript.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { crmServer } from '../helpers/crm.ts';
import { run } from '../helpers/process.ts';
import { temporaryDirectory } from '../helpers/temporary.ts';
import { blocksOf, DOCUMENTS } from '../programs/docs/documents.ts';

const root = path.join(import.meta.dirname, '../..');
const npm = (words: string[], cwd: string) =>
  execFileSync('npm', words, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

/** A program of the documents, as it stands there. */
function documentedFile(name: string): string {
  const blocks = DOCUMENTS.flatMap((file) => blocksOf(readFileSync(file, 'utf8')));
  const block = blocks.find(
    (one) => one.text.startsWith(`// ${name}\n`) || one.text.startsWith(`# ${name}\n`),
  );
  expect(block?.text, name).toBeDefined();
  return block?.text ?? '';
}

test('the tarball holds what a user needs and works where it is installed', async () => {
  const project = await temporaryDirectory();
  const [packed] = JSON.parse(
    npm(['pack', '--json', '--ignore-scripts', '--pack-destination', project], root),
  ) as { filename: string; files: { path: string }[] }[];
  const files = packed?.files.map((file) => file.path) ?? [];
  expect(files).toEqual(
    expect.arrayContaining([
      'dist/src/bin.js',
      'dist/src/index.js',
      'dist/src/index.d.ts',
      'README.md',
      'LICENSE',
      'CHANGELOG.md',
      'dist/pipelines/crm-oauth2.js',
      'dist/pipelines/crm-sync.js',
      'dist/pipelines/crm-sync.d.ts',
      'dist/fixtures/crm/server.js',
    ]),
  );
  expect(
    files.filter((file) => !/^(?:dist\/|README\.md|LICENSE|CHANGELOG\.md|package\.json)/.test(file)),
  ).toEqual([]);

  writeFileSync(
    path.join(project, 'package.json'),
    JSON.stringify({ name: 'user', type: 'module', private: true }),
  );
  // Strictly: a package finds what it declares, and nothing that happens to lie beside it.
  const strict = ['--install-strategy=linked', '--prefer-offline', '--no-audit', '--no-fund'];
  // The chain of the documents ends in somebody else's parser.
  npm(['install', ...strict, path.join(project, packed?.filename ?? ''), 'csv-parse@7.0.3'], project);

  const crm = await crmServer();
  const environment = { ...process.env, ...crm.environment('crm-api-key') };
  for (const name of ['titles.ts', 'typed-export.ts', 'chain.ts', 'crm.yaml'])
    writeFileSync(path.join(project, name), documentedFile(name));

  // TypeScript: the declarations alone must do.
  // The user's own types of Node, of the version that the compiler here knows.
  mkdirSync(path.join(project, 'node_modules/@types'), { recursive: true });
  rmSync(path.join(project, 'node_modules/@types/node'), { recursive: true, force: true });
  symlinkSync(path.join(root, 'node_modules/@types/node'), path.join(project, 'node_modules/@types/node'));
  const options = {
    strict: true,
    module: 'nodenext',
    target: 'es2023',
    types: ['node'],
    skipLibCheck: false,
    outDir: 'built',
    rootDir: '.',
  };
  writeFileSync(
    path.join(project, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: options, files: ['titles.ts', 'typed-export.ts', 'chain.ts'] }),
  );
  const compiled = await run([path.join(root, 'node_modules/typescript/bin/tsc'), '-p', project], {
    cwd: project,
    environment,
  });
  expect(compiled.stdout).toBe('');

  // JavaScript: what tsc made of it.
  const outcome = await run([path.join(project, 'built/typed-export.js')], { cwd: project, environment });
  expect(outcome.code, outcome.stderr).toBe(0);
  expect(outcome.stdout).toMatch(/^3350 contacts, \d+ of them active\nexported 3350 records, exit 0\n$/);

  const titles = await run([path.join(project, 'built/titles.js')], { cwd: project, environment });
  expect(titles.stdout, titles.stderr).toMatch(/^\d+ job titles\nexported 3350 records\n$/);

  const chain = await run([path.join(project, 'built/chain.js')], { cwd: project, environment });
  expect(chain.stdout, chain.stderr).toBe('3350 rows\n');

  for (const command of ['penstock', 'tap-penstock']) {
    const words = [path.join(project, 'node_modules/.bin', command), '--version'];
    const { stdout } = await run(words, { cwd: project, environment });
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  }

  // The SDK of object stores is loaded only there, and whoever lacks it is told.
  const words = [
    path.join(project, 'node_modules/.bin/penstock'),
    'run',
    'crm.yaml',
    'cases',
    '-o',
    's3://b/x',
  ];
  const bucket = await run(words, { cwd: project, environment });
  expect(bucket).toMatchObject({ code: 2, stderr: expect.stringMatching(/npm install @aws-sdk\/client-s3/) });
}, 180_000);
