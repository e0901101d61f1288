// The journal of a commit: taken back word for word, and believed only as far as penstock could have written it.

import { mkdirSync, writeFileSync } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { readJournal, removeJournal, type Step, writeJournal } from '../../../src/sinks/files/journal.ts';
import { exportInto, recordsIn } from '../../helpers/exports.ts';
import { filesOf } from '../../helpers/files.ts';
import { temporaryDirectory } from '../../helpers/temporary.ts';

afterEach(() => vi.restoreAllMocks());

const records = [{ id: 1 }, { id: 2 }];

/** An export, and a directory elsewhere with something precious in it. */
async function scene() {
  const directory = await temporaryDirectory();
  const out = path.join(directory, 'out');
  const elsewhere = path.join(directory, 'elsewhere');
  mkdirSync(elsewhere);
  writeFileSync(path.join(elsewhere, 'precious'), 'mine');
  await exportInto(out, { records });
  return { out, elsewhere };
}

describe('planted links and manifests: a journal', () => {
  const journal = (...steps: object[]) => JSON.stringify({ version: 1, steps });

  test('in a directory that is not penstock’s is not followed', async () => {
    const out = await temporaryDirectory();
    writeFileSync(path.join(out, 'thesis.doc'), 'mine');
    mkdirSync(path.join(out, '.penstock-staging'));
    writeFileSync(path.join(out, '.penstock-staging/x'), 'theirs');
    const put = { kind: 'put', from: '.penstock-staging/x', to: 'things/part-00000.ndjson' };
    writeFileSync(path.join(out, '.penstock-journal.json'), journal(put));
    const before = filesOf(out);
    const outcome = await exportInto(out, { records });
    expect(outcome).toMatchObject({ code: 8, stderr: expect.stringMatching(/is not penstock’s/) });
    expect(filesOf(out)).toEqual(before);
  });

  test.each([
    ['a file that is not a part', { kind: 'remove', path: 'notes.txt' }],
    ['a place outside', { kind: 'remove', path: '../elsewhere/precious' }],
    ['a target outside', { kind: 'put', from: '.penstock-staging/x', to: '../elsewhere/precious' }],
    ['a source outside', { kind: 'put', from: '../elsewhere/precious', to: 'things/part-00000.ndjson' }],
    ['a source that is not staged', { kind: 'put', from: 'notes.txt', to: 'things/part-00000.ndjson' }],
  ])('that names %s is refused', async (_, step) => {
    const { out } = await scene();
    writeFileSync(path.join(out, 'notes.txt'), 'mine');
    writeFileSync(path.join(out, '.penstock-journal.json'), journal(step));
    const before = filesOf(path.dirname(out));
    const outcome = await exportInto(out, { records });
    expect(outcome).toMatchObject({ code: 8, stderr: expect.stringMatching(/journal\.json is damaged/) });
    expect(filesOf(path.dirname(out))).toEqual(before);
  });

  test('whose staged file is lost cannot be finished, and says so', async () => {
    const { out } = await scene();
    const put = {
      kind: 'put',
      from: '.penstock-staging/new/things/part-00001.ndjson',
      to: 'things/part-00001.ndjson',
    };
    writeFileSync(path.join(out, '.penstock-journal.json'), journal(put));
    const outcome = await exportInto(out, { records });
    expect(outcome).toMatchObject({ code: 8, stderr: expect.stringMatching(/part-00001\.ndjson is lost/) });
    expect(recordsIn(out)).toEqual(records);
  });
});

describe('written and read', () => {
  const steps: Step[] = [
    {
      kind: 'put',
      from: '.penstock-staging/ab/things/part-00000.csv.gz',
      to: 'things/part-00000.csv.gz',
      bytes: 3,
    },
    { kind: 'put', from: '.penstock-staging/ab/_manifest.json', to: '_manifest.json' },
    { kind: 'remove', path: '_rejects/things/part-00000.ndjson' },
    { kind: 'remove', path: '_rejects/things.ndjson' },
  ];
  const staged = async () => {
    const directory = await temporaryDirectory();
    mkdirSync(path.join(directory, '.penstock-staging'));
    return directory;
  };

  test('the same steps, until it is removed', async () => {
    const directory = await staged();
    expect(await readJournal(directory)).toBeUndefined();
    await writeJournal(directory, steps);
    expect(await readJournal(directory)).toEqual(steps);
    await removeJournal(directory);
    expect(await readJournal(directory)).toBeUndefined();
    await removeJournal(directory);
  });

  test.each(['open', 'rename'] as const)('a %s that fails leaves no journal at all', async (operation) => {
    const directory = await staged();
    vi.spyOn(fs, operation).mockRejectedValue(Object.assign(new Error('full'), { code: 'ENOSPC' }));
    await expect(writeJournal(directory, steps)).rejects.toMatchObject({ exitCode: 7 });
    vi.restoreAllMocks();
    expect(filesOf(directory)).toEqual({});
  });

  test('nor does a directory that cannot be brought to the disk, when it has its name already', async () => {
    const directory = await staged();
    const open = fs.open;
    vi.spyOn(fs, 'open').mockImplementation(async (file, ...rest) => {
      if (file === directory) throw Object.assign(new Error('broken'), { code: 'EIO' });
      return open(file, ...rest);
    });
    await expect(writeJournal(directory, steps)).rejects.toMatchObject({ exitCode: 7 });
    expect(filesOf(directory)).toEqual({});
  });
});
