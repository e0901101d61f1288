// The built program as a process: pipes, signals, kill, and other people's tools on its stdout.
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Crm } from '../../fixtures/crm/server.ts';
import oauth2 from '../../pipelines/crm-oauth2.ts';
import { crmServer } from '../helpers/crm.ts';
import { temporaryDirectory } from '../helpers/temporary.ts';

const root = path.join(import.meta.dirname, '../..');
const bin = path.join(root, 'dist/src/bin.js');
// As JSON, which takes a process half the time of TypeScript to read.
const directory = mkdtempSync(path.join(tmpdir(), 'penstock-test-'));
const pipeline = path.join(directory, 'crm-oauth2.json');
beforeAll(() => writeFileSync(pipeline, JSON.stringify(oauth2)));
afterAll(() => rmSync(directory, { recursive: true }));

const hasJq = spawnSync('jq', ['--version']).status === 0;

const many = { counts: { 'crm-oauth2/contacts': 400_000 } };

async function environmentOf(crm: Crm): Promise<NodeJS.ProcessEnv> {
  return {
    ...process.env,
    ...crm.environment('crm-oauth2'),
    PENSTOCK_STATE_DIR: await temporaryDirectory(),
    PENSTOCK: `${process.execPath} ${bin}`,
    PIPELINE: pipeline,
  };
}

/** Runs a bash line; `$PENSTOCK` and `$PIPELINE` stand in it. */
async function shell(line: string, crm: Crm) {
  const child = spawn('bash', ['-c', line], { env: await environmentOf(crm) });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk) => out.push(chunk));
  child.stderr.on('data', (chunk) => err.push(chunk));
  const [code] = await once(child, 'close');
  return { code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() };
}

async function start(
  words: readonly string[],
  crm: Crm,
): Promise<{ child: ChildProcess; stderr: () => string }> {
  const child = spawn(process.execPath, [bin, ...words], {
    env: await environmentOf(crm),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const err: Buffer[] = [];
  child.stderr?.on('data', (chunk) => err.push(chunk));
  return { child, stderr: () => Buffer.concat(err).toString() };
}

async function until(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 500 && !condition(); i += 1) await delay(20);
  expect(condition()).toBe(true);
}

describe('pipes', () => {
  test.each(['head -1', 'head -c 10'])(
    '| head: %s ends the run quietly with 0 and stops the requests',
    async (command) => {
      const crm = await crmServer(many);
      const { code, stderr, stdout } = await shell(
        `set -o pipefail; $PENSTOCK run $PIPELINE contacts | ${command} > /dev/null; echo "\${PIPESTATUS[0]}"`,
        crm,
      );
      expect({ code, stderr, stdout }).toEqual({ code: 0, stderr: '', stdout: '0\n' });
      const requests = crm.requests.length;
      expect(requests).toBeLessThan(60);
      await delay(200);
      expect(crm.requests).toHaveLength(requests);
    },
  );

  // The machine may have nothing but Node and npm.
  test.skipIf(!hasJq)('jq reads every line', async () => {
    const crm = await crmServer();
    const { stdout, code } = await shell(
      `set -o pipefail; $PENSTOCK run $PIPELINE contacts | jq -r .email | sort -u | wc -l`,
      crm,
    );
    expect(code).toBe(0);
    expect(Number(stdout)).toBeGreaterThan(4000);
  });

  test('split cuts it into files of whole lines', async () => {
    const crm = await crmServer();
    const directory = await temporaryDirectory();
    await shell(`cd ${directory} && $PENSTOCK run $PIPELINE companies | split -l 1000 - part-`, crm);
    const counts = readdirSync(directory).map(
      (file) => readFileSync(path.join(directory, file), 'utf8').trim().split('\n').length,
    );
    expect(counts.sort()).toEqual([1000, 1000, 1000, 120]);
  });

  test('slow reader: makes the requests wait', async () => {
    const crm = await crmServer(many);
    const { child } = await start(['run', pipeline, 'contacts'], crm);
    child.stdout?.pause();
    await until(() => crm.requests.length > 2);
    await delay(1500);
    const requests = crm.requests.length;
    await delay(500);
    // What waits: the pipe's buffer, Node's buffer on both sides, one page in the stream, one on its way.
    expect(crm.requests).toHaveLength(requests);
    expect(requests).toBeLessThan(30);
    child.kill('SIGKILL');
  });
});

describe('signals', () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('SIGINT, SIGTERM: %s cleans up and exits with %i', async (signal, code) => {
    const crm = await crmServer({ ...many, latency: 5 });
    const out = path.join(await temporaryDirectory(), 'out');
    const { child, stderr } = await start(['run', pipeline, 'contacts', 'roles', '-o', out], crm);
    await until(() => crm.requests.length > 20);
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([code, null]);
    expect(stderr()).toMatch(new RegExp(`ended by ${signal}`));
    // "roles" had come to its end: that is kept for a run that goes on, and nothing else.
    expect(stderr()).toMatch(/go on from there with --resume/);
    expect(readdirSync(out)).toEqual(['.penstock-staging']);
  });

  test('SIGINT, SIGTERM: a second signal ends at once', async () => {
    const crm = await crmServer(many);
    const { child } = await start(['run', pipeline, 'contacts'], crm);
    // Nobody reads: the run cannot get on with its clean-up of a blocked stdout.
    child.stdout?.pause();
    await until(() => crm.requests.length > 2);
    child.kill('SIGINT');
    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([130, null]);
  });

  test('SIGTERM: one is enough where nobody reads stdout', async () => {
    const crm = await crmServer(many);
    const { child } = await start(['run', pipeline, 'contacts'], crm);
    child.stdout?.pause();
    await until(() => crm.requests.length > 2);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([143, null]);
  });

  test('a command that leaves does not wait for a stdout that nobody reads', async () => {
    const { href } = pathToFileURL(path.join(root, 'dist/src/cli/process.js'));
    const script = `import { runProcess } from ${JSON.stringify(href)};
      await runProcess(async (_, io) => (io.stdout.write('x'.repeat(1e6)), io.leave(), 5));`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    child.stdout.pause();
    expect(await once(child, 'exit')).toEqual([5, null]);
  });

  test('kill -9: no final file, the earlier snapshot whole, and the next run unhindered', async () => {
    const crm = await crmServer({ latency: 2 });
    const out = path.join(await temporaryDirectory(), 'out');
    const words = [
      'run',
      pipeline,
      'companies',
      '-o',
      out,
      '--set',
      'resource_defaults.write_disposition=replace',
    ];
    const once1 = await start(words, crm);
    expect(await once(once1.child, 'exit')).toEqual([0, null]);
    const file = path.join(out, 'companies/part-00000.ndjson');
    const earlier = readFileSync(file, 'utf8');

    const before = crm.requests.length;
    const killed = await start(words, crm);
    await until(() => crm.requests.length > before + 5);
    killed.child.kill('SIGKILL');
    await once(killed.child, 'exit');
    expect(readFileSync(file, 'utf8')).toBe(earlier);
    expect(existsSync(path.join(out, '.penstock-staging'))).toBe(true);

    const again = await start(words, crm);
    expect(await once(again.child, 'exit'), again.stderr()).toEqual([0, null]);
    expect(readFileSync(file, 'utf8')).toBe(earlier);
    expect(readdirSync(out).sort()).toEqual(['_manifest.json', 'companies']);
  });

  test('two runs into one directory: the second is refused and names the first', async () => {
    const crm = await crmServer({ ...many, latency: 5 });
    const out = path.join(await temporaryDirectory(), 'out');
    const one = await start(['run', pipeline, 'contacts', '-o', out], crm);
    await until(() => crm.requests.length > 3);
    const two = await start(['run', pipeline, 'contacts', '-o', out], crm);
    expect(await once(two.child, 'exit')).toEqual([8, null]);
    expect(two.stderr()).toMatch(new RegExp(`in use by process ${one.child.pid}`));
    one.child.kill('SIGTERM');
    await once(one.child, 'exit');
  });
});

