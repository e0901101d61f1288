// Files of an earlier run, read back as they were written.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { ManifestEntry } from '../../../src/sinks/files/manifest.ts';
import { inItself } from '../../../src/sinks/files/part-store.ts';
import { formats } from '../../../src/sinks/formats/index.ts';
import { earlierSnapshot } from '../../../src/sinks/targets/earlier-snapshot.ts';
import { temporaryDirectory } from '../../helpers/temporary.ts';

type File = ManifestEntry['files'][number];
const columns = [{ name: 'id', type: 'bigint' } as const];

async function recordsOf(files: Record<string, string>, told: Record<string, Partial<File>> = {}) {
  const directory = await temporaryDirectory();
  const named = Object.entries(files).map(([name, text]): File => {
    writeFileSync(path.join(directory, name), text);
    return { path: name, rows: 1, bytes: text.length, sha256: '', ...told[name] };
  });
  const head = { complete: true, pages: 1, records: 1, duplicates: 0, rejects: 0 };
  const snapshot = earlierSnapshot(
    (file) => inItself(path.join(directory, file)),
    { ...head, columns, files: named },
    formats,
  );
  expect(snapshot.columns).toBe(columns);
  const ids: unknown[] = [];
  for await (const batch of snapshot.read()) ids.push(...batch.map(({ id }) => String(id)));
  return ids;
}

test('the files written last come first, each by the format that the manifest names', async () => {
  const files = { 'a.txt': '{"id":1}\n', 'b.ndjson': 'id;x\r\n2;\r\n' };
  const told = { 'a.txt': { format: 'ndjson' }, 'b.ndjson': { format: 'csv', options: { delimiter: ';' } } };
  expect(await recordsOf(files, told)).toEqual(['2', '1']);
});

test('of version 1 by the ending of its name', async () => {
  expect(await recordsOf({ 'a.csv': 'id\r\n1\r\n', 'b.ndjson': '{"id":2}\n' })).toEqual(['2', '1']);
});

test.each<[string, Partial<File>, RegExp]>([
  ['a.avro', {}, /an unknown format/],
  ['a.csv', { format: 'psv' }, /the format "psv", which is not known here/],
])('%s of a format that is not there: %o', async (name, told, message) => {
  await expect(recordsOf({ [name]: '' }, { [name]: told })).rejects.toMatchObject({
    exitCode: 8,
    message: expect.stringMatching(message),
  });
});
