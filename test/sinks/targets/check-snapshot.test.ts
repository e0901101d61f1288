// What lies in the way of an export: told before anything is requested, and left as it is.
import { appendFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { exportInto } from '../../helpers/exports.ts';
import { temporaryDirectory } from '../../helpers/temporary.ts';

const rows = (...ids: string[]) => ids.map((id) => ({ id, v: 1 }));

describe('what is in the way', () => {
  const start = async () => {
    const out = path.join(await temporaryDirectory(), 'out');
    await exportInto(out, { records: rows('a', 'b') });
    return out;
  };

  test('a directory that is not ours', async () => {
    const out = await temporaryDirectory();
    writeFileSync(path.join(out, 'thesis.doc'), 'mine');
    const outcome = await exportInto(out, { records: rows('a'), resource: { write_disposition: 'replace' } });
    expect(outcome).toMatchObject({
      code: 8,
      stderr: expect.stringMatching(/not empty and has no _manifest\.json: thesis\.doc/),
    });
    expect(outcome.requests).toEqual([]);
    expect(readdirSync(out)).toEqual(['thesis.doc']);
  });

  test.each(['replace', 'append', 'merge'])(
    'a foreign file among the resource’s: %s refuses',
    async (disposition) => {
      const out = await start();
      writeFileSync(path.join(out, 'things/notes.txt'), 'mine');
      const outcome = await exportInto(out, {
        records: rows('a'),
        resource: { write_disposition: disposition },
      });
      expect(outcome).toMatchObject({ code: 8, stderr: expect.stringMatching(/notes\.txt is in the way/) });
      expect(outcome.requests).toEqual([]);
      expect(readFileSync(path.join(out, 'things/notes.txt'), 'utf8')).toBe('mine');
    },
  );

  test('a snapshot that was changed by hand', async () => {
    const out = await start();
    const file = path.join(out, 'things/part-00000.ndjson');
    appendFileSync(file, '\n');
    const changed = readFileSync(file, 'utf8');
    const outcome = await exportInto(out, { records: rows('a'), resource: { write_disposition: 'merge' } });
    expect(outcome).toMatchObject({ code: 8, stderr: expect.stringMatching(/not what the manifest says/) });
    expect(readFileSync(file, 'utf8')).toBe(changed);
    rmSync(file);
    expect(
      (await exportInto(out, { records: rows('a'), resource: { write_disposition: 'append' } })).stderr,
    ).toMatch(/is not there/);
    expect(
      (await exportInto(out, { records: rows('a'), resource: { write_disposition: 'replace' } })).code,
    ).toBe(0);
  });
});

test('append reads no earlier file, so only their lengths are looked at; merge looks at every byte', async () => {
  const out = path.join(await temporaryDirectory(), 'out');
  await exportInto(out, { records: rows('a', 'b') });
  const file = path.join(out, 'things/part-00000.ndjson');
  writeFileSync(file, readFileSync(file, 'utf8').replace('"a"', '"z"'));
  const merged = await exportInto(out, { records: rows('a') });
  expect(merged).toMatchObject({ code: 8, stderr: expect.stringMatching(/not what the manifest says/) });
  const appended = await exportInto(out, { records: rows('c'), resource: { write_disposition: 'append' } });
  expect(appended.code, appended.stderr).toBe(0);
});
