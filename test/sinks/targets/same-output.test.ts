import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { extract } from '../../helpers/extract.ts';
import { json } from '../../helpers/serve.ts';
import { temporaryDirectory } from '../../helpers/temporary.ts';

const run = (...words: string[]) =>
  extract((_, response) => json(response, { data: [{ id: 1 }] }), {
    endpoint: { paginator: 'single_page' },
    words,
  });

describe('two outputs of one run that are one file', () => {
  test.each([
    ['--rejects', (d: string) => ['-o', `${d}/x.ndjson`, '--rejects', `${d}/x.ndjson`]],
    ['--summary-file', (d: string) => ['-o', `${d}/x.ndjson`, '--summary-file', `${d}/x.ndjson`]],
    ['both of them', (d: string) => ['--rejects', `${d}/x`, '--summary-file', `${d}/x`]],
    ['in another spelling', (d: string) => ['-o', `${d}/x.ndjson`, '--rejects', `${d}/sub/../x.ndjson`]],
    ['by a linked directory', (d: string) => ['-o', `${d}/x.ndjson`, '--rejects', `${d}/link/x.ndjson`]],
    ['by a hard link', (d: string) => ['-o', `${d}/one.ndjson`, '--summary-file', `${d}/other.ndjson`]],
    ['the manifest', (d: string) => ['-o', `${d}/out`, '--summary-file', `${d}/out/_manifest.json`]],
    ['among the parts', (d: string) => ['-o', `${d}/out`, '--rejects', `${d}/out/things/bad.ndjson`]],
    [
      'among the rejects',
      (d: string) => ['-o', `${d}/out`, '--summary-file', `${d}/out/_rejects/things/a.json`],
    ],
    ['the lock', (d: string) => ['-o', `${d}/out`, '--rejects', `${d}/out/.penstock-lock`]],
  ])('%s', async (_, words) => {
    const directory = await temporaryDirectory();
    mkdirSync(path.join(directory, 'sub'));
    symlinkSync(directory, path.join(directory, 'link'));
    writeFileSync(path.join(directory, 'one.ndjson'), 'earlier');
    linkSync(path.join(directory, 'one.ndjson'), path.join(directory, 'other.ndjson'));
    const outcome = await run(...words(directory));
    expect(outcome).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/are one file|lies among the files of the export/),
      requests: [],
    });
    expect(readFileSync(path.join(directory, 'one.ndjson'), 'utf8')).toBe('earlier');
    expect(existsSync(path.join(directory, 'out'))).toBe(false);
  });

  test('files of their own beside each other are fine', async () => {
    const directory = await temporaryDirectory();
    const of = (name: string) => path.join(directory, name);
    const outcome = await run(
      '-o',
      of('out'),
      '--rejects',
      of('bad.ndjson'),
      '--summary-file',
      of('out/summary.json'),
    );
    expect(outcome.code, outcome.stderr).toBe(0);
    expect(readdirSync(of('out')).sort()).toEqual(['_manifest.json', 'summary.json', 'things']);
  });
});
