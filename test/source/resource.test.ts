// A resource in partitions: made as they are read, and ended at once when the loop is left.
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { extend } from '../../src/index.ts';
import { declarePartitionRouter } from '../../src/source/partitions/contract.ts';
import { json, serve } from '../helpers/serve.ts';

const state = { made: 0 };
const many = declarePartitionRouter({
  type: 'many',
  summary: 'As many slices as are wanted, each made when it is asked for.',
  options: z.object({ count: z.number().describe('how many') }),
  example: { type: 'many', count: 3 },
  async *create({ count }) {
    for (let i = 0; i < count; i += 1) {
      state.made += 1;
      yield { key: `n=${i}`, params: { n: i }, headers: {}, body: {}, pathValues: {}, recordFields: {} };
    }
  },
});

function manyThings(url: string, count: number) {
  const { definePipeline, open } = extend({ partitionRouters: [many] });
  return open(
    definePipeline({
      name: 'many',
      client: { base_url: url },
      resources: [
        { name: 'things', endpoint: { data_selector: 'data', partition_router: { type: 'many', count } } },
      ],
    }),
  );
}

test('a million partitions: the first records come without making the others', async () => {
  const api = await serve((_, response) => json(response, { data: [{ id: 1 }] }));
  const pipeline = await manyThings(api.url, 1_000_000);
  state.made = 0;
  let records = 0;
  for await (const _ of pipeline.records('things')) {
    records += 1;
    if (records === 20) break;
  }
  expect(state.made).toBeLessThan(60);
});

test('leaving the loop ends the requests at once, in every partition', async () => {
  let open = 0;
  const api = await serve(async (request, response) => {
    if (request.url?.includes('n=0')) return json(response, { data: [{ id: 1 }] });
    open += 1;
    response.on('close', () => {
      open -= 1;
    });
    await delay(30_000, undefined, { signal: AbortSignal.timeout(30_000) }).catch(() => {});
  });
  const pipeline = await manyThings(api.url, 10);
  for await (const _ of pipeline.records('things')) break;
  while (open > 0) await delay(5);
  expect(open).toBe(0);
});
