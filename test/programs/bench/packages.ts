// `npm run bench:packages`: the user's packages against what stands in their place where something else was chosen.
// Interleaved, medians; read them as ratios.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import axios from 'axios';
import fastJson from 'fast-json-stringify';
import highland from 'highland';
import { request } from 'undici';
import { planOf } from '../../../src/language/load-plan.ts';
import { formats } from '../../../src/sinks/formats/index.ts';
import { createClient } from '../../../src/source/http/client.ts';

const ROUNDS = 15;

const record = (i: number) => ({
  id: `c${i}`,
  number: i,
  name: `Zoë Müller ${i}`,
  email: `person${i}@example.com`,
  is_active: i % 3 !== 0,
  score: (i % 1000) / 8,
  created_at: '2024-05-06T07:08:09.123Z',
  note: i % 6 === 0 ? 'asked for “prices”, call back' : '',
});
const page = Array.from({ length: 200 }, (_, i) => record(i));

/** Runs the contenders in turn; gives the median of each, in milliseconds. */
async function compare(contenders: Readonly<Record<string, () => unknown>>): Promise<Record<string, number>> {
  const times = Object.fromEntries(Object.keys(contenders).map((name): [string, number[]] => [name, []]));
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [name, run] of Object.entries(contenders)) {
      const started = performance.now();
      await run();
      // The first round warms up.
      if (round > 0) times[name]?.push(performance.now() - started);
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, all]) => [name, median(all)]));
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

function show(title: string, result: Readonly<Record<string, number>>): void {
  const [first = 1] = Object.values(result);
  console.log(title);
  for (const [name, ms] of Object.entries(result))
    console.log(`  ${name.padEnd(36)} ${ms.toFixed(2).padStart(8)} ms  ${(ms / first).toFixed(2)}`);
}

const kinds = { string: 'string', number: 'number', boolean: 'boolean' } as const;
const properties = Object.fromEntries(
  Object.entries(record(1)).map(([name, value]) => [
    name,
    { type: kinds[typeof value as keyof typeof kinds], nullable: true },
  ]),
);
const stringify = fastJson({ type: 'object', properties });
const times = (count: number, run: () => unknown) => () => {
  for (let i = 0; i < count; i += 1) run();
};

show(
  'NDJSON text, 100 pages of 200 records',
  await compare({
    'the page as one list': times(100, () => JSON.stringify(page)),
    'fast-json-stringify, each record': times(100, () => page.map((one) => stringify(one)).join('\n')),
    'JSON.stringify, each record': times(100, () => page.map((one) => JSON.stringify(one)).join('\n')),
  }),
);

const step = (batch: { records: unknown[] }) => ({ ...batch });
const batches = Array.from({ length: 1000 }, () => ({ records: page }));
show(
  '1,000 batches through three stages',
  await compare({
    'three calls': () => batches.map(step).map(step).map(step).length,
    highland: () =>
      new Promise<void>((resolve) => {
        highland(batches).map(step).map(step).map(step).done(resolve);
      }),
  }),
);

const body = JSON.stringify({ data: page });
const server = createServer((_, response) => {
  response.writeHead(200, { 'content-type': 'application/json' }).end(body);
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
const plan = planOf({ client: { base_url: url }, resources: ['things'] }, { environment: {} });
const { signal } = new AbortController();
const client = createClient(plan.client, { emit: () => {}, signal, environment: {} });
const [resource] = plan.resources;
if (resource === undefined) throw new TypeError('a pipeline without a resource');
const requester = client.requester('things', undefined, resource.endpoint, () => {});
const bare = axios.create();
const in100 = (ask: () => Promise<unknown>) => async () => {
  for (let i = 0; i < 100; i += 1) await ask();
};

show(
  '100 requests, fetched and parsed',
  await compare({
    'undici alone': in100(async () => JSON.parse(await (await request(url)).body.text())),
    'axios alone': in100(async () => (await bare.get(url)).data),
    'penstock: axios, axios-retry, undici': in100(() =>
      requester.fetch(
        { method: 'GET', url: new URL(url), headers: { accept: 'application/json' }, body: undefined },
        { signal },
      ),
    ),
  }),
);
await client.close();
server.close();
server.closeAllConnections();

const columns = Object.entries(record(1)).map(([name, value]) => {
  const data_type = { string: 'text', number: 'double', boolean: 'bool' }[typeof value as 'string'] as 'text';
  return { name, from: name, data_type, nullable: true };
});
const parquet = formats.find((one) => one.name === 'parquet');
const write = (writer: string) => async () => {
  const declared = {
    name: 'things',
    columns,
    schema_contract: { columns: 'evolve', data_type: 'discard_row' },
  } as const;
  const dataset = await parquet?.open(declared, { earlier: [], writer, compression: 'snappy' } as never);
  const encoder = dataset?.next();
  for (let i = 0; i < 100; i += 1) await encoder?.encode(page);
  await encoder?.end();
};
show(
  'Parquet, 20,000 records',
  await compare({ 'hyparquet-writer': write('hyparquet'), 'parquetjs-lite': write('parquetjs-lite') }),
);
