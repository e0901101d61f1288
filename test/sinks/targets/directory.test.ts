// replace, append and merge in every format: what is in the directory after each run, judged by DuckDB.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { duckdb } from '../../helpers/duckdb.ts';
import { extract } from '../../helpers/extract.ts';
import { filesOf } from '../../helpers/files.ts';
import { json } from '../../helpers/serve.ts';
import { temporaryDirectory } from '../../helpers/temporary.ts';

afterEach(() => vi.restoreAllMocks());

type Rows = readonly Record<string, unknown>[];
const columns = {
  id: { data_type: 'text' },
  n: { data_type: 'bigint' },
  ts: { data_type: 'timestamp' },
  tags: { data_type: 'json' },
  note: { data_type: 'text' },
};

const kinds = [
  ['ndjson', []],
  ['ndjson', ['--compress', 'gzip']],
  ['ndjson', ['--compress', 'zstd']],
  ['csv', []],
  ['csv', ['--compress', 'zstd', '--max-file-records', '3']],
  ['parquet', []],
  ['parquet', ['--max-file-records', '4']],
] as const;

async function runInto(
  out: string,
  rows: Rows,
  disposition: string,
  words: readonly string[],
  resource: object = { columns },
) {
  return extract((_, response) => json(response, { data: rows }), {
    resource: { primary_key: 'id', write_disposition: disposition, ...resource },
    words: ['-o', out, ...words],
  });
}

const source = (out: string, format: string) => {
  const files = path.join(out, `things/part-*.${format}*`);
  if (format === 'ndjson')
    return `read_ndjson('${files}', columns={id:'VARCHAR', n:'BIGINT', ts:'TIMESTAMP', tags:'JSON', note:'VARCHAR'})`;
  if (format === 'csv') {
    return `read_csv('${files}', header=true, allow_quoted_nulls=false, columns={id:'VARCHAR', n:'BIGINT', ts:'TIMESTAMP', tags:'VARCHAR', note:'VARCHAR', _extra:'VARCHAR'})`;
  }
  return `read_parquet('${files}')`;
};

async function read(out: string, format: string): Promise<Rows> {
  const rows = await duckdb(
    `SELECT id, n, ts::TIMESTAMP::VARCHAR AS ts, tags::VARCHAR AS tags, note FROM ${source(out, format)} ORDER BY id`,
  );
  return rows.map((row) => ({ ...row, n: row.n === null ? null : String(row.n) }));
}

const row = (id: string, version: number) => ({
  id,
  n: `${9007199254740993n + BigInt(version)}`,
  ts: '2024-05-06T07:08:09.123456Z',
  tags: ['a', { b: version }],
  note: version % 2 === 0 ? '' : 'line\n"two", =1+1',
});
const expected = (id: string, version: number) => ({
  ...row(id, version),
  ts: '2024-05-06 07:08:09.123456',
  tags: JSON.stringify(row(id, version).tags),
});

const manifestOf = (out: string) => JSON.parse(readFileSync(path.join(out, '_manifest.json'), 'utf8'));

