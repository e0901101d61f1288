// Where refresh tokens are kept between runs: locks, links, directories that cannot be written.
import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { acquireLock } from '../../../../src/core/files/lock.ts';
import { thisOwner } from '../../../../src/core/files/lock-owner.ts';
import { openTokenStore } from '../../../../src/source/auth/oauth2/token-store.ts';
import { temporaryDirectory } from '../../../helpers/temporary.ts';

const grant = {
  tokenUrl: 'https://accounts.example.com/token',
  clientId: 'client',
  refreshToken: 'refresh-0',
};
const signal = new AbortController().signal;
const tokens = (refreshToken?: string) => ({ value: 'access', lifetime: 3600, refreshToken });

/** The file that the store of this grant writes. */
async function storedFile(directory: string): Promise<string> {
  await openTokenStore(directory, grant, signal).rotate(async () => tokens('refresh-1'));
  const [name = ''] = (await readdir(path.join(directory, 'tokens'))).filter((one) => one.endsWith('.json'));
  return path.join(directory, 'tokens', name);
}

test('a rotated token is there for the next store, and no lock stays behind', async () => {
  const directory = await temporaryDirectory();
  const file = await storedFile(directory);
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ refresh_token: 'refresh-1' });
  const seen: string[] = [];
  await openTokenStore(directory, grant, signal).rotate(async (token) => {
    seen.push(token);
    return tokens();
  });
  expect(seen).toEqual(['refresh-1']);
  expect(await readdir(path.dirname(file))).toEqual([path.basename(file)]);
});

test('token lock left by a kill: it is taken over', async () => {
  const directory = await temporaryDirectory();
  const file = await storedFile(directory);
  const owner = thisOwner();
  const dead = { ...owner, pid: 2 ** 22, proof: { ...owner.proof, pid: 2 ** 22 } };
  await writeFile(`${file}.lock`, `${JSON.stringify(dead)}\n`);
  expect(await openTokenStore(directory, grant, signal).rotate(async () => tokens())).toMatchObject({
    value: 'access',
  });
});

test('the wait for another process ends with the run', async () => {
  const directory = await temporaryDirectory();
  const file = await storedFile(directory);
  const held = await acquireLock(`${file}.lock`);
  const ending = new AbortController();
  setTimeout(() => ending.abort(new Error('the run ends')), 50);
  const waiting = openTokenStore(directory, grant, ending.signal).rotate(async () => tokens());
  await expect(waiting).rejects.toThrow();
  await held.release();
});

test('a token that does not rotate needs no directory that can be written', async () => {
  const file = path.join(await temporaryDirectory(), 'a-file');
  await writeFile(file, '');
  const store = openTokenStore(path.join(file, 'below'), grant, signal);
  expect(await store.rotate(async () => tokens())).toMatchObject({ value: 'access' });
  await expect(store.rotate(async () => tokens('refresh-1'))).rejects.toMatchObject({
    exitCode: 8,
    message: expect.stringMatching(/cannot store the rotated refresh token/),
    hint: expect.stringMatching(/PENSTOCK_STATE_DIR/),
  });
});

test.each(['a link to a file', 'a link to nothing', 'a directory'])(
  '%s in its place is refused',
  async (kind) => {
    const directory = await temporaryDirectory();
    const file = await storedFile(directory);
    const elsewhere = path.join(directory, 'elsewhere');
    await rm(file);
    if (kind === 'a link to a file') await writeFile(elsewhere, '{"refresh_token":"planted"}');
    if (kind === 'a directory') await mkdir(file);
    else await symlink(elsewhere, file);
    const seen: string[] = [];
    const rotating = openTokenStore(directory, grant, signal).rotate(async (token) => {
      seen.push(token);
      return tokens('refresh-2');
    });
    await expect(rotating).rejects.toMatchObject({ exitCode: 8 });
    expect(seen).toEqual([]);
  },
);

test.each(['', '{', '[]', '{"refresh_token":7}', '{"refresh_token":""}'])(
  'a damaged file %j: exit 8',
  async (text) => {
    const directory = await temporaryDirectory();
    await writeFile(await storedFile(directory), text);
    const rotating = openTokenStore(directory, grant, signal).rotate(async () => tokens());
    await expect(rotating).rejects.toMatchObject({
      exitCode: 8,
      message: expect.stringMatching(/is damaged/),
    });
  },
);
