// Bodies on the disk: readable by this user alone, and gone when the run is over.
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { Spool } from '../../../src/source/http/spool.ts';
import { temporaryDirectory } from '../../helpers/temporary.ts';

afterEach(() => vi.unstubAllEnvs());

const chunks = async function* (...texts: string[]) {
  for (const text of texts) yield Buffer.from(text);
};

test('each body has a file of its own, for this user alone, until the end', async () => {
  vi.stubEnv('TMPDIR', await temporaryDirectory());
  const spool = new Spool();
  const files = await Promise.all([spool.write(chunks('a', 'b')), spool.write(chunks('c'))]);
  expect(files.map((file) => readFileSync(file, 'utf8'))).toEqual(['ab', 'c']);
  expect(files.map((file) => statSync(file).mode & 0o077)).toEqual([0, 0]);
  const directory = path.dirname(files[0] ?? '');
  expect(statSync(directory).mode & 0o077).toBe(0);
  await spool.close();
  expect(existsSync(directory)).toBe(false);
});

test('no room is a fault for good that names the way out; closing is fine then, and without any body', async () => {
  vi.stubEnv('TMPDIR', path.join(await temporaryDirectory(), 'absent'));
  const spool = new Spool();
  await expect(spool.write(chunks('a'))).rejects.toMatchObject({
    verdict: {
      kind: 'failed',
      reason: expect.stringContaining('ENOENT'),
      hint: expect.stringContaining('TMPDIR'),
    },
  });
  await spool.close();
  await new Spool().close();
});

test('a fault of the source comes through', async () => {
  vi.stubEnv('TMPDIR', await temporaryDirectory());
  const spool = new Spool();
  const broken = async function* () {
    yield* chunks('a');
    throw new Error('reset');
  };
  await expect(spool.write(broken())).rejects.toThrow('reset');
  await spool.close();
});
