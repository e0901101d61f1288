import { existsSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { lockOutput } from '../../../src/sinks/files/output-lock.ts';
import { temporaryDirectory } from '../../helpers/temporary.ts';

const lockIn = async () => path.join(await temporaryDirectory(), '.lock');

test('one run a place; the next may have it when the first has ended', async () => {
  const file = await lockIn();
  const first = await lockOutput('out', file);
  await first.assertHeld();
  await expect(lockOutput('out', file)).rejects.toMatchObject({
    exitCode: 8,
    message: expect.stringMatching(/^out: /),
    hint: expect.stringMatching(/wait for that run/),
  });
  await first.release();
  expect(existsSync(file)).toBe(false);
  await (await lockOutput('out', file)).release();
});

test('a lock that another has taken over is no longer held', async () => {
  const file = await lockIn();
  const lock = await lockOutput('out', file);
  writeFileSync(file, JSON.stringify({ pid: 1, token: 'theirs' }));
  await expect(lock.assertHeld()).rejects.toMatchObject({
    exitCode: 8,
    hint: expect.stringMatching(/nothing of it was put in place/),
  });
  await lock.release();
});

test('a directory that is gone is an error of the output, not of the lock', async () => {
  const file = await lockIn();
  const lock = await lockOutput('out', file);
  rmSync(path.dirname(file), { recursive: true });
  await expect(lock.assertHeld()).rejects.toMatchObject({
    exitCode: 7,
    message: expect.stringMatching(/cannot write into out/),
  });
});

test('a link in its place is refused by name, a place that cannot be written is an error of the output', async () => {
  const file = await lockIn();
  symlinkSync('/etc/hostname', file);
  await expect(lockOutput('out', file)).rejects.toMatchObject({
    exitCode: 8,
    message: expect.stringMatching(/cannot lock out/),
  });
  const nowhere = path.join(await temporaryDirectory(), 'no/such/.lock');
  await expect(lockOutput('out', nowhere)).rejects.toMatchObject({
    exitCode: 7,
    message: expect.stringMatching(/cannot lock out/),
  });
});
