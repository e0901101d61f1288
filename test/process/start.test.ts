// The executable as a shell starts it: whose --env-file it is, signals, and a user of whom the system knows nothing.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { json, serve } from '../helpers/serve.ts';
import { pipelineFile, temporaryDirectory } from '../helpers/temporary.ts';

const bin = path.join(import.meta.dirname, '../../dist/src/bin.js');
const { PATH } = process.env;

async function listed() {
  return pipelineFile({ client: { base_url: 'http://127.0.0.1:9' }, resources: ['r'] });
}

describe.skipIf(process.platform === 'win32')('--env-file', () => {
  test('a file that is missing is our error', async () => {
    const { status, stderr } = spawnSync(bin, ['list', await listed(), '--env-file', 'missing.env'], {
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 2, stderr: 'error: missing.env: there is no such file\n' });
  });

  test.each(['--env-file', '--env-file='])('%s: NODE_OPTIONS in it run no code', async (flag) => {
    const directory = await temporaryDirectory();
    const mark = path.join(directory, 'mark');
    const code = path.join(directory, 'code.cjs');
    writeFileSync(code, `require('node:fs').writeFileSync(${JSON.stringify(mark)}, '')`);
    const file = path.join(directory, '.env');
    writeFileSync(file, `NODE_OPTIONS=--require=${code}\n`);
    const words = flag.endsWith('=') ? [`${flag}${file}`] : [flag, file];
    const { status, stderr } = spawnSync(bin, ['list', await listed(), ...words], { encoding: 'utf8' });
    expect(status, stderr).toBe(0);
    expect(existsSync(mark)).toBe(false);
  });
});

describe.skipIf(process.platform === 'win32')('SIGHUP', () => {
  test('ends the run and leaves nothing unfinished', async () => {
    const api = await serve((request, response) => {
      if (request.url === '/r') json(response, { data: [{ id: 1 }], next: `${api.url}/slow` });
      else setTimeout(() => json(response, { data: [{ id: 2 }] }), 700);
    });
    const file = await pipelineFile({
      client: { base_url: api.url, paginator: { type: 'json_link', next_url_path: 'next' } },
      resources: [{ name: 'r', endpoint: { data_selector: 'data' } }],
    });
    const out = path.join(await temporaryDirectory(), 'out');
    const child = spawn(bin, ['run', file, '-o', out], { stdio: 'ignore' });
    while (api.requests.length < 2) await delay(10);
    child.kill('SIGHUP');
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect(code).toBe(129);
    expect(existsSync(path.join(out, 'r'))).toBe(false);
    expect(existsSync(path.join(out, '.penstock-staging'))).toBe(false);
  });
});

// Only root may become a user that the system does not know.
describe.skipIf(process.getuid?.() !== 0)('no HOME and an unknown user', () => {
  const nobody = { encoding: 'utf8', uid: 54321, gid: 54321, env: { PATH } } as const;

  test('what needs no home works', () => {
    const { status, stderr } = spawnSync(process.execPath, [bin, 'explain', 'cursor'], nobody);
    expect(status, stderr).toBe(0);
  });
});

test.skipIf(process.platform === 'win32')('a closed stderr is no fault', async () => {
  const api = await serve((_, response) => json(response, { data: [{ id: 1 }] }));
  const file = await pipelineFile({
    client: { base_url: api.url, paginator: 'single_page' },
    resources: [{ name: 'r', endpoint: { data_selector: 'data' } }],
  });
  const child = spawn('sh', ['-c', `"${bin}" run "${file}" -v 2>&-`], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let stdout = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect({ code, stdout }).toEqual({ code: 0, stdout: '{"id":1}\n' });
});
