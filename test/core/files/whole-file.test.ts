import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { writeNewFile, writeWholeFile } from '../../../src/core/files/whole-file.ts';
import { temporaryDirectory } from '../../helpers/temporary.ts';

afterEach(() => vi.restoreAllMocks());

const fileIn = async () => path.join(await temporaryDirectory(), 'file');

describe('writeWholeFile', () => {
  test('new, then over the earlier one, text and bytes', async () => {
    const file = await fileIn();
    await writeWholeFile(file, 'one');
    expect(readFileSync(file, 'utf8')).toBe('one');
    await writeWholeFile(file, Buffer.from('two'));
    expect(readFileSync(file, 'utf8')).toBe('two');
    expect(readdirSync(path.dirname(file))).toEqual(['file']);
  });

  test('its mode is there before its content', async () => {
    const file = await fileIn();
    const rename = fs.rename;
    vi.spyOn(fs, 'rename').mockImplementation(async (from, to) => {
      expect(statSync(from).mode & 0o777).toBe(0o600);
      return rename(from, to);
    });
    await writeWholeFile(file, 'secret', { mode: 0o600 });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(fs.rename).toHaveBeenCalledTimes(1);
  });

  test('a link at the name is refused, also one that leads nowhere; what it leads to stays', async () => {
    const file = await fileIn();
    const precious = await fileIn();
    writeFileSync(precious, 'mine');
    symlinkSync(precious, file);
    await expect(writeWholeFile(file, 'theirs')).rejects.toThrow('is a symbolic link, not a file');
    expect(readFileSync(precious, 'utf8')).toBe('mine');
    const nowhere = await fileIn();
    symlinkSync('/nowhere/at/all', nowhere);
    await expect(writeWholeFile(nowhere, 'theirs')).rejects.toThrow('is a symbolic link');
  });

  test('a device or a directory is not renamed over', async () => {
    await expect(writeWholeFile('/dev/null', 'x')).rejects.toThrow('is a device or pipe');
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
    const file = await fileIn();
    mkdirSync(file);
    await expect(writeWholeFile(file, 'x')).rejects.toThrow('is a directory');
  });

  test.each(['open', 'writeFile', 'sync', 'close', 'rename'] as const)(
    '%s fails: the earlier file as it was, nothing beside it',
    async (operation) => {
      const file = await fileIn();
      writeFileSync(file, 'earlier');
      const full = () => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }));
      if (operation === 'rename' || operation === 'open') vi.spyOn(fs, operation).mockImplementation(full);
      else {
        const open = fs.open;
        vi.spyOn(fs, 'open').mockImplementation(async (...words) => {
          const handle = await open(...words);
          const close = handle.close.bind(handle);
          handle[operation] = async () => {
            if (operation === 'close') await close();
            return full();
          };
          return handle;
        });
      }
      await expect(writeWholeFile(file, 'later')).rejects.toMatchObject({ code: 'ENOSPC' });
      vi.restoreAllMocks();
      expect(readFileSync(file, 'utf8')).toBe('earlier');
      expect(readdirSync(path.dirname(file))).toEqual(['file']);
    },
  );
});

test('writeNewFile never writes over a file, nor through a link', async () => {
  const file = await fileIn();
  await writeNewFile(file, 'one');
  await expect(writeNewFile(file, 'two')).rejects.toMatchObject({ code: 'EEXIST' });
  expect(readFileSync(file, 'utf8')).toBe('one');
  const link = await fileIn();
  symlinkSync(path.join(path.dirname(link), 'target'), link);
  await expect(writeNewFile(link, 'x')).rejects.toMatchObject({ code: 'EEXIST' });
  expect(readdirSync(path.dirname(link))).toEqual(['file']);
});
