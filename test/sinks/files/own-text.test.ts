import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readOwnText } from '../../../src/sinks/files/own-text.ts';
import { temporaryDirectory } from '../../helpers/temporary.ts';

const fileIn = async () => path.join(await temporaryDirectory(), 'own');

test('its text, and nothing where there is none', async () => {
  const file = await fileIn();
  expect(await readOwnText(file)).toBeUndefined();
  writeFileSync(file, 'grüße');
  expect(await readOwnText(file)).toBe('grüße');
});

test('a link and a directory are not read', async () => {
  const link = await fileIn();
  symlinkSync('/etc/hostname', link);
  const directory = await fileIn();
  mkdirSync(directory);
  for (const file of [link, directory]) {
    await expect(readOwnText(file)).rejects.toMatchObject({ exitCode: 8, hint: expect.any(String) });
  }
});

test('what cannot be read is an error of the output', async () => {
  const file = await fileIn();
  writeFileSync(file, '');
  await expect(readOwnText(path.join(file, 'below'))).rejects.toMatchObject({
    exitCode: 7,
    message: expect.stringContaining('cannot read'),
  });
});