test('disk full: behind stdout too, exit 7', async () => {
  const crm = await crmServer();
  const { code, stderr } = await shell('$PENSTOCK run $PIPELINE contacts > /dev/full', crm);
  expect(code).toBe(7);
  expect(stderr).toMatch(/cannot write to stdout.*\n.*free some space/);
});

test('a fresh process prints its version', () => {
  const version = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')).version;
  expect(execFileSync(process.execPath, [bin, '--version']).toString()).toBe(`${version}\n`);
});

test('a pipeline file far from any project finds the library', async () => {
  const crm = await crmServer();
  const directory = await temporaryDirectory();
  const file = path.join(directory, 'roles.ts');
  writeFileSync(
    file,
    `import { definePipeline, env, secret } from 'penstock';
     export default definePipeline({
       client: { base_url: env('CRM_BASE_URL'), auth: { type: 'oauth2', token_url: env('CRM_TOKEN_URL'),
         client_id: secret('client_id'), client_secret: secret('client_secret'), refresh_token: secret('client_refresh_token') } },
       resources: [{ name: 'roles', endpoint: { path: '/v1/settings/roles', data_selector: 'roles' } }],
     });`,
  );
  const { stdout } = await shell(`$PENSTOCK run ${file} | wc -l`, crm);
  expect(stdout.trim()).toBe('12');
});

test('a pipeline comes from stdin as JSON or YAML', async () => {
  const crm = await crmServer();
  const json = '{"client": {"base_url": "http://127.0.0.1:9"}, "resources": ["users/{id}", "x"]}';
  const wrong = await shell(`printf '%s' '${json}' | $PENSTOCK run -`, crm);
  expect(wrong.code).toBe(2);
  expect(wrong.stderr).toContain('resources[0].endpoint.path: nothing fills {id}');
  const yaml = 'client: {base_url: "http://127.0.0.1:9"}\\nresources: [users]\\n';
  const { code, stdout } = await shell(`printf '${yaml}' | $PENSTOCK list -`, crm);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^users /m);
});

test('a working directory that is gone is an error, not a hang', async () => {
  const crm = await crmServer({ latency: 100 });
  const directory = await temporaryDirectory();
  const line = `mkdir gone && cd gone && { $PENSTOCK run $PIPELINE contacts roles -o out & pid=$!; sleep 1.5; rm -rf ../gone; wait $pid; }`;
  const { code, stderr } = await shell(`cd ${directory} && ${line}`, crm);
  expect(code, stderr).toBe(7);
  expect(stderr).toMatch(/error: .*cannot/);
});
