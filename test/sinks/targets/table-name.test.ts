// table_name: what outputs are called in an export directory, and what happens when it changes.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { entryOf, exportInto, recordsIn } from '../../helpers/exports.ts';
import { extract } from '../../helpers/extract.ts';
import { filesOf } from '../../helpers/files.ts';
import { json } from '../../helpers/serve.ts';
import { temporaryDirectory } from '../../helpers/temporary.ts';

const outIn = async () => path.join(await temporaryDirectory(), 'out');
const records = [{ id: 1 }, { id: 2 }];
const replace = { write_disposition: 'replace' };

test('folders are called by it, the manifest keeps the name of the resource', async () => {
  const out = await outIn();
  const columns = { id: { data_type: 'bigint' } };
  const resource = { ...replace, columns, table_name: 'all things' };
  const outcome = await exportInto(out, { records: [...records, { id: 'x' }], resource });
  expect(outcome.code, outcome.stderr).toBe(6);
  const words = ['--max-rejects', '1'];
  const kept = await exportInto(out, { records: [...records, { id: 'x' }], resource, words });
  expect(kept.code, kept.stderr).toBe(0);
  expect(readdirSync(out).sort()).toEqual(['_manifest.json', '_rejects', 'all%20things']);
  expect(entryOf(out)).toMatchObject({
    table_name: 'all things',
    files: [{ path: 'all%20things/part-00000.ndjson' }],
    rejected: [{ path: '_rejects/all%20things/part-00000.ndjson' }],
  });
});

test('two that differ in letter case alone have folders that do not', async () => {
  const out = await outIn();
  const resources = ['Things', 'things'].map((table_name, i) => ({
    name: `r${i}`,
    table_name,
    endpoint: { path: '/r', data_selector: 'data' },
  }));
  const outcome = await extract((_, response) => json(response, { data: records }), {
    resources,
    words: ['-o', out],
  });
  expect(outcome.code, outcome.stderr).toBe(0);
  expect(readdirSync(out).sort()).toEqual(['%74%68%69%6E%67%73', 'Things', '_manifest.json']);
});

describe('a name that changes', () => {
  test.each(['append', 'merge'])('is refused by %s, before the first request', async (write_disposition) => {
    const out = await outIn();
    expect((await exportInto(out, { records, resource: { write_disposition } })).code).toBe(0);
    const before = filesOf(out);
    const outcome = await exportInto(out, { records, resource: { write_disposition, table_name: 'other' } });
    expect(outcome).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/things\.table_name: is other, and was things in the earlier snapshot/),
      requests: [],
    });
    expect(filesOf(out)).toEqual(before);
  });

  test('moves the files under replace', async () => {
    const out = await outIn();
    for (const resource of [replace, { ...replace, table_name: 'other' }]) {
      expect((await exportInto(out, { records, resource })).code).toBe(0);
    }
    expect(readdirSync(out).sort()).toEqual(['_manifest.json', 'other']);
    expect(recordsIn(out, 'other')).toEqual(records);
    expect((await exportInto(out, { records, resource: replace })).code).toBe(0);
    expect(readdirSync(out).sort()).toEqual(['_manifest.json', 'things']);
    expect(entryOf(out)).not.toHaveProperty('table_name');
  });
});

test('the output of another resource in the directory is not taken over', async () => {
  const out = await outIn();
  expect((await exportInto(out, { records, resource: { ...replace, table_name: 'people' } })).code).toBe(0);
  const outcome = await exportInto(out, { records, resource: { ...replace, name: 'people' } });
  expect(outcome).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/"people" is the output of resource "things" in the directory/),
    requests: [],
  });
});
