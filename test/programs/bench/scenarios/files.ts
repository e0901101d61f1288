// Records to files: against dlt, against each other, by either writer of Parquet, and merged.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startApi } from '../api.ts';
import { dlt, named, penstock } from '../contenders.ts';
import { contest, sample } from '../contest.ts';
import { atMost, below, detailsOf, faster, type Line, type Scenario } from './section.ts';

export const files: Scenario = async ({ rounds, python }) => {
  const lines: Line[] = [];
  const details: string[] = [];
  const api = await startApi({ records: 200_000, perPage: 500 });
  for (const [format, theirs, least] of [
    ['ndjson', 'jsonl', 7],
    ['parquet', 'parquet', 6],
  ] as const) {
    const ours = penstock(api.url, ['-o', 'out', '-f', format]);
    const rivals = python === undefined ? [] : [dlt(python, api.url, theirs)];
    const results = await contest([ours, ...rivals], rounds);
    details.push(...detailsOf(`${format} files`, results));
    const what = `${format} files against dlt, end to end (200,000 records)`;
    lines.push(faster(what, results, `dlt, ${theirs}`, least));
  }
  api.close();
  return { lines, details };
};

export const parquet: Scenario = async ({ rounds }) => {
  const few = await startApi({ records: 100_000, perPage: 500 });
  const words = ['-o', 'contacts.parquet', '--parquet-writer'];
  const other = named(penstock(few.url, [...words, 'parquetjs-lite']), 'parquetjs-lite');
  const writers = await contest([penstock(few.url, [...words, 'hyparquet']), other], rounds);
  few.close();
  const many = await startApi({ records: 5_000_000, perPage: 500 });
  const ndjson = named(penstock(many.url, ['-o', 'contacts.ndjson']), 'NDJSON');
  const formats = await contest([ndjson, penstock(many.url, ['-o', 'contacts.parquet'])], 1);
  many.close();
  return {
    lines: [
      atMost('Parquet, 5 million records, against NDJSON', formats, ['penstock', 'NDJSON'], 1.1),
      faster(
        'Parquet by hyparquet-writer (the default) against parquetjs-lite (100,000 records)',
        writers,
        'parquetjs-lite',
        undefined,
      ),
    ],
    details: [...detailsOf('Parquet, 5 million', formats), ...detailsOf('parquet', writers)],
  };
};

const MERGED = 5_000_000;

/** A snapshot, then a tenth of it anew. */
export const merge: Scenario = async () => {
  const seconds: Record<string, number> = {};
  const details: string[] = [];
  for (const format of ['ndjson', 'csv']) {
    const place = mkdtempSync(path.join(tmpdir(), 'penstock-bench-'));
    const words = [
      '-o',
      path.join(place, 'out'),
      '-f',
      format,
      '--set',
      'resource_defaults.write_disposition=merge',
    ];
    for (const records of [MERGED, MERGED / 10]) {
      const api = await startApi({ records, perPage: 500 });
      const { wall, rss } = await sample(penstock(api.url, words));
      api.close();
      seconds[format] = wall;
      details.push(`merge: ${format}, ${records} records: ${wall.toFixed(1)} s, ${rss?.toFixed(0)} MB`);
    }
    rmSync(place, { recursive: true, force: true });
  }
  const { csv = Number.NaN, ndjson = Number.NaN } = seconds;
  const what = 'CSV merge, 500,000 records into 5 million, against the NDJSON merge';
  return { lines: [below(what, 2, ' times', csv / ndjson, 2)], details };
};
