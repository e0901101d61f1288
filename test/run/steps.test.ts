// Processing steps against a real server, through the commands, in YAML and in TypeScript.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { open } from '../../src/index.ts';
import { lines, penstock } from '../helpers/cli.ts';
import { extract } from '../helpers/extract.ts';
import { json, queryOf, serve } from '../helpers/serve.ts';
import { pipelineFile, temporaryDirectory } from '../helpers/temporary.ts';

const orders = [
  {
    id: 1,
    state: 'open',
    customer: { name: 'Ada' },
    lines: [
      { sku: 'a', price: 1.5 },
      { sku: 'b', price: 2 },
    ],
  },
  { id: 2, state: 'void', customer: { name: 'Bob' }, lines: [{ sku: 'c', price: 3 }] },
  { id: 3, state: 'open', customer: { name: 'Cy' }, lines: [] },
];

const api = () =>
  serve((request, response) => {
    const page = Number(queryOf(request).get('page'));
    response.setHeader('x-batch', `b${page}`);
    json(response, { data: orders.slice(page * 2 - 2, page * 2), day: '2024-05-06', total_pages: 2 });
  });

async function fileOf(name: string, text: string): Promise<string> {
  const file = path.join(await temporaryDirectory(), name);
  await writeFile(file, text);
  return file;
}

const yaml = (url: string) => `
name: shop
client: { base_url: '${url}' }
resources:
  - name: lines
    endpoint:
      path: orders
      data_selector: data
      paginator: { type: page_number, base_page: 1, total_path: total_pages }
      partition_router: { type: list, values: [eu], cursor_field: region, record_field: region }
    processing_steps:
      - filter: record.state == 'open' and record.region == 'eu'
      - rename: { id: order_id, customer.name: customer_name }
      - unnest: lines
        keep: [order_id, customer_name]
      - set:
          day: response.day
          batch: headers['x-batch']
          label: upper(record.sku) + '/' + partition.region
          gross: record.price * 1.1
      - drop: [price]
`;

const made = [
  { sku: 'a', order_id: 1, customer_name: 'Ada', day: '2024-05-06', batch: 'b1', label: 'A/eu', gross: 1.65 },
  { sku: 'b', order_id: 1, customer_name: 'Ada', day: '2024-05-06', batch: 'b1', label: 'B/eu', gross: 2.2 },
];

