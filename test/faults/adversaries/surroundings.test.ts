// Processes in surroundings that nobody would choose, and the flag that Node reads as well.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { json, serve } from '../../helpers/serve.ts';
import { pipelineFile, temporaryDirectory } from '../../helpers/temporary.ts';

const bin = path.join(import.meta.dirname, '../../../dist/src/bin.js');

async function runIn(environment: NodeJS.ProcessEnv, client: object = {}, words: readonly string[] = []) {
  const served = await serve((request, response) =>
    json(response, { data: [{ id: 1, sent: request.headers['x-a'] ?? null }] }),
  );
  const cwd = await temporaryDirectory();
  const file = await pipelineFile({
    name: 'odd',
    client: { base_url: served.url, retry: { max_retries: 0 }, ...client },
    resources: [{ name: 'things', primary_key: 'id', endpoint: { path: '/things', data_selector: 'data' } }],
  });
  const env = { PATH: process.env.PATH, ...environment };
  // As a shell runs it: what stands before the program in the file is part of the program.
  const child = spawn(bin, ['run', file, ...words], { cwd, env });
  const [stdout, stderr, [code]] = await Promise.all([
    readAll(child.stdout),
    readAll(child.stderr),
    once(child, 'close'),
  ]);
  return { code, stdout, stderr };
}

describe('absurd values and surroundings: of a process', () => {
  test.each<[string, Record<string, string>]>([
    ['a proxy without a scheme', { HTTP_PROXY: 'proxy.example:3128', HTTPS_PROXY: 'proxy.example:3128' }],
    ['a proxy that is no address', { HTTP_PROXY: '::::', NO_PROXY: '*,,[' }],
    ['no HOME, no TMPDIR', { HOME: '', XDG_DATA_HOME: '', TMPDIR: '/gone/there' }],
    [
      'a HOME and a state directory that are files',
      { HOME: '/etc/hostname', PENSTOCK_STATE_DIR: '/etc/hostname' },
    ],
    [
      'an odd language and terminal',
      { LANG: 'xx', LC_ALL: 'ÿ', TZ: 'Nowhere/There', COLUMNS: '0', FORCE_COLOR: '9' },
    ],
  ])('%s', async (_name, environment) => {
    const outcome = await runIn(environment);
    // Loopback is never asked through a proxy, and nothing here needs a directory of the user's.
    expect([0, 2], outcome.stderr).toContain(outcome.code);
    expect(outcome.stderr).not.toMatch(/unexpected:|TypeError|\n +at /);
    if (outcome.code === 0) expect(JSON.parse(outcome.stdout)).toEqual({ id: 1, sent: null });
  });
});

describe('--env-file, which Node reads too', () => {
  const client = { headers: { 'x-a': { secret: 'token' } } };
  const envFile = async (content: string) => {
    const file = path.join(await temporaryDirectory(), '.env');
    writeFileSync(file, content);
    return file;
  };

  test('a file that is there fills secrets', async () => {
    const words = ['--env-file', await envFile('TOKEN=abc\n')];
    const outcome = await runIn({}, client, words);
    expect(outcome.code, outcome.stderr).toBe(0);
    expect(JSON.parse(outcome.stdout)).toEqual({ id: 1, sent: 'abc' });
  });

  test.each([['--env-file', '/gone/.env'], ['--env-file=/gone/.env']])(
    'a file that is missing is exit 2: %s',
    async (...words) => {
      const outcome = await runIn({}, client, words);
      expect(outcome.code, outcome.stderr).toBe(2);
      expect(outcome.stderr).toMatch(/error: .*\/gone\/\.env/);
    },
  );

  test('NODE_OPTIONS in it runs no code, and stays out of the process', async () => {
    const directory = await temporaryDirectory();
    const marker = path.join(directory, 'ran');
    const code = path.join(directory, 'code.cjs');
    writeFileSync(code, `require('node:fs').writeFileSync(${JSON.stringify(marker)}, '')`);
    const words = ['--env-file', await envFile(`TOKEN=abc\nNODE_OPTIONS=--require ${code}\n`)];
    const outcome = await runIn({}, client, words);
    expect(outcome.code, outcome.stderr).toBe(0);
    expect(existsSync(marker)).toBe(false);
  });
});
