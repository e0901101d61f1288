// The documents are part of the product: the reference is up to date, and their commands do what they show.
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startCrm } from '../fixtures/crm/server.ts';
import { temporaryDirectory } from './helpers/temporary.ts';
import {
  blocksOf,
  commandsOf,
  DOCUMENTS,
  FAULTS,
  README,
  REFERENCE,
  withExitCodes,
  withReference,
} from './programs/docs/documents.ts';

const root = path.join(import.meta.dirname, '..');
const read = (file: string) => readFileSync(file, 'utf8');
const readme = read(README);
const blocks = DOCUMENTS.flatMap((file) => blocksOf(read(file)));
const hasJq = spawnSync('jq', ['--version']).status === 0;

test('the reference follows from the declarations (else: npm run docs)', () => {
  expect(read(REFERENCE)).toBe(withReference(read(REFERENCE)));
});

test('opens with the two set-up commands, each on a line of its own', () => {
  const setUp = blocks.filter((block) => block.language === 'sh').map((block) => block.text);
  expect(setUp[0]).toBe('npm ci && npm start\n');
  expect(setUp[1]).toBe('npm ci && npm test\n');
});

test('the README is read in five minutes', () => {
  expect(readme.split('\n').length).toBeLessThanOrEqual(200);
});

test('every link leads somewhere', () => {
  const documents = [
    ...DOCUMENTS,
    FAULTS,
    path.join(root, 'src/README.md'),
    path.join(root, 'CONTRIBUTING.md'),
  ];
  const broken = documents.flatMap((file) =>
    [...read(file).matchAll(/\]\((?!https?:)([^)#]+)/g)]
      .map((match) => path.resolve(path.dirname(file), match[1] ?? ''))
      .filter((target) => !existsSync(target)),
  );
  expect(broken).toEqual([]);
});

test('the exit codes are those of the program (else: npm run docs)', () => {
  expect(readme).toBe(withExitCodes(readme));
});

// Where the numbers of the documents are not compared.
const FEW = {
  ...{ 'crm-oauth2/companies': 40, 'crm-oauth2/contacts': 400, 'crm-oauth2/notes': 200 },
  ...{ 'crm-oauth2/tasks': 200, 'crm-oauth2/events': 200, 'crm-oauth2/users': 50, 'crm-oauth2/products': 80 },
  ...{ 'crm-api-key/customers': 240, 'crm-api-key/contacts': 350, 'crm-api-key/leads': 180 },
  'crm-api-key/opportunities': 130,
};

/** A directory with what the README's commands need, and a shell in it. */
async function sandbox(counts: Readonly<Record<string, number>> = { 'crm-oauth2/companies': 200 }) {
  const crm = await startCrm({
    drift: { every: 1000, by: 3 },
    // The notes of each company are a request of their own.
    counts,
    faults: [
      { at: '/crm-api-key/v1/contacts', from: 12, every: 10_000, fault: { kind: 'status', status: 503 } },
    ],
  });
  onTestFinished(() => crm.close());
  const directory = await temporaryDirectory();
  const bin = path.join(directory, '.bin');
  mkdirSync(bin);
  const script = (name: string, line: string) => {
    writeFileSync(path.join(bin, name), `#!/bin/sh\nexec ${line} "$@"\n`);
    chmodSync(path.join(bin, name), 0o755);
  };
  script('penstock', `${process.execPath} ${path.join(root, 'dist/src/bin.js')}`);
  script('tap-penstock', `${process.execPath} ${path.join(root, 'dist/src/tap.js')}`);
  script('duckdb', `${process.execPath} ${path.join(root, 'test/helpers/duckdb-cli.mjs')}`);
  symlinkSync(path.join(root, 'pipelines'), path.join(directory, 'pipelines'));
  for (const block of blocks) {
    const name = /^(?:#|\/\/) (\S+\.(?:yaml|ts|json))\n/.exec(block.text)?.[1];
    if (name !== undefined) writeFileSync(path.join(directory, name), block.text);
  }
  const environment = {
    ...process.env,
    ...crm.environment('crm-oauth2'),
    CRM_BASE_URL: crm.baseUrls['crm-api-key'],
    OAUTH2_BASE_URL: crm.baseUrls['crm-oauth2'],
    PENSTOCK_STATE_DIR: path.join(directory, '.state'),
    PATH: `${bin}:${process.env.PATH}`,
    NO_COLOR: '1',
  };
  return (command: string) => {
    // One variable names the API of every pipeline, and the sandbox has both APIs.
    const isSync = command.includes('pipelines/crm-sync.ts');
    const env = isSync ? { ...environment, CRM_BASE_URL: crm.baseUrls['crm-oauth2'] } : environment;
    // The server runs in this process, so the shell must not block it.
    return new Promise<{ output: string; code: number | null }>((resolve) => {
      import('node:child_process').then(({ spawn }) => {
        const child = spawn('bash', ['-c', command], { cwd: directory, env });
        let output = '';
        child.stdout.on('data', (chunk) => {
          output += chunk;
        });
        child.stderr.on('data', (chunk) => {
          output += chunk;
        });
        child.on('close', (code) => resolve({ output, code }));
      });
    });
  };
}

beforeAll(() => {
  execFileSync(process.execPath, [path.join(root, 'dist/src/bin.js'), '--version']);
});

/** Times and ports differ from run to run. */
const settled = (output: string) =>
  output
    .replace(/\d+\.\d(?= s\b|$)/gm, 'N')
    .replace(/ +N$/gm, ' N')
    .replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT');

describe('what the first screen shows is what happens', () => {
  const consoles = blocks.filter((block) => block.language === 'console');

  test.skipIf(!hasJq)('every console block, command by command', async () => {
    const shell = await sandbox();
    for (const { command, output } of consoles.flatMap((block) => commandsOf(block.text))) {
      const { output: real } = await shell(command);
      expect(settled(real), command).toBe(settled(output));
    }
  });
});

describe('recipes', () => {
  const recipes = blocks
    .filter((block) => block.language === 'bash')
    .flatMap((block) => block.text.split('\n').filter((line) => line !== '' && !line.startsWith('#')));

  test('there are some', () => expect(recipes.length).toBeGreaterThan(15));

  test('every one of them runs', async () => {
    const shell = await sandbox(FEW);
    for (const recipe of recipes) {
      if (!hasJq && recipe.includes('jq')) continue;
      const { output, code } = await shell(`set -o pipefail; ${recipe}`);
      expect(code, `${recipe}\n${output}`).toBe(0);
    }
  }, 240_000);

  test('the commands of the cron lines run', async () => {
    const shell = await sandbox(FEW);
    const jobs = blocks.filter((block) => block.language === 'crontab').map((block) => block.text.trim());
    expect(jobs.length).toBeGreaterThan(1);
    for (const line of jobs) {
      const command = line
        .split(/\s+/)
        .slice(5)
        .join(' ')
        .replace(/^cd \S+ && /, '');
      const { output, code } = await shell(command);
      expect(code, `${command}\n${output}`).toBe(0);
    }
  });
});
