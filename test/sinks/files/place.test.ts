import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { place } from '../../../src/sinks/files/place.ts';
import { filesOf } from '../../helpers/files.ts';
import { temporaryDirectory } from '../../helpers/temporary.ts';

test('into a directory that is made for it, and over an earlier file', async () => {
  const directory = await temporaryDirectory();
  const [from, to] = ['from', 'a/b/to'].map((name) => path.join(directory, name)) as [string, string];
  for (const text of ['one', 'two']) {
    writeFileSync(from, text);
    await place(from, to);
    expect(readFileSync(to, 'utf8')).toBe(text);
  }
  expect(Object.keys(filesOf(directory))).toEqual(['a/b/to']);
});

test('where it cannot go, it stays where it was', async () => {
  const directory = await temporaryDirectory();
  const [from, to] = ['from', 'to'].map((name) => path.join(directory, name)) as [string, string];
  writeFileSync(from, 'one');
  mkdirSync(to);
  await expect(place(from, to)).rejects.toMatchObject({
    exitCode: 7,
    message: expect.stringContaining(`cannot put ${to} in place`),
  });
  expect(readFileSync(from, 'utf8')).toBe('one');
});
