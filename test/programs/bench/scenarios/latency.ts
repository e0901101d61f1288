// Wall time against what the network alone must take.
import { startApi } from '../api.ts';
import { loop, named, penstock } from '../contenders.ts';
import { contest, median, valuesOf } from '../contest.ts';
import { detailsOf, faster, type Line, type Scenario, two } from './section.ts';

const MILLISECONDS = 150;

export const latency: Scenario = async ({ rounds }) => {
  const lines: Line[] = [];
  const details: string[] = [];
  const few = Math.min(rounds, 3);
  for (const resources of [1, 4, 16]) {
    const api = await startApi({ records: 4_000, perPage: 100, latency: MILLISECONDS });
    const ours = penstock(api.url, ['-o', 'out'], { paging: 'offset', resources });
    const client = { concurrency: 1 };
    const single = named(
      penstock(api.url, ['-o', 'out'], { paging: 'offset', resources, client }),
      'one at a time',
    );
    const results = await contest(resources === 16 ? [ours] : [ours, single], few);
    api.close();
    details.push(...detailsOf(`${resources} x 41 pages at ${MILLISECONDS} ms`, results));
    const what = `${resources} resource${resources === 1 ? '' : 's'} x 41 pages at ${MILLISECONDS} ms, offset, by default settings`;
    if (resources === 16) {
      const requests = (resources * 41 * MILLISECONDS) / 1000;
      const times = valuesOf(results[0], 'wall').map((wall) => requests / wall);
      const measured = `${two(median(times))} times the sum of the latencies`;
      lines.push({ what, bar: '', measured, isMet: undefined });
      continue;
    }
    lines.push(faster(what, results, 'one at a time', resources === 4 ? 8 : undefined));
  }
  const pages = 100;
  const api = await startApi({ records: pages * 500, perPage: 500, latency: MILLISECONDS });
  const results = await contest([penstock(api.url), loop('fetch', api.url)], few);
  api.close();
  details.push(...detailsOf(`cursor chain of ${pages} pages at ${MILLISECONDS} ms`, results));
  for (const result of results) {
    const shares = valuesOf(result, 'wall').map((wall) => wall / ((pages * MILLISECONDS) / 1000));
    const isOurs = result.name === 'penstock';
    lines.push({
      what: `cursor chain of ${pages} pages at ${MILLISECONDS} ms, over pages x latency, start included: ${result.name}`,
      bar: isOurs ? '<= 1.05' : '',
      measured: two(median(shares)),
      isMet: isOurs ? median(shares) <= 1.05 : undefined,
    });
  }
  return { lines, details };
};
