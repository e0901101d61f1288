// A file of penstock's own is read; what somebody put in its place is not.
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readOwnFile } from '../../../src/core/files/read-file.ts';
import { temporaryDirectory } from '../../helpers/temporary.ts';

test('a file whole, and nothing where there is none', async () => {
  const file = path.join(await temporaryDirectory(), 'own');
  expect(await readOwnFile(file)).toBeUndefined();
  writeFileSync(file, 'é'.repeat(100_000));
  expect(await readOwnFile(file)).toBe('é'.repeat(100_000));
});

test('a link, to a file or to nowhere, and a directory are refused', async () => {
  const directory = await temporaryDirectory();
  const at = (name: string) => path.join(directory, name);
  writeFileSync(at('precious'), 'mine');
  symlinkSync(at('precious'), at('link'));
  symlinkSync(at('absent'), at('dangling'));
  mkdirSync(at('directory'));
  await expect(readOwnFile(at('link'))).rejects.toThrow('is a symbolic link, not a file');
  await expect(readOwnFile(at('dangling'))).rejects.toThrow('is a symbolic link, not a file');
  await expect(readOwnFile(at('directory'))).rejects.toThrow('is a directory, not a file');
});