describe.each(kinds)('%s %j', (format, more) => {
  const words = ['-f', format, ...more];

  test('merge three times: each key once, with its newest record', async () => {
    const out = path.join(await temporaryDirectory(), 'out');
    const runs = [
      ['a', 'b', 'c', 'd', 'e'],
      ['c', 'd', 'f'],
      ['a', 'f', 'g'],
    ];
    const newest = new Map<string, number>();
    for (const [version, ids] of runs.entries()) {
      const outcome = await runInto(
        out,
        ids.map((id) => row(id, version)),
        'merge',
        words,
      );
      expect(outcome.code, outcome.stderr).toBe(0);
      for (const id of ids) newest.set(id, version);
    }
    expect(await read(out, format)).toEqual([...newest].sort().map(([id, version]) => expected(id, version)));
    const { files, complete } = manifestOf(out).resources.things;
    expect(complete).toBe(true);
    expect(files.reduce((sum: number, file: { rows: number }) => sum + file.rows, 0)).toBe(7);
    expect(readdirSync(path.join(out, 'things')).sort()).toEqual(
      files.map((file: { path: string }) => path.basename(file.path)).sort(),
    );
    expect(readdirSync(out).sort()).toEqual(['_manifest.json', 'things']);
  });

  test('append adds files of this run, replace swaps them all', async () => {
    const out = path.join(await temporaryDirectory(), 'out');
    for (const version of [0, 1])
      await runInto(
        out,
        ['a', 'b'].map((id) => row(id, version)),
        'append',
        words,
      );
    expect(await read(out, format)).toHaveLength(4);
    const outcome = await runInto(out, [row('z', 9)], 'replace', words);
    expect(outcome.code, outcome.stderr).toBe(0);
    expect(await read(out, format)).toEqual([expected('z', 9)]);
  });

  test('a run that fails leaves the earlier snapshot as it was', async () => {
    const out = path.join(await temporaryDirectory(), 'out');
    await runInto(
      out,
      ['a', 'b', 'c', 'd', 'e'].map((id) => row(id, 0)),
      'merge',
      words,
    );
    const before = filesOf(out);
    const failed = await extract((_, response) => json(response, {}, 404), {
      resource: { primary_key: 'id', write_disposition: 'merge', columns },
      words: ['-o', out, ...words],
    });
    expect(failed.code).toBe(4);
    expect(filesOf(out)).toEqual(before);
  });

  test('a disk that fails while the files are put in place leaves it as it was too', async () => {
    const out = path.join(await temporaryDirectory(), 'out');
    await runInto(
      out,
      ['a', 'b', 'c', 'd', 'e'].map((id) => row(id, 0)),
      'merge',
      words,
    );
    const before = filesOf(out);
    const rename = fs.rename;
    for (let nth = 1; nth <= 12; nth += 1) {
      let count = 0;
      vi.spyOn(fs, 'rename').mockImplementation(async (from, to) => {
        count += 1;
        if (count === nth) throw Object.assign(new Error('ENOSPC: made to fail'), { code: 'ENOSPC' });
        return rename(from, to);
      });
      const outcome = await runInto(
        out,
        ['b', 'f'].map((id) => row(id, 1)),
        'merge',
        words,
      );
      vi.restoreAllMocks();
      if (outcome.code === 0) {
        expect(nth).toBeGreaterThan(1);
        expect(await read(out, format)).toHaveLength(6);
        return;
      }
      expect(outcome.code, outcome.stderr).toBe(7);
      expect(Object.keys(filesOf(out)), `rename ${nth}`).toEqual(Object.keys(before));
      expect(filesOf(out), `rename ${nth}`).toEqual(before);
    }
  });
});

