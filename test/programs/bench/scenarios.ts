// What is measured, and the bar that each figure has to reach.
import path from 'node:path';
import { startApi } from './api.ts';
import { bareNode, curlJq, dlt, loop, named, penstock, version } from './contenders.ts';
import { contest, type Metric, median, type Ratio, type Result, ratio, sample, valuesOf } from './contest.ts';

/** A row of the table. */
export interface Line {
  readonly what: string;
  readonly bar: string;
  readonly measured: string;
  /** Undefined for a figure without a bar. */
  readonly isMet: boolean | undefined;
}

export interface Section {
  readonly lines: readonly Line[];
  /** Medians of every contender, for who wants to look closer. */
  readonly details: readonly string[];
}

export interface BenchOptions {
  readonly rounds: number;
  /** A Python that has dlt. */
  readonly python: string | undefined;
}

export type Scenario = (options: BenchOptions) => Promise<Section>;

const two = (value: number) => value.toFixed(2);
const spread = (r: Ratio) => `${two(r.median)} (${two(r.least)} to ${two(r.most)})`;

function detailsOf(title: string, results: readonly Result[]): string[] {
  return results.map((result) => {
    const figure = (metric: Metric, unit: string, digits: number) => {
      const values = valuesOf(result, metric);
      return values.length === 0 ? '-' : `${median(values).toFixed(digits)} ${unit}`;
    };
    return `${title}: ${result.name}: ${figure('wall', 's', 2)}, processor ${figure('cpu', 's', 2)}, ${figure('rss', 'MB', 0)}`;
  });
}

/** At most so many times the other's. */
function atMost(results: readonly Result[], other: string, metric: Metric, most: number, what: string): Line {
  const found = ratio(results, 'penstock', other, metric);
  if (found === undefined) return { what, bar: `<= ${most}`, measured: 'not measured', isMet: undefined };
  return { what, bar: `<= ${most}`, measured: spread(found), isMet: found.median <= most };
}

/** So many times faster than the other. */
function faster(results: readonly Result[], other: string, least: number, what: string): Line {
  const found = ratio(results, other, 'penstock', 'wall');
  const bar = `>= ${least} times faster`;
  if (found === undefined)
    return { what, bar, measured: 'not measured: not on this machine', isMet: undefined };
  return { what, bar, measured: spread(found), isMet: found.median >= least };
}

const shapes = [
  { title: '500 records a page', records: 200_000, perPage: 500, isBar: true },
  { title: '100 records a page', records: 100_000, perPage: 100, isBar: false },
  { title: 'one page of 65 MB', records: 150_000, perPage: 150_000, isBar: false },
];

const pipe: Scenario = async ({ rounds }) => {
  const lines: Line[] = [];
  const details: string[] = [];
  for (const { title, records, perPage } of shapes) {
    const api = await startApi({ records, perPage });
    const results = await contest(
      [loop('fetch', api.url), penstock(api.url), loop('axios', api.url)],
      rounds,
    );
    api.close();
    details.push(...detailsOf(`pipe, ${title}`, results));
    lines.push(
      atMost(results, 'fetch loop', 'wall', 1, `NDJSON to a pipe, ${title}: time against a bare fetch loop`),
      atMost(
        results,
        'fetch loop',
        'cpu',
        1.3,
        `NDJSON to a pipe, ${title}: processor against a bare fetch loop`,
      ),
      atMost(results, 'axios loop', 'wall', 1, `NDJSON to a pipe, ${title}: time against a bare axios loop`),
    );
  }
  return { lines, details };
};

const shell: Scenario = async ({ rounds }) => {
  const api = await startApi({ records: 50_000, perPage: 500 });
  const results = await contest([curlJq(api.url), penstock(api.url)], rounds);
  api.close();
  return {
    lines: [faster(results, 'curl, jq', 3, 'NDJSON to a pipe against curl and jq (50,000 records)')],
    details: detailsOf('shell', results),
  };
};

const files: Scenario = async ({ rounds, python }) => {
  const lines: Line[] = [];
  const details: string[] = [];
  const api = await startApi({ records: 200_000, perPage: 500 });
  for (const [format, theirs, least] of [
    ['ndjson', 'jsonl', 20],
    ['parquet', 'parquet', 10],
  ] as const) {
    const ours = penstock(api.url, ['-o', 'out', '-f', format]);
    const rivals = python === undefined ? [] : [dlt(python, api.url, theirs)];
    const results = await contest([ours, ...rivals], rounds);
    details.push(...detailsOf(`${format} files`, results));
    lines.push(
      faster(results, `dlt, ${theirs}`, least, `${format} files against dlt, end to end (200,000 records)`),
    );
  }
  api.close();
  return { lines, details };
};

const parquet: Scenario = async ({ rounds }) => {
  const api = await startApi({ records: 100_000, perPage: 500 });
  const words = ['-o', 'contacts.parquet', '--parquet-writer'];
  const ours = penstock(api.url, [...words, 'hyparquet']);
  const other = named(penstock(api.url, [...words, 'parquetjs-lite']), 'parquetjs-lite');
  const results = await contest([ours, other], rounds);
  api.close();
  const found = ratio(results, 'parquetjs-lite', 'penstock', 'wall');
  const what = 'Parquet by hyparquet-writer (the default) against parquetjs-lite (100,000 records)';
  const measured = found === undefined ? 'not measured' : `${spread(found)} times faster`;
  return { lines: [{ what, bar: '', measured, isMet: undefined }], details: detailsOf('parquet', results) };
};

