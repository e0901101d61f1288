// Directories are made with all that lead to them.
import { statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makeDirectory, syncDirectory } from '../../../src/core/files/directories.ts';
import { temporaryDirectory } from '../../helpers/temporary.ts';

test('with its parents, in the mode that is asked for; one that is there stays', async () => {
  const deep = path.join(await temporaryDirectory(), 'a', 'b', 'c');
  await makeDirectory(deep, { mode: 0o700 });
  await makeDirectory(deep);
  expect(statSync(deep).mode & 0o777).toBe(0o700);
});

test('a file in its way is an error, so is bringing to the disk what is not there', async () => {
  const directory = await temporaryDirectory();
  writeFileSync(path.join(directory, 'file'), '');
  await expect(makeDirectory(path.join(directory, 'file', 'below'))).rejects.toMatchObject({
    code: 'ENOTDIR',
  });
  await syncDirectory(directory);
  await expect(syncDirectory(path.join(directory, 'absent'))).rejects.toMatchObject({ code: 'ENOENT' });
});
