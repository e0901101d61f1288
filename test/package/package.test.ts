// What `npm pack` makes, installed into an empty project: used from JavaScript and from TypeScript.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { crmServer } from '../helpers/crm.ts';
import { run } from '../helpers/process.ts';
import { temporaryDirectory } from '../helpers/temporary.ts';

const root = path.join(import.meta.dirname, '../..');
const npm = (words: string[], cwd: string) =>
  execFileSync('npm', words, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

/** The README's library program, as it stands there. */
function readmeProgram(): string {
  const text = readFileSync(path.join(root, 'README.md'), 'utf8');
  return /^```ts\n\/\/ export\.ts\n([\s\S]*?)^```$/m.exec(text)?.[1] ?? '';
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
  npm(
    ['install', '--prefer-offline', '--no-audit', '--no-fund', path.join(project, packed?.filename ?? '')],
    project,
  );

  const crm = await crmServer();
  const environment = { ...process.env, ...crm.environment('crm-api-key') };
  const program = readmeProgram();
  expect(program).toContain("from 'penstock'");

  // TypeScript: the declarations alone must do.
  mkdirSync(path.join(project, 'node_modules/@types'), { recursive: true });
  symlinkSync(path.join(root, 'node_modules/@types/node'), path.join(project, 'node_modules/@types/node'));
  writeFileSync(path.join(project, 'export.ts'), program);
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
    JSON.stringify({ compilerOptions: options, files: ['export.ts'] }),
  );
  execFileSync(process.execPath, [path.join(root, 'node_modules/typescript/bin/tsc'), '-p', project], {
    cwd: project,
    encoding: 'utf8',
  });

  // JavaScript: what tsc made of it.
  const outcome = await run([path.join(project, 'built/export.js')], { cwd: project, environment });
  expect(outcome.code, outcome.stderr).toBe(0);
  expect(outcome.stdout).toMatch(/^3350 contacts, \d+ of them active\nexported 3350 records, exit 0\n$/);

  const cli = await run([path.join(project, 'node_modules/.bin/penstock'), '--version'], {
    cwd: project,
    environment,
  });
  expect(cli.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
}, 180_000);