/** Wall time against what the network alone must take. */
const latency: Scenario = async ({ rounds }) => {
  const lines: Line[] = [];
  const details: string[] = [];
  const milliseconds = 150;
  const few = Math.min(rounds, 3);
  for (const resources of [1, 4, 16]) {
    const api = await startApi({ records: 4_000, perPage: 100, latency: milliseconds });
    const ours = penstock(api.url, ['-o', 'out'], { paging: 'offset', resources });
    const single = penstock(api.url, ['-o', 'out'], {
      paging: 'offset',
      resources,
      client: { concurrency: 1 },
    });
    const contenders = resources === 16 ? [ours] : [ours, named(single, 'one at a time')];
    const results = await contest(contenders, few);
    api.close();
    details.push(...detailsOf(`${resources} x 41 pages at ${milliseconds} ms`, results));
    const what = `${resources} resource${resources === 1 ? '' : 's'} x 41 pages at ${milliseconds} ms, offset, by default settings`;
    if (resources === 16) {
      const requests = (resources * 41 * milliseconds) / 1000;
      const times = valuesOf(results[0], 'wall').map((wall) => requests / wall);
      lines.push({
        what,
        bar: '',
        measured: `${two(median(times))} times the sum of the latencies`,
        isMet: undefined,
      });
      continue;
    }
    const line = faster(results, 'one at a time', 8, what);
    lines.push(resources === 4 ? line : { ...line, bar: '', isMet: undefined });
  }
  const pages = 100;
  const api = await startApi({ records: pages * 500, perPage: 500, latency: milliseconds });
  const results = await contest([penstock(api.url), loop('fetch', api.url)], few);
  api.close();
  details.push(...detailsOf(`cursor chain of ${pages} pages at ${milliseconds} ms`, results));
  for (const result of results) {
    const shares = valuesOf(result, 'wall').map((wall) => wall / ((pages * milliseconds) / 1000));
    const isOurs = result.name === 'penstock';
    lines.push({
      what: `cursor chain of ${pages} pages at ${milliseconds} ms, over pages x latency, start included: ${result.name}`,
      bar: isOurs ? '<= 1.05' : '',
      measured: two(median(shares)),
      isMet: isOurs ? median(shares) <= 1.05 : undefined,
    });
  }
  return { lines, details };
};

const memory: Scenario = async () => {
  const lines: Line[] = [];
  const details: string[] = [];
  for (const [format, words, most] of [
    ['NDJSON to a pipe', [], 150],
    ['Parquet', ['-o', 'contacts.parquet'], 300],
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
    lines.push(
      {
        what: `peak memory at 5,000,000 records, ${format}`,
        bar: `<= ${most} MB`,
        measured: `${large.toFixed(0)} MB`,
        isMet: large <= most,
      },
      {
        what: `ten times the records (500,000 to 5,000,000), ${format}: peak memory`,
        bar: '< 10 % more',
        measured: `${((large / small - 1) * 100).toFixed(1)} %`,
        isMet: large / small < 1.1,
      },
    );
  }
  return { lines, details };
};

const bigPage: Scenario = async ({ rounds }) => {
  const size = 65;
  const small = await startApi({ records: 1, perPage: 1 });
  const large = await startApi({ records: 150_000, perPage: 150_000 });
  const few = Math.min(rounds, 3);
  const results = await contest(
    [named(penstock(small.url), 'one record'), penstock(large.url), loop('fetch', large.url)],
    few,
  );
  small.close();
  large.close();
  const base = median(valuesOf(results[0], 'rss'));
  return {
    lines: results.slice(1).map((result) => {
      const times = (median(valuesOf(result, 'rss')) - base) / size;
      const isOurs = result.name === 'penstock';
      return {
        what: `a page of 65 MB: memory above the base, in times its size: ${result.name}`,
        bar: isOurs ? '<= 2.5' : '',
        measured: two(times),
        isMet: isOurs ? times <= 2.5 : undefined,
      };
    }),
    details: detailsOf('big page', results),
  };
};

const startup: Scenario = async ({ rounds }) => {
  const api = await startApi({ records: 1000, perPage: 100 });
  const first = { ...named(penstock(api.url), 'first record'), isFirstByte: true };
  const results = await contest([bareNode, version, first], Math.max(rounds, 9));
  api.close();
  const against = (name: string, most: number, what: string): Line => {
    const found = ratio(results, name, bareNode.name, 'wall');
    if (found === undefined) throw new Error(name);
    return { what, bar: `<= ${most}`, measured: spread(found), isMet: found.median <= most };
  };
  return {
    lines: [
      against(version.name, 1.5, '`penstock --version` against node that imports axios'),
      against('first record', 3, 'first record on stdout against node that imports axios'),
    ],
    details: detailsOf('start', results),
  };
};

export const scenarios: Readonly<Record<string, Scenario>> = {
  startup,
  pipe,
  shell,
  files,
  parquet,
  latency,
  memory,
  'big-page': bigPage,
};

export const resultsFile = path.join(import.meta.dirname, 'results.json');
