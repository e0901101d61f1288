// What somebody has planted in a place of output: nothing is followed out of it.
import { mkdirSync, readdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { exportInto, recordsIn } from '../../helpers/exports.ts';
import { filesOf } from '../../helpers/files.ts';
import { temporaryDirectory } from '../../helpers/temporary.ts';

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

const columns = { id: { data_type: 'bigint' } };

describe('planted links and manifests: links', () => {
  test.each([
    ['the lock', '.penstock-lock', 'precious', 8],
    ['the journal', '.penstock-journal.json', 'precious', 8],
    ['the folder of rejects', '_rejects', '', 8],
    ['the staging folder', '.penstock-staging', '', 0],
    ['what an earlier release kept beside its lock', '.penstock-lock-owner.json', 'precious', 0],
  ])('%s', async (_, name, target, code) => {
    const { out, elsewhere } = await scene();
    symlinkSync(path.join(elsewhere, target), path.join(out, name));
    const bad = [...records, { id: 'no number' }];
    const outcome = await exportInto(out, {
      records: bad,
      resource: { columns },
      words: ['--max-rejects', '1'],
    });
    expect(outcome.code, outcome.stderr).toBe(code);
    if (code === 8) expect(outcome.stderr).toMatch(/is a symbolic link/);
    expect(filesOf(elsewhere)).toEqual({ precious: Buffer.from('mine').toString('base64') });
  });

  test('the manifest, and the folder of the resource', async () => {
    for (const name of ['_manifest.json', 'things']) {
      const { out, elsewhere } = await scene();
      renameSync(path.join(out, name), path.join(elsewhere, name));
      symlinkSync(path.join(elsewhere, name), path.join(out, name));
      const before = filesOf(elsewhere);
      const outcome = await exportInto(out, { records: [{ id: 3 }] });
      expect(outcome).toMatchObject({
        code: 8,
        stderr: expect.stringMatching(/is a symbolic link/),
        requests: [],
      });
      expect(filesOf(elsewhere)).toEqual(before);
    }
  });

  test('a single file, its rejects and its lock', async () => {
    for (const [name, code] of [
      ['x.ndjson', 7],
      ['bad.ndjson', 7],
      ['.x.ndjson.lock', 8],
    ] as const) {
      const { elsewhere } = await scene();
      const directory = await temporaryDirectory();
      symlinkSync(path.join(elsewhere, 'precious'), path.join(directory, name));
      const words = ['--rejects', path.join(directory, 'bad.ndjson')];
      const run = { records, words, resource: { write_disposition: 'replace' } };
      const outcome = await exportInto(path.join(directory, 'x.ndjson'), run);
      expect(outcome.code, outcome.stderr).toBe(code);
      expect(outcome.stderr).toMatch(/symbolic link/);
      expect(readFileSync(path.join(elsewhere, 'precious'), 'utf8')).toBe('mine');
    }
  });

  test('a device is not replaced', async () => {
    const words = ['--rejects', '/dev/null'];
    const outcome = await exportInto(path.join(await temporaryDirectory(), 'out'), { records, words });
    expect(outcome).toMatchObject({
      code: 7,
      stderr: expect.stringMatching(/is a device or pipe/),
      requests: [],
    });
  });
});

test('resource names that differ in the case of letters have folders that no file system takes for one', async () => {
  const out = path.join(await temporaryDirectory(), 'out');
  const names = ['Users', 'users', 'USERS', '__proto__'];
  const { extract } = await import('../../helpers/extract.ts');
  const { json } = await import('../../helpers/serve.ts');
  for (const selected of [['users'], names]) {
    const outcome = await extract((request, response) => json(response, { data: [{ id: request.url }] }), {
      resources: names.map((name) => ({
        name,
        write_disposition: 'append',
        endpoint: { path: `/${name}`, data_selector: 'data', paginator: 'single_page' },
      })),
      words: [...selected, '-o', out],
    });
    expect(outcome.code, outcome.stderr).toBe(0);
  }
  const folders = readdirSync(out).filter((name) => name !== '_manifest.json');
  expect(folders).toContain('users');
  expect(new Set(folders.map((folder) => folder.toLowerCase())).size).toBe(names.length);
  const manifest = JSON.parse(readFileSync(path.join(out, '_manifest.json'), 'utf8'));
  expect(Object.keys(manifest.resources).sort()).toEqual([...names].sort());
  for (const name of names) {
    const [first] = manifest.resources[name].files;
    expect(recordsIn(out, path.dirname(first.path))[0]).toEqual({ id: `/${name}` });
  }
  expect(manifest.resources.users.records).toBe(2);
});
