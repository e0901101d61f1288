// Records to a pipe against loops that parse and print, and do nothing else.
import { startApi } from '../api.ts';
import { curlJq, loop, penstock } from '../contenders.ts';
import { contest } from '../contest.ts';
import { atMost, detailsOf, faster, type Line, type Scenario } from './section.ts';

const shapes = [
  { title: '200,000 records, 500 a page', records: 200_000, perPage: 500, most: 1.05 },
  { title: '200,000 records, 100 a page', records: 200_000, perPage: 100, most: 1.15 },
  { title: 'one page of 65 MB', records: 150_000, perPage: 150_000, most: undefined },
];

export const pipe: Scenario = async ({ rounds }) => {
  const lines: Line[] = [];
  const details: string[] = [];
  for (const { title, records, perPage, most } of shapes) {
    const api = await startApi({ records, perPage });
    const results = await contest(
      [loop('fetch', api.url), penstock(api.url), loop('axios', api.url)],
      rounds,
    );
    api.close();
    details.push(...detailsOf(`pipe, ${title}`, results));
    const what = `NDJSON to a pipe, ${title}`;
    lines.push(
      atMost(`${what}: time against a bare fetch loop`, results, ['penstock', 'fetch loop'], most),
      atMost(
        `${what}: processor against a bare fetch loop`,
        results,
        ['penstock', 'fetch loop'],
        undefined,
        'cpu',
      ),
      atMost(`${what}: time against a bare axios loop`, results, ['penstock', 'axios loop'], undefined),
    );
  }
  return { lines, details };
};

export const longPipe: Scenario = async () => {
  const api = await startApi({ records: 5_000_000, perPage: 500 });
  const results = await contest([loop('fetch', api.url), penstock(api.url)], 1);
  api.close();
  const what = 'NDJSON to a pipe, 5 million records: time against a bare fetch loop';
  return {
    lines: [atMost(what, results, ['penstock', 'fetch loop'], 1.15)],
    details: detailsOf('pipe, 5 million', results),
  };
};

export const shell: Scenario = async ({ rounds }) => {
  const api = await startApi({ records: 50_000, perPage: 500 });
  const results = await contest([curlJq(api.url), penstock(api.url)], rounds);
  api.close();
  return {
    lines: [faster('NDJSON to a pipe against curl and jq (50,000 records)', results, 'curl, jq', 3)],
    details: detailsOf('shell', results),
  };
};