describe('merge', () => {
  test('law: after any runs, each key once with its newest record, also from one format into another', async () => {
    const run = fc.tuple(
      fc.constantFrom('ndjson', 'csv', 'parquet'),
      fc.uniqueArray(fc.constantFrom(...'abcdefghij'), { minLength: 1 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(run, { minLength: 1, maxLength: 4 }), async (runs) => {
        const out = path.join(await fs.mkdtemp('/tmp/penstock-merge-'), 'out');
        const newest = new Map<string, number>();
        for (const [version, [format, ids]] of runs.entries()) {
          const outcome = await runInto(
            out,
            ids.map((id) => row(id, version)),
            'merge',
            ['-f', format],
          );
          expect(outcome.code, outcome.stderr).toBe(0);
          for (const id of ids) newest.set(id, version);
        }
        expect(await read(out, runs.at(-1)?.[0] ?? '')).toEqual(
          [...newest].sort().map(([id, version]) => expected(id, version)),
        );
        rmSync(path.dirname(out), { recursive: true });
      }),
      { numRuns: 8 },
    );
  });

  test.each(['ndjson', 'csv', 'parquet'])(
    '%s without columns: nothing is lost, whatever appears later',
    async (format) => {
      const out = path.join(await temporaryDirectory(), 'out');
      await runInto(
        out,
        [
          { id: 'a', x: 1, o: { p: [1] } },
          { id: 'b', x: 2 },
        ],
        'merge',
        ['-f', format],
        {},
      );
      const outcome = await runInto(out, [{ id: 'b', x: 'now text', y: true }], 'merge', ['-f', format], {});
      expect(outcome.code, outcome.stderr).toBe(0);
      const from =
        format === 'ndjson'
          ? `read_ndjson('${out}/things/*.ndjson')`
          : `'${out}/things/part-00000.${format}'`;
      const rows = await duckdb(`SELECT to_json(t)::VARCHAR AS j FROM ${from} t ORDER BY id`);
      const text = rows.map((one) => String(one.j)).join('\n');
      expect(rows).toHaveLength(2);
      expect(text).toMatch(/now text/);
      expect(text).toMatch(/\{\\*"p\\*":\[1\]\}/);
    },
  );

  test('a column that changed its type is refused before anything is requested', async () => {
    const out = path.join(await temporaryDirectory(), 'out');
    await runInto(out, [row('a', 1)], 'merge', []);
    const outcome = await runInto(out, [], 'merge', [], {
      columns: { ...columns, n: { data_type: 'double' } },
    });
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toMatch(/things\.columns\.n: is double, and was bigint in the earlier snapshot/);
    expect(outcome.requests).toEqual([]);
  });

  test('the report says how many earlier records were kept', async () => {
    const out = path.join(await temporaryDirectory(), 'out');
    await runInto(
      out,
      ['a', 'b', 'c'].map((id) => row(id, 0)),
      'merge',
      [],
    );
    const { stderr } = await runInto(out, [row('b', 1)], 'merge', []);
    expect(stderr).toMatch(/things: 2 records of the earlier snapshot kept/);
  });
});

test('a commit that a killed run had begun is finished by the next', async () => {
  const out = path.join(await temporaryDirectory(), 'out');
  await runInto(
    out,
    ['a', 'b'].map((id) => row(id, 0)),
    'merge',
    [],
  );
  const staging = path.join(out, '.penstock-staging');
  mkdirSync(path.join(staging, 'new/things'), { recursive: true });
  const line = '{"id":"k","n":1,"ts":null,"tags":null,"note":null}\n';
  writeFileSync(path.join(staging, 'new/things/part-00000.ndjson'), line);
  const manifest = manifestOf(out);
  manifest.resources.things.files = [
    {
      path: 'things/part-00000.ndjson',
      rows: 1,
      bytes: line.length,
      sha256: createHash('sha256').update(line).digest('hex'),
    },
  ];
  writeFileSync(path.join(staging, '_manifest.json'), JSON.stringify(manifest));
  const steps = [
    { kind: 'put', from: '.penstock-staging/new/things/part-00000.ndjson', to: 'things/part-00000.ndjson' },
    { kind: 'put', from: '.penstock-staging/_manifest.json', to: '_manifest.json' },
  ];
  writeFileSync(path.join(out, '.penstock-journal.json'), JSON.stringify({ version: 1, steps }));
  const outcome = await runInto(out, [row('a', 1)], 'merge', []);
  expect(outcome.code, outcome.stderr).toBe(0);
  expect((await read(out, 'ndjson')).map((one) => one.id)).toEqual(['a', 'k']);
  expect(existsSync(path.join(out, '.penstock-journal.json'))).toBe(false);
});

test('another format replaces the files of the earlier one', async () => {
  const out = path.join(await temporaryDirectory(), 'out');
  for (const format of ['ndjson', 'parquet']) await runInto(out, [row('a', 1)], 'replace', ['-f', format]);
  expect(readdirSync(path.join(out, 'things'))).toEqual(['part-00000.parquet']);
  expect(manifestOf(out).resources.things.files).toMatchObject([
    { path: 'things/part-00000.parquet', rows: 1 },
  ]);
  expect(existsSync(path.join(out, '.penstock-lock'))).toBe(false);
});
