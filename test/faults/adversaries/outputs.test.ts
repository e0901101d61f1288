// Outputs of one run that would fall on each other.
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { sequence } from '../../helpers/sequence.ts';
import { ids } from '../cases/case.ts';

describe('two outputs that are one file', () => {
  const clashes: Record<string, (out: string) => string[]> = {
    'rejects and records': (out) => ['-o', `${out}.ndjson`, '--rejects', `${out}.ndjson`],
    'summary and records': (out) => ['-o', `${out}.ndjson`, '--summary-file', `${out}.ndjson`],
    'rejects and summary': (out) => [
      '-o',
      `${out}.csv`,
      '--rejects',
      `${out}.x`,
      '--summary-file',
      `${out}.x`,
    ],
    'spelt another way': (out) => [
      '-o',
      `${out}.ndjson`,
      '--rejects',
      `${path.dirname(out)}/./../${path.basename(path.dirname(out))}/out.ndjson`,
    ],
    'the manifest of the directory': (out) => ['-o', out, '--summary-file', `${out}/_manifest.json`],
    'a part of the directory': (out) => ['-o', out, '--rejects', `${out}/things/part-00000.ndjson`],
    'by a link of a directory': (out) => {
      const link = `${path.dirname(out)}-link`;
      symlinkSync(path.dirname(out), link);
      onTestFinished(() => rmSync(link));
      return ['-o', `${out}.ndjson`, '--rejects', path.join(link, 'out.ndjson')];
    },
  };
  test.each(Object.keys(clashes))('%s: exit 2, nothing requested, nothing changed', async (name) => {
    const runs = await sequence();
    writeFileSync(`${runs.out}.ndjson`, 'earlier\n');
    const ran = await runs.run({
      records: ids(3),
      resource: { primary_key: 'id' },
      words: clashes[name]?.(runs.out) ?? [],
    });
    expect(ran.code, ran.stderr).toBe(2);
    expect(ran.requests).toBe(0);
    expect(readFileSync(`${runs.out}.ndjson`, 'utf8')).toBe('earlier\n');
  });

  test('no alarm: beside each other', async () => {
    const runs = await sequence();
    const beside = path.join(path.dirname(runs.out), 'a');
    mkdirSync(beside);
    const words = [
      '-o',
      `${runs.out}.ndjson`,
      '--rejects',
      `${beside}/r.ndjson`,
      '--summary-file',
      `${beside}/s.json`,
    ];
    const ran = await runs.run({ records: ids(3), words });
    expect(ran.code, ran.stderr).toBe(0);
    expect(existsSync(`${beside}/s.json`)).toBe(true);
  });
});

describe('resource names that differ in letter case', () => {
  test.each([
    ['Users', 'users'],
    ['users', 'USERS', 'Users'],
    ['straße', 'STRASSE', 'ÉTÉ', 'été'],
    ['con', 'CON', 'Con'],
    ['a%2Fb', 'a/b', 'A/B'],
  ])('%s, %s: distinct where case does not count', async (...names) => {
    const runs = await sequence();
    const resources = names.map((name) => ({ name, endpoint: { path: '/things', data_selector: 'data' } }));
    const ran = await runs.run({ records: ids(2), resources });
    expect(ran.code, ran.stderr).toBe(0);
    const folders = Object.keys(runs.visible())
      .filter((name) => name.includes('/'))
      .map((name) => path.dirname(name).normalize('NFC').toLowerCase());
    expect(new Set(folders).size, folders.join()).toBe(names.length);
  });
});

describe('columns that differ in letter case', () => {
  const columnsOf = (names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, { data_type: 'text', nullable: true }]));
  test.each(['csv', 'parquet'])('a warning in %s, and none for other names', async (format) => {
    for (const names of [
      ['Id', 'id'],
      ['name', 'NAME', 'Name'],
      ['été', 'ÉTÉ'],
    ]) {
      const ran = await (await sequence(format)).run({
        records: [{}],
        resource: { columns: columnsOf(names) },
      });
      expect(ran.code, ran.stderr).toBe(0);
      expect(ran.stderr).toMatch(/letter case/);
    }
    const other = { columns: columnsOf(['id', 'id_2', 'ident']) };
    const ran = await (await sequence(format)).run({ records: [{}], resource: other });
    expect(ran.stderr).not.toMatch(/letter case/);
  });
});
