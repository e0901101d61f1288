// Runs the suite on other versions of Node, which come from the npm registry as plain packages: `npm run test:nodes`.
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.join(import.meta.dirname, '../../..');
const VERSIONS = ['22', '24'];

const [, , ...wanted] = process.argv;
const failed = (wanted.length > 0 ? wanted : VERSIONS).filter((version) => !passes(version));
console.log(failed.length === 0 ? 'every version passes' : `failed on Node ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;

function passes(version: string): boolean {
  const directory = mkdtempSync(path.join(tmpdir(), `penstock-node-${version}-`));
  // A test starts it as another user.
  chmodSync(directory, 0o755);
  writeFileSync(path.join(directory, 'package.json'), '{"private": true}');
  const name = `node-${process.platform}-${process.arch}`;
  execFileSync('npm', ['install', '--silent', '--prefix', directory, `${name}@${version}`]);
  const bin = path.join(directory, 'node_modules', name, 'bin');
  console.log(`Node ${execFileSync(path.join(bin, 'node'), ['--version'], { encoding: 'utf8' }).trim()}`);
  const vitest = path.join(root, 'node_modules/vitest/vitest.mjs');
  const words = [vitest, 'run', '--config', 'test/vitest.config.ts'];
  const environment = { ...process.env, PATH: `${bin}:${process.env.PATH}` };
  const run = spawnSync(path.join(bin, 'node'), words, { cwd: root, env: environment, stdio: 'inherit' });
  return run.status === 0;
}
