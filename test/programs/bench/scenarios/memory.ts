// How much memory a run takes, and that it does not grow with what it reads.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { root, startApi } from '../api.ts';
import { penstock } from '../contenders.ts';
import { sample } from '../contest.ts';
import { below, type Line, type Scenario } from './section.ts';

export const memory: Scenario = async () => {
  const lines: Line[] = [];
  const details: string[] = [];
  for (const [format, words, most, more] of [
    ['NDJSON to a pipe', [], 150, 5],
    ['Parquet', ['-o', 'contacts.parquet'], 300, undefined],
  ] as const) {
    const peaks: number[] = [];
    for (const records of [500_000, 5_000_000]) {
      const api = await startApi({ records, perPage: 500 });
      const one = await sample(penstock(api.url, words));
      api.close();
      peaks.push(one.rss ?? Number.NaN);
      details.push(
        `memory: ${records} records, ${format}: ${one.wall.toFixed(1)} s (${Math.round(records / one.wall)} records/s), processor ${one.cpu?.toFixed(1)} s, peak ${one.rss?.toFixed(0)} MB`,
      );
    }
    const [small = Number.NaN, large = Number.NaN] = peaks;
    const growth = (large / small - 1) * 100;
    lines.push(below(`peak memory at 5,000,000 records, ${format}`, most, ' MB', large), {
      what: `ten times the records (500,000 to 5,000,000), ${format}: peak memory`,
      bar: more === undefined ? '' : `< ${more} % more`,
      measured: `${growth.toFixed(1)} %`,
      isMet: more === undefined ? undefined : growth < more,
    });
  }
  return { lines, details };
};

const program = (name: string, ...words: string[]): string =>
  execFileSync(process.execPath, [path.join(import.meta.dirname, '..', name), ...words]).toString();

/** Dedupe and the guard against circles, with more than a server here would send. */
export const remembered: Scenario = async () => {
  const keys = program('dedupe.mjs', '50').trim();
  const [, times = Number.NaN, peak = Number.NaN] = (
    /all of them ([\d.]+); peak (\d+) MB$/.exec(keys) ?? []
  ).map(Number);
  const pages = program('pages.mjs', '10').trim();
  const [, held = Number.NaN] = (/peak (\d+) MB$/.exec(pages) ?? []).map(Number);
  return {
    lines: [
      below(
        'dedupe, 50 million distinct text keys: cost a key against the first million',
        2,
        ' times',
        times,
        2,
      ),
      below('the same: memory of the process', 220, ' MB', peak),
      below(
        '10 million pages of one record: memory of the guard against circles, the process included',
        200,
        ' MB',
        held,
      ),
    ],
    details: [...keys.split('\n'), ...pages.split('\n')],
  };
};

const WIDE = { records: 30_000, perPage: 1000, names: 2000, fields: 8 };

/** Records of few fields out of very many names. */
export const wide: Scenario = async () => {
  const { records, perPage, names, fields } = WIDE;
  const server = createServer((request, response) => {
    const page = Number(new URL(request.url ?? '/', 'http://localhost').searchParams.get('page') ?? 1);
    const data = Array.from({ length: page > records / perPage ? 0 : perPage }, (_, at) => {
      const id = (page - 1) * perPage + at;
      const own = Array.from({ length: fields }, (_, n) => [`f${(id * 7 + n * 251) % names}`, `value ${id}`]);
      return { id, ...Object.fromEntries(own) };
    });
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ data }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base_url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const paginator = { type: 'page_number', base_page: 1 };
  const { rss = Number.NaN } = await sample({
    name: 'penstock',
    command: (scratch) => {
      const file = path.join(scratch, 'bench.json');
      const resources = [{ name: 'things', endpoint: { path: 'things', data_selector: 'data', paginator } }];
      writeFileSync(file, JSON.stringify({ client: { base_url }, resources }));
      return [
        process.execPath,
        path.join(root, 'dist/src/bin.js'),
        'run',
        file,
        '-q',
        '-o',
        'things.parquet',
      ];
    },
  });
  server.close();
  server.closeAllConnections();
  const what = 'Parquet, 30,000 records of 8 fields out of 2,000 names: peak memory';
  return { lines: [below(what, 300, ' MB', rss)], details: [] };
};
