// The manifest: what it says comes back, and what somebody else has written is not believed.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  knownFolders,
  MANIFEST,
  type Manifest,
  manifestText,
  readManifest,
} from '../../../src/sinks/files/manifest.ts';
import { exportInto } from '../../helpers/exports.ts';
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

describe('a manifest that names what is not an export’s', () => {
  test.each([
    '../elsewhere/precious',
    '/etc/passwd',
    'things/../../x',
    'things/notes.txt',
    '.ssh/part-00000.ndjson',
  ])('%s', async (name) => {
    const { out } = await scene();
    const file = path.join(out, '_manifest.json');
    const manifest = JSON.parse(readFileSync(file, 'utf8'));
    manifest.resources.things.files[0].path = name;
    writeFileSync(file, JSON.stringify(manifest));
    const before = filesOf(path.dirname(out));
    const outcome = await exportInto(out, { records });
    expect(outcome).toMatchObject({
      code: 8,
      stderr: expect.stringMatching(/damaged or not penstock's/),
      requests: [],
    });
    expect(filesOf(path.dirname(out))).toEqual(before);
  });
});

const manifest: Manifest = {
  version: 2,
  pipeline: 'p',
  format: 'csv',
  started: 'then',
  finished: 'now',
  resources: new Map([
    [
      '__proto__',
      {
        complete: true,
        pages: 1,
        records: 2,
        duplicates: 0,
        rejects: 0,
        columns: [{ name: 'n', type: 'decimal', precision: 10, scale: 2, from: 'N' }],
        extra: false,
        files: [
          {
            path: 'things/part-00000.csv.gz',
            rows: 2,
            bytes: 3,
            sha256: 'ab',
            format: 'csv',
            compression: 'gzip',
            options: { delimiter: ';' },
          },
        ],
        rejected: [],
      },
    ],
  ]),
};

async function read(text: string): Promise<Manifest | undefined> {
  const directory = await temporaryDirectory();
  writeFileSync(path.join(directory, MANIFEST), text);
  return readManifest(directory);
}

describe('readManifest', () => {
  test('gives what was written, a resource called __proto__ too', async () => {
    expect(await read(manifestText(manifest))).toEqual(manifest);
  });

  test('nothing where there is none', async () => {
    expect(await readManifest(await temporaryDirectory())).toBeUndefined();
  });

  test('an entry of version 1, which says less', async () => {
    const file = { path: 'things/part-00000.ndjson', rows: 1, bytes: 2, sha256: 'a' };
    const entry = { complete: true, pages: 1, records: 1, duplicates: 0, rejects: 0, files: [file] };
    const head = { version: 1, pipeline: 'p', format: 'ndjson', started: '', finished: '' };
    const found = await read(JSON.stringify({ ...head, resources: { things: entry } }));
    expect(found?.resources.get('things')).toEqual(entry);
  });

  test.each([
    ['cut short', '{"version": 2,'],
    ['a version to come', JSON.stringify({ ...JSON.parse(manifestText(manifest)), version: 3 })],
    ['no object', '[]'],
    ['an entry without its files', manifestText(manifest).replace('"files"', '"fils"')],
  ])('%s is refused, by its name and with what to do', async (_, text) => {
    await expect(read(text)).rejects.toMatchObject({
      exitCode: 8,
      message: expect.stringMatching(/_manifest\.json is damaged or not penstock's: /),
      hint: expect.stringMatching(/another directory/),
    });
  });
});

test('the folder of each resource, also of one that has rejects alone', () => {
  const file = (name: string) => ({ path: name, rows: 1, bytes: 1, sha256: 'a' });
  const [entry] = manifest.resources.values();
  if (entry === undefined) throw new Error('no entry');
  const resources = new Map([
    ['Users', { ...entry, files: [file('users-2/part-00000.ndjson')] }],
    ['bad', { ...entry, files: [], rejected: [file('_rejects/bad%2F/part-00003.ndjson')] }],
    ['none', { ...entry, files: [] }],
  ]);
  expect([...knownFolders({ ...manifest, resources })]).toEqual([
    ['Users', 'users-2'],
    ['bad', 'bad%2F'],
  ]);
  expect(knownFolders(undefined).size).toBe(0);
});
