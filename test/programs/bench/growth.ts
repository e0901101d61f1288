// How time and memory grow with the records, for penstock and rivals.
import { startApi } from './api.ts';
import { curlJq, dlt, loop, named, penstock } from './contenders.ts';
import { sample } from './contest.ts';

export interface GrowthPoint {
  readonly name: string;
  readonly records: number;
  /** Seconds. */
  readonly wall: number;
  /** MB; undefined where the command cannot say. */
  readonly rss: number | undefined;
}

const SIZES = [1_000, 10_000, 100_000, 1_000_000, 5_000_000];
// Beyond it they take longer than anybody waits for a plot.
const MOST: Readonly<Record<string, number>> = { 'curl, jq': 100_000, 'dlt, jsonl': 100_000 };

export async function measureGrowth(python: string | undefined): Promise<GrowthPoint[]> {
  const points: GrowthPoint[] = [];
  for (const records of SIZES) {
    const api = await startApi({ records, perPage: 500 });
    const contenders = [
      penstock(api.url),
      named(penstock(api.url, ['-o', 'contacts.parquet']), 'penstock, Parquet'),
      loop('fetch', api.url),
      curlJq(api.url),
      ...(python === undefined ? [] : [dlt(python, api.url, 'jsonl')]),
    ];
    for (const contender of contenders) {
      if (records > (MOST[contender.name] ?? Number.POSITIVE_INFINITY)) continue;
      const { wall, rss } = await sample(contender);
      points.push({ name: contender.name, records, wall, rss });
    }
    api.close();
  }
  return points;
}
