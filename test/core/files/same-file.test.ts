// Two paths of one file are known for it, whatever leads to them, and also before it is there.
import { linkSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { isInside, isSameFile, realPath } from '../../../src/core/files/same-file.ts';
import { temporaryDirectory } from '../../helpers/temporary.ts';

async function place() {
  const directory = realpathSync(await temporaryDirectory());
  const at = (...names: string[]) => path.join(directory, ...names);
  mkdirSync(at('real'));
  symlinkSync(at('real'), at('link'));
  return { directory, at };
}

test('by links, by steps and by hard links', async () => {
  const { at } = await place();
  writeFileSync(at('real', 'a'), '');
  writeFileSync(at('real', 'b'), '');
  linkSync(at('real', 'a'), at('real', 'hard'));
  expect(await isSameFile(at('real', 'a'), at('link', 'a'))).toBe(true);
  expect(await isSameFile(at('real', 'a'), `${at('real')}/../link/./a`)).toBe(true);
  expect(await isSameFile(at('real', 'a'), at('real', 'hard'))).toBe(true);
  expect(await isSameFile(path.relative('.', at('real', 'a')), at('real', 'a'))).toBe(true);
  expect(await isSameFile(at('real', 'a'), at('real', 'b'))).toBe(false);
});

test('before it is there', async () => {
  const { at } = await place();
  expect(await isSameFile(at('real', 'new', 'file'), at('link', 'new', 'file'))).toBe(true);
  expect(await isSameFile(at('real', 'new'), at('real', 'other'))).toBe(false);
  expect(await realPath(at('link', 'new', 'file'))).toBe(at('real', 'new', 'file'));
});

test('inside is at any depth, never the directory itself, nor one whose name begins alike', async () => {
  const { at } = await place();
  expect(await isInside(at('real'), at('link', 'deep', 'file'))).toBe(true);
  expect(await isInside(at('link'), at('real', 'file'))).toBe(true);
  expect(await isInside(at('real'), at('real'))).toBe(false);
  expect(await isInside(at('real'), at('real-not', 'file'))).toBe(false);
  expect(await isInside(at('real'), at('file'))).toBe(false);
  expect(await isInside(at('real'), at('real', '..file'))).toBe(true);
});
