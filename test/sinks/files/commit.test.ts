import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { commit, recover } from '../../../src/sinks/files/commit.ts';
import { type Step, writeJournal } from '../../../src/sinks/files/journal.ts';
import { filesOf } from '../../helpers/files.ts';
import { temporaryDirectory } from '../../helpers/temporary.ts';

afterEach(() => vi.restoreAllMocks());

const part = (n: number) => `things/part-0000${n}.ndjson`;
const put = (to: string): Step => ({ kind: 'put', from: `.penstock-staging/ab/${to}`, to });

function write(directory: string, file: string, text: string): void {
  mkdirSync(path.dirname(path.join(directory, file)), { recursive: true });
  writeFileSync(path.join(directory, file), text);
}

/** Two earlier files and a manifest, two new ones and a manifest staged. */
async function scene(): Promise<{ directory: string; steps: readonly Step[] }> {
  const directory = await temporaryDirectory();
  for (const file of [part(0), part(1), '_manifest.json']) write(directory, file, `old ${file}`);
  for (const file of [part(1), part(2), '_manifest.json'])
    write(directory, `.penstock-staging/ab/${file}`, `new ${file}`);
  const steps = [
    put(part(1)),
    put(part(2)),
    put('_manifest.json'),
    { kind: 'remove' as const, path: part(0) },
  ];
  return { directory, steps };
}

const visible = (directory: string) =>
  Object.fromEntries(
    Object.entries(filesOf(directory))
      .filter(([name]) => !name.startsWith('.penstock-'))
      .map(([name, bytes]) => [name, Buffer.from(bytes, 'base64').toString()]),
  );

const OLD = Object.fromEntries(['_manifest.json', part(0), part(1)].map((file) => [file, `old ${file}`]));
const NEW = Object.fromEntries(['_manifest.json', part(1), part(2)].map((file) => [file, `new ${file}`]));

describe('commit', () => {
  test('takes all steps', async () => {
    const { directory, steps } = await scene();
    await commit(directory, steps);
    expect(visible(directory)).toEqual(NEW);
    expect(existsSync(path.join(directory, '.penstock-journal.json'))).toBe(false);
  });

  test('or none, whichever rename fails', async () => {
    for (let nth = 1; ; nth += 1) {
      const { directory, steps } = await scene();
      const rename = fs.rename;
      let count = 0;
      const spy = vi.spyOn(fs, 'rename').mockImplementation(async (from, to) => {
        count += 1;
        if (count === nth) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
        return rename(from, to);
      });
      const failure = await commit(directory, steps).catch((error: unknown) => error);
      spy.mockRestore();
      if (failure === undefined) {
        expect(nth).toBeGreaterThan(4);
        return;
      }
      expect(failure).toMatchObject({ exitCode: 7 });
      expect(visible(directory), `rename ${nth}`).toEqual(OLD);
      expect(existsSync(path.join(directory, '.penstock-journal.json'))).toBe(false);
    }
  });

  test('a staged file that is gone, or of another length: nothing is put in place', async () => {
    for (const spoil of [(file: string) => fs.rm(file), (file: string) => fs.appendFile(file, 'more')]) {
      const { directory, steps } = await scene();
      await spoil(path.join(directory, `.penstock-staging/ab/${part(2)}`));
      const measured = steps.map((step) =>
        step.kind === 'put' ? { ...step, bytes: `new ${step.to}`.length } : step,
      );
      await expect(commit(directory, measured)).rejects.toMatchObject({ exitCode: 7 });
      expect(visible(directory)).toEqual(OLD);
    }
  });

  test('a folder that is a link is not written into', async () => {
    const { directory, steps } = await scene();
    const elsewhere = await temporaryDirectory();
    await fs.rm(path.join(directory, 'things'), { recursive: true });
    symlinkSync(elsewhere, path.join(directory, 'things'));
    await expect(commit(directory, steps)).rejects.toMatchObject({ exitCode: 8 });
    expect(readdirSync(elsewhere)).toEqual([]);
  });
});

describe('kill between two renames: recover', () => {
  test('finishes what was begun, from whichever step on; taking it twice is taking it once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(4), async (taken) => {
        const { directory, steps } = await scene();
        await writeJournal(directory, steps);
        const rename = fs.rename;
        let left = taken;
        const spy = vi.spyOn(fs, 'rename').mockImplementation(async (from, to) => {
          if (left === 0) throw new Error('killed');
          left -= 1;
          return rename(from, to);
        });
        await recover(directory).catch(() => {});
        spy.mockRestore();
        await recover(directory);
        await recover(directory);
        expect(visible(directory)).toEqual(NEW);
      }),
      { numRuns: 10 },
    );
  });

  test('a damaged journal is refused', async () => {
    const { directory } = await scene();
    writeFileSync(path.join(directory, '.penstock-journal.json'), '{"version":1,"steps":[{');
    await expect(recover(directory)).rejects.toMatchObject({
      exitCode: 8,
      message: expect.stringMatching(/is damaged/),
    });
    expect(visible(directory)).toEqual(OLD);
    expect(readFileSync(path.join(directory, `.penstock-staging/ab/${part(2)}`), 'utf8')).toBe(
      `new ${part(2)}`,
    );
  });
});
