import { writeFileSync } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { OutputError } from '../../../src/core/errors.ts';
import { attempt, outputError } from '../../../src/sinks/files/output-error.ts';
import { temporaryDirectory } from '../../helpers/temporary.ts';

const coded = (code: string) => Object.assign(new Error(`${code}: no`), { code });

test.each([
  ['ENOSPC', /disk is full/],
  ['EDQUOT', /quota/],
  ['EACCES', /permissions/],
  ['EPERM', /permissions/],
  ['EROFS', /read-only/],
  ['ENOTDIR', /a file is in the way/],
  ['EEXIST', /a file is in the way/],
  ['EISDIR', /a directory is in the way/],
  ['EFBIG', /larger than/],
  ['EIO', /nothing was put in place/],
])('%s says what to do', (code, hint) => {
  expect(outputError('write x', coded(code))).toMatchObject({
    exitCode: 7,
    message: `cannot write x: ${code}: no`,
    hint: expect.stringMatching(hint),
    cause: { code },
  });
});

describe('attempt', () => {
  test('gives what the work gives', async () => {
    expect(await attempt('do it', async () => 5)).toBe(5);
  });

  test('a real failure of the file system', async () => {
    const file = path.join(await temporaryDirectory(), 'file');
    writeFileSync(file, '');
    const failed = attempt(`read ${file}`, () => fs.readdir(file));
    await expect(failed).rejects.toBeInstanceOf(OutputError);
    await expect(failed).rejects.toThrow(`cannot read ${file}: ENOTDIR`);
  });
});
