// The share of a process: given, or from the engine that started it; and its share of the rate limits.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { shardOf, withRateShare } from '../../src/cli/shard-options.ts';
import { planOf } from '../../src/language/load-plan.ts';
import { lines, penstock } from '../helpers/cli.ts';
import { json, queryOf, serve } from '../helpers/serve.ts';
import { temporaryDirectory } from '../helpers/temporary.ts';

test('the index of the engine counts from 0', () => {
  for (const name of ['JOB_COMPLETION_INDEX', 'AWS_BATCH_JOB_ARRAY_INDEX', 'CLOUD_RUN_TASK_INDEX'])
    expect(shardOf({ shards: 4 }, { [name]: '3' })).toEqual({ index: 4, count: 4 });
  expect(shardOf({ shard: { index: 1, count: 2 } }, { JOB_COMPLETION_INDEX: '9' })).toEqual({
    index: 1,
    count: 2,
  });
  expect(shardOf({}, { JOB_COMPLETION_INDEX: '1' })).toBeUndefined();
  for (const written of ['4', '-1', 'x', '1.5'])
    expect(() => shardOf({ shards: 4 }, { JOB_COMPLETION_INDEX: written })).toThrow(/no index of 4/);
  expect(() => shardOf({ shards: 4 }, { JOB_COMPLETION_INDEX: '' })).toThrow(/has none/);
});

test('rate limits are divided', () => {
  const planWith = (rate_limit?: object) =>
    planOf(
      { client: { base_url: 'http://localhost', rate_limit }, resources: ['things'] },
      { environment: {} },
    );
  const limit = { requests_per_second: 8, burst: 8 };
  const shared = (options: { rateShare?: number }, count?: number) =>
    withRateShare(planWith(limit), options, count === undefined ? undefined : { index: 1, count }).client
      .rate_limit;
  expect(shared({}, 16)).toEqual({ requests_per_second: 0.5, burst: 1 });
  expect(shared({ rateShare: 0.25 }, 16)).toEqual({ requests_per_second: 2, burst: 2 });
  expect(shared({ rateShare: 0.5 })).toEqual({ requests_per_second: 4, burst: 4 });
  expect(shared({})).toEqual(limit);
  expect(withRateShare(planWith(), {}, { index: 1, count: 4 }).client.rate_limit).toBeUndefined();
  expect(() => withRateShare(planWith(), { rateShare: 0.5 }, undefined)).toThrow(/declares none/);
});

test('windows between two given values fall to shards one by one', async () => {
  const day = (n: number) => new Date(Date.UTC(2024, 0, n)).toISOString();
  const api = await serve((request, response) => {
    const [from = '', to = ''] = ['since', 'until'].map((name) => queryOf(request).get(name) ?? '');
    const all = Array.from({ length: 40 }, (_, id) => ({ id, at: day(id + 1) }));
    json(response, { data: all.filter(({ at }) => at >= from && at <= to) });
  });
  const directory = await temporaryDirectory();
  const file = path.join(directory, 'p.json');
  const incremental = {
    cursor_path: 'at',
    initial_value: day(1),
    end_value: day(31),
    step: 'P2D',
    start_param: 'since',
    end_param: 'until',
  };
  const resource = {
    name: 'things',
    primary_key: 'id',
    write_disposition: 'merge',
    endpoint: { path: 'things', data_selector: 'data', paginator: 'single_page', incremental },
  };
  writeFileSync(file, JSON.stringify({ client: { base_url: api.url }, resources: [resource] }));
  const { units } = JSON.parse((await penstock(['plan', file, '--json', '--shards', '3'])).stdout);
  expect(units).toHaveLength(15);
  expect(units[14]).toMatchObject({
    partition: '',
    window: { from: '2024-01-29T00:00:00.000', to: '2024-01-31T00:00:00.000' },
  });
  const out = path.join(directory, 'out');
  for (const index of [1, 2, 3])
    expect(await penstock(['run', file, '-o', out, '-q', '--shard', `${index}/3`])).toMatchObject({
      code: 0,
    });
  // Each window once.
  expect(new Set(api.requests.map(({ target }) => target)).size).toBe(api.requests.length);
  expect(api.requests).toHaveLength(15);
  expect(await penstock(['commit', out, '--shards', '3'])).toMatchObject({ code: 0 });
  const whole = await penstock(['run', file]);
  const { stdout } = await penstock(['run', file, '--set', 'resources.0.endpoint.incremental.step=null']);
  expect(lines(whole.stdout)).toHaveLength(lines(stdout).length);
});
