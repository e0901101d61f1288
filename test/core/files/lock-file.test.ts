// The file of a lock: one step makes it, nothing is read through a link, only its own owner touches it.
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { createLock, readLock, replaceLock, touchLock } from '../../../src/core/files/lock-file.ts';
import { temporaryDirectory } from '../../helpers/temporary.ts';

afterEach(() => vi.restoreAllMocks());

const lockIn = async () => path.join(await temporaryDirectory(), 'lock');

test('made once, read whole, replaced in one step, and nothing beside it is left', async () => {
  const file = await lockIn();
  expect(await readLock(file)).toBeUndefined();
  expect(await createLock(file, 'first')).toBe(true);
  expect(await createLock(file, 'second')).toBe(false);
  expect(await readLock(file)).toEqual({ text: 'first', touched: statSync(file).mtimeMs });
  await replaceLock(file, 'third');
  expect((await readLock(file))?.text).toBe('third');
  expect(readdirSync(path.dirname(file))).toEqual(['lock']);
});

test('of many makers one makes it', async () => {
  const file = await lockIn();
  const made = await Promise.all(Array.from({ length: 20 }, (_, i) => createLock(file, String(i))));
  expect(made.filter(Boolean)).toHaveLength(1);
  expect(readFileSync(file, 'utf8')).toBe(String(made.indexOf(true)));
});

test('without hard links it is made by a copy that overwrites nothing', async () => {
  const file = await lockIn();
  vi.spyOn(fs, 'link').mockRejectedValue(Object.assign(new Error('no links'), { code: 'ENOTSUP' }));
  expect(await createLock(file, 'first')).toBe(true);
  expect(await createLock(file, 'second')).toBe(false);
  expect(readFileSync(file, 'utf8')).toBe('first');
});

test('a leftover that was swept away while the lock was taken is no fault', async () => {
  const file = await lockIn();
  vi.spyOn(fs, 'link').mockRejectedValue(Object.assign(new Error('gone'), { code: 'ENOENT' }));
  expect(await createLock(file, 'mine')).toBe(false);
});

test('any other fault of the file system comes through, and leaves nothing', async () => {
  const file = await lockIn();
  vi.spyOn(fs, 'link').mockRejectedValue(Object.assign(new Error('broken'), { code: 'EIO' }));
  await expect(createLock(file, 'mine')).rejects.toThrow('broken');
  expect(readdirSync(path.dirname(file))).toEqual([]);
  await expect(createLock(path.join(file, 'below'), 'mine')).rejects.toMatchObject({ code: 'ENOENT' });
});

test('only its owner gives a sign of life', async () => {
  const file = await lockIn();
  await createLock(file, 'mine');
  utimesSync(file, new Date(0), new Date(0));
  await touchLock(file, 'another');
  expect((await readLock(file))?.touched).toBe(0);
  await touchLock(file, 'mine');
  expect((await readLock(file))?.touched).toBeGreaterThan(0);
  await fs.rm(file);
  await touchLock(file, 'mine');
  expect(await readLock(file)).toBeUndefined();
});

test('nothing but a file is read; an empty directory of an earlier release gives way', async () => {
  const [link, full, empty] = [await lockIn(), await lockIn(), await lockIn()];
  const precious = path.join(await temporaryDirectory(), 'precious');
  writeFileSync(precious, 'mine');
  symlinkSync(precious, link);
  mkdirSync(path.join(full, 'inner'), { recursive: true });
  mkdirSync(empty);
  await expect(readLock(link)).rejects.toThrow('is a symbolic link, not a file');
  await expect(readLock(full)).rejects.toThrow('is a directory, not a file');
  expect(await readLock(empty)).toBeUndefined();
  expect(await createLock(empty, 'mine')).toBe(true);
});

test('of a file that is no lock only the beginning is read', async () => {
  const file = await lockIn();
  writeFileSync(file, 'x'.repeat(100_000));
  expect((await readLock(file))?.text).toBe('x'.repeat(4096));
});
