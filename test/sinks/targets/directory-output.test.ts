// One resource's files: what they are called beside those of earlier runs, and what the manifest says of them.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ResourcePlan } from '../../../src/config/pipeline.ts';
import type { ManifestEntry } from '../../../src/sinks/files/manifest.ts';
import { csv } from '../../../src/sinks/formats/csv/index.ts';
import { formats } from '../../../src/sinks/formats/index.ts';
import { openDirectoryOutput } from '../../../src/sinks/targets/directory-output.ts';
import type { FileOptions } from '../../../src/sinks/targets/target.ts';
import { batchOf, columnOf, resourcePlan } from '../../helpers/plans.ts';
import { temporaryDirectory } from '../../helpers/temporary.ts';

const files: FileOptions = {
  format: csv,
  formatOptions: csv.options.parse({}),
  formats,
  compression: undefined,
  limits: { records: 2, bytes: undefined },
  rejects: undefined,
};
const columns = [columnOf('id', 'bigint')];
const lying = (folder: string, ...numbers: number[]) =>
  numbers.map((n) => ({ path: `${folder}/part-0000${n}.csv`, rows: 1, bytes: 1, sha256: 'x' }));

function entry(more: Partial<ManifestEntry>): ManifestEntry {
  return {
    complete: true,
    pages: 1,
    records: 1,
    duplicates: 0,
    rejects: 0,
    files: [],
    rejected: [],
    ...more,
  };
}

interface Scene {
  readonly disposition: ResourcePlan['write_disposition'];
  readonly before?: ManifestEntry;
  readonly count?: number;
  readonly rejected?: number;
  readonly options?: Partial<FileOptions>;
}

async function finished({ disposition, before, count = 1, rejected = 0, options = {} }: Scene) {
  const directory = await temporaryDirectory();
  const output = await openDirectoryOutput({
    resource: resourcePlan({ columns, write_disposition: disposition }),
    options: { ...files, ...options },
    directory,
    staging: '.penstock-staging/ab',
    folder: 'things',
    before,
    rejects: undefined,
    left: undefined,
    log: undefined,
    told: undefined,
  });
  const records = Array.from({ length: count }, (_, id) => ({ id }));
  const rejects = Array.from({ length: rejected }, () => ({
    record: { id: 'x' },
    reason: 'no',
    column: 'id',
  }));
  await output.sink.write(batchOf(records, { rejects }));
  await output.sink.close();
  const outcome = {
    name: 'things',
    isComplete: true,
    pages: 3,
    records: count,
    duplicates: 4,
    rejects: rejected,
    ignored: 0,
    status: 'complete' as const,
  };
  return { directory, output, ...(await output.finish(outcome)) };
}

const names = (steps: readonly object[]) =>
  steps.map((step) => ('to' in step ? step.to : 'path' in step ? step.path : undefined));

describe('names', () => {
  test.each<[string, Scene, string[], string[]]>([
    ['the first run', { disposition: 'replace' }, ['things/part-00000.csv'], []],
    ['the first append', { disposition: 'append' }, ['things/part-00000.csv'], []],
    [
      'one file in place of several stays clear of them',
      { disposition: 'replace', before: entry({ files: lying('things', 0, 1) }) },
      ['things/part-00002.csv'],
      ['things/part-00000.csv', 'things/part-00001.csv'],
    ],
    [
      'one file in place of one takes its name',
      { disposition: 'replace', before: entry({ files: lying('things', 3) }) },
      ['things/part-00000.csv'],
      ['things/part-00003.csv'],
    ],
    [
      'one of the same name: a single step',
      { disposition: 'merge', before: entry({ files: lying('things', 0) }) },
      ['things/part-00000.csv'],
      [],
    ],
    [
      'several stay clear of those that go',
      { disposition: 'merge', count: 4, before: entry({ files: lying('things', 0, 1) }) },
      ['things/part-00002.csv', 'things/part-00003.csv'],
      ['things/part-00000.csv', 'things/part-00001.csv'],
    ],
    [
      'a gap that is wide enough is taken',
      { disposition: 'replace', count: 4, before: entry({ files: lying('things', 2, 3) }) },
      ['things/part-00000.csv', 'things/part-00001.csv'],
      ['things/part-00002.csv', 'things/part-00003.csv'],
    ],
    [
      'append goes behind the last, gaps stay',
      { disposition: 'append', count: 3, before: entry({ files: lying('things', 0, 4) }) },
      ['things/part-00005.csv', 'things/part-00006.csv'],
      [],
    ],
  ])('%s', async (_, scene, puts, removals) => {
    const { directory, ...one } = await finished(scene);
    expect(names(one.puts)).toEqual(puts);
    expect(names(one.removals)).toEqual(removals);
    for (const step of one.puts) {
      if (step.kind === 'put')
        expect(readFileSync(path.join(directory, step.from))).toHaveLength(step.bytes ?? -1);
    }
    const kept = scene.disposition === 'append' ? (scene.before?.files ?? []).map((file) => file.path) : [];
    expect(one.entry.files.map((file) => file.path)).toEqual([...kept, ...puts]);
    expect(one.published.map((file) => file.path)).toEqual(puts.map((name) => path.join(directory, name)));
  });
});

test('the manifest says what is in the files and how they were written', async () => {
  const formatOptions = csv.options.parse({ delimiter: ';' });
  const { entry: said } = await finished({
    disposition: 'append',
    count: 3,
    before: entry({ files: lying('things', 0), complete: false, duplicates: 9 }),
    options: { formatOptions, compression: 'gzip' },
  });
  expect(said).toMatchObject({
    complete: true,
    pages: 3,
    records: 4,
    duplicates: 4,
    write_disposition: 'append',
    columns: [{ name: 'id', type: 'bigint', from: 'id' }],
    extra: true,
  });
  expect(said.files.slice(1)).toMatchObject([
    {
      path: 'things/part-00001.csv.gz',
      rows: 2,
      format: 'csv',
      compression: 'gzip',
      options: { delimiter: ';' },
    },
    { path: 'things/part-00002.csv.gz', rows: 1 },
  ]);
});

describe('rejects', () => {
  const before = entry({ files: lying('things', 0), rejected: lying('_rejects/things', 0) });

  test('replace swaps them, append and merge put theirs beside', async () => {
    const replaced = await finished({ disposition: 'replace', before, rejected: 2 });
    expect(replaced.entry).toMatchObject({
      rejects: 2,
      rejected: [{ path: '_rejects/things/part-00000.ndjson' }],
    });
    expect(names(replaced.removals)).toContain('_rejects/things/part-00000.csv');
    for (const disposition of ['append', 'merge'] as const) {
      const one = await finished({ disposition, before, rejected: 2 });
      expect(one.entry.rejects).toBe(3);
      expect(names(one.puts)).toContain('_rejects/things/part-00001.ndjson');
      expect(names(one.removals)).not.toContain('_rejects/things/part-00000.csv');
    }
  });

  test('the one file of an earlier release goes with replace', async () => {
    const { rejected: _, ...earlier } = entry({ files: lying('things', 0) });
    const one = await finished({ disposition: 'replace', before: earlier });
    expect(names(one.removals)).toEqual(['_rejects/things.ndjson']);
  });
});

test('given up, nothing of it is left', async () => {
  const { output, directory } = await finished({ disposition: 'replace', rejected: 1 });
  await output.discard(false);
  expect(existsSync(path.join(directory, '.penstock-staging/ab/_rejects/things/part-00000.ndjson'))).toBe(
    false,
  );
});
