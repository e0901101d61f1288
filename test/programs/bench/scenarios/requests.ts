// What a user pays in requests, and what asking ahead saves in time.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../api.ts';
import { sample } from '../contest.ts';
import { type CountedOptions, countedApi } from './counted-api.ts';
import { below, type Line, type Scenario, two } from './section.ts';

const bin = path.join(root, 'dist/src/bin.js');
const LATENCY = 150;

interface Read {
  readonly resources?: readonly object[];
  readonly client?: object;
  /** What the pipeline says of the end. */
  readonly ending?: object;
}

/** Reads an API by default settings. */
async function read(options: CountedOptions, { resources, client = {}, ending = {} }: Read = {}) {
  const api = await countedApi(options);
  const things = { name: 'things', endpoint: { path: 'things', data_selector: 'data' } };
  const paginator = {
    type: 'page_number',
    base_page: 1,
    limit: options.perPage,
    limit_param: 'limit',
    ...ending,
  };
  const pipeline = { client: { base_url: api.url, paginator, ...client }, resources: resources ?? [things] };
  const { wall } = await sample({
    name: 'penstock',
    command: (scratch) => {
      const file = path.join(scratch, 'bench.json');
      writeFileSync(file, JSON.stringify(pipeline));
      return [process.execPath, bin, 'run', file, '-q'];
    },
  });
  api.close();
  return { wall, requests: api.requests(), seconds: api.seconds() };
}

const SAYS = [
  ['no total', 'nothing', {}, 7],
  ['has_more_path', 'has_more', { has_more_path: 'has_more' }, 6],
  ['a total', 'total', { total_records_path: 'total' }, 5],
] as const;

export const requests: Scenario = async ({ rounds }) => {
  const lines: Line[] = [];
  for (const [title, says, ending, most] of SAYS) {
    const { requests } = await read({ pages: 5, perPage: 100, says }, { ending });
    lines.push(below(`requests for 5 full pages, ${title}`, most, '', requests));
  }
  const pages = { pages: 100, perPage: 100, latency: LATENCY };
  const runs = [];
  for (let round = 0; round < Math.min(rounds, 3); round += 1) runs.push(await read(pages));
  const wide = runs.sort((a, b) => a.seconds - b.seconds)[runs.length >> 1] ?? (await read(pages));
  const single = await read(pages, { client: { concurrency: 1 } });
  const times = single.seconds / wide.seconds;
  lines.push(below('requests for 100 full pages, no total', 110, '', wide.requests), {
    what: `the same at ${LATENCY} ms an answer: time against one by one, from the first request to the last answer`,
    bar: '>= 8 times faster',
    measured: two(times),
    isMet: times >= 8,
  });
  const details = [
    `100 pages at ${LATENCY} ms: ${two(wide.seconds)} s of ${two(wide.wall)} s with the start; one by one ${two(single.seconds)} of ${two(single.wall)} s, ${single.requests} requests`,
  ];
  return { lines, details };
};

/** A path of 150 ms alone, and beside one of 1 ms. */
export const paths: Scenario = async ({ rounds }) => {
  const latency = (pathname: string) => (pathname === '/slow' ? LATENCY : 1);
  const slow = { name: 'slow', endpoint: { path: 'slow', data_selector: 'data' } };
  const quick = { name: 'quick', endpoint: { path: 'quick', data_selector: 'data' } };
  const shape = { pages: 60, perPage: 100, latency };
  const ratios: number[] = [];
  const details: string[] = [];
  for (let round = 0; round < Math.min(rounds, 3); round += 1) {
    const alone = await read(shape, { resources: [slow] });
    const beside = await read(shape, { resources: [quick, slow] });
    ratios.push(beside.wall / alone.wall);
    details.push(`a slow path alone ${two(alone.wall)} s, beside a quick one ${two(beside.wall)} s`);
  }
  const middle = ratios.sort((a, b) => a - b)[ratios.length >> 1] ?? Number.NaN;
  return {
    lines: [below('a host with quick and slow paths, against the slow path alone', 1.1, '', middle, 2)],
    details,
  };
};