describe('in YAML', () => {
  test('run, preview, check, infer and --limit go through the same steps', async () => {
    const file = await fileOf('shop.yaml', yaml((await api()).url));
    const run = await penstock(['run', file]);
    expect(run.code).toBe(0);
    expect(lines(run.stdout)).toEqual(made);
    const preview = await penstock(['preview', file, 'lines', '--json']);
    expect(lines(preview.stdout)).toEqual(made);
    const infer = await penstock(['infer', file, 'lines', '--as', 'yaml']);
    expect(infer.stdout).toMatch(/from 2 records on \d pages/);
    expect(infer.stdout).toMatch(/"order_id": \{ data_type: "bigint"/);
    expect(infer.stdout).not.toMatch(/customer"|price/);
    const check = await penstock(['check', file]);
    expect(check.code).toBe(0);
    const limited = await penstock(['run', file, '--limit', '1']);
    expect(lines(limited.stdout)).toEqual(made.slice(0, 1));
  });

  test('the report in JSON has the counters', async () => {
    const file = await fileOf('shop.yaml', yaml((await api()).url));
    const summary = path.join(path.dirname(file), 'summary.json');
    await penstock(['run', file, '--summary-file', summary]);
    const { resources } = JSON.parse(await readFile(summary, 'utf8'));
    expect(resources[0]).toMatchObject({ records: 2, filtered: 1, emptied: 1, added: 1 });
  });
});

test('in TypeScript, with functions', async () => {
  const { url } = await api();
  const file = await fileOf(
    'shop.ts',
    `import { definePipeline } from 'penstock';
export default definePipeline({
  client: { base_url: '${url}' },
  resources: [{
    name: 'orders',
    primary_key: 'id',
    endpoint: { data_selector: 'data', paginator: { type: 'page_number', base_page: 1, total_path: 'total_pages' } },
    processing_steps: [
      { filter: (record) => record.state !== 'void' },
      { map: ({ id, ...rest }, { response, headers, status }) => ({ id, day: (response as { day: string }).day, batch: headers['x-batch'], status, fields: Object.keys(rest) }) },
      { *yield_map(record) { yield record; if (record.id === 1) yield { ...record, id: 100 }; } },
    ],
  }],
});`,
  );
  const { code, stdout, stderr } = await penstock(['run', file]);
  expect({ code, stderr: /error/.test(stderr) }).toEqual({ code: 0, stderr: false });
  const day = '2024-05-06';
  const fields = ['state', 'customer', 'lines'];
  expect(lines(stdout)).toEqual([
    { id: 1, day, batch: 'b1', status: 200, fields },
    { id: 100, day, batch: 'b1', status: 200, fields },
    { id: 3, day, batch: 'b2', status: 200, fields },
  ]);
});

test('a step that fails fails its resource alone, by the record’s key', async () => {
  const processing_steps = [{ set: { n: 'record.id + record.customer' } }];
  const { code, stderr, records } = await extract((_, response) => json(response, { data: orders }), {
    resource: { primary_key: 'id', processing_steps },
  });
  expect({ code, records }).toEqual({ code: 4, records: [] });
  expect(stderr).toMatch(
    /error: things, page 1: processing_steps\[0\]\.set failed at the record with id 1: \+ takes two numbers or two texts, got 1 and \{"name":"Ada"\}/,
  );
});

test('a filter that leaves nothing is said under -q', async () => {
  const { code, stderr } = await extract((_, response) => json(response, { data: orders }), {
    resource: { processing_steps: [{ filter: 'record.stat' }] },
    words: ['-q'],
  });
  expect(code).toBe(0);
  expect(stderr).toMatch(/left out every record \(3\)/);
});

test('every digit survives', async () => {
  const body =
    '{"data": [{"id": 9007199254740993, "rate": 0.12345678901234567890, "in": [{"n": 1.00000000000000000001}]}]}';
  const processing_steps = [
    { filter: 'record.rate == 0.12345678901234567890 and record.id > 9007199254740992' },
    { set: { copy: 'record.rate', 'deep.id': 'record.id' } },
    { rename: { rate: 'deep.rate' } },
    { unnest: 'in', keep: ['copy', 'deep'] },
    { keep: ['n', 'copy', 'deep'] },
  ];
  const { stdout } = await extract(
    (_, response) => response.setHeader('content-type', 'application/json').end(body),
    {
      resource: { processing_steps },
    },
  );
  expect(stdout.trim()).toBe(
    '{"n":1.00000000000000000001,"copy":0.12345678901234567890,"deep":{"id":9007199254740993,"rate":0.12345678901234567890}}',
  );
});

test('a stated total counts what came, not what was made of it', async () => {
  const answer = { data: orders, total: 3 };
  const processing_steps = [{ filter: "record.state == 'open'" }, { unnest: 'lines' }];
  const { code, stderr } = await extract((_, response) => json(response, answer), {
    resource: { processing_steps },
  });
  expect(code).toBe(0);
  expect(stderr).not.toMatch(/stated a total/);
});

test('lines of a long body are read as ever, and as a whole where a step looks into it', async () => {
  const text = orders.map((order) => JSON.stringify(order)).join('\n');
  for (const filter of ['record.id > 1', 'len(response) == 3 and record.id > 1']) {
    const { records } = await extract(
      (_, response) => response.setHeader('content-type', 'application/x-ndjson').end(text),
      {
        endpoint: { data_selector: '$', response_format: 'jsonl', paginator: 'single_page' },
        resource: { processing_steps: [{ filter }] },
      },
    );
    expect(records.map(({ id }) => id)).toEqual([2, 3]);
  }
});

test('the library’s streams, too', async () => {
  const { url } = await api();
  await using shop = await open({
    client: { base_url: url },
    resources: [
      {
        name: 'orders',
        endpoint: {
          data_selector: 'data',
          paginator: { type: 'page_number', base_page: 1, total_path: 'total_pages' },
        },
        processing_steps: [
          { filter: "record.state == 'open'" },
          { map: ({ id }: { id: number }) => ({ key: id }) },
        ],
      },
    ],
  });
  const keys: number[] = [];
  for await (const record of shop.records('orders')) keys.push(record.key as number);
  expect(keys).toEqual([1, 3]);
});

test('a child’s steps see the fields of its parent that they name, and children are fed with stepped records', async () => {
  const served = await serve((request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://x');
    if (pathname === '/users')
      return json(response, {
        data: [
          { uid: 1, name: 'Ada', 'a b': 'x', is_gone: false },
          { uid: 2, name: 'Bob', is_gone: true },
        ],
      });
    return json(response, { data: [{ title: `of ${pathname}` }] });
  });
  const single = { data_selector: 'data', paginator: 'single_page' };
  const file = await pipelineFile({
    client: { base_url: served.url },
    resources: [
      {
        name: 'users',
        endpoint: single,
        processing_steps: [{ filter: 'not record.is_gone' }, { rename: { uid: 'id' } }],
      },
      {
        name: 'posts',
        endpoint: { ...single, path: 'users/{resources.users.id}/posts' },
        processing_steps: [
          { set: { by: "parent.name + '/' + parent['a b']", id: "partition['resources.users.id']" } },
        ],
      },
    ],
  });
  const { code, stdout } = await penstock(['run', file, 'posts']);
  expect({ code, records: lines(stdout) }).toEqual({
    code: 0,
    records: [{ title: 'of /users/1/posts', by: 'Ada/x', id: 1 }],
  });
  expect(served.requests.filter(({ target }) => target.includes('posts'))).toHaveLength(1);
});
