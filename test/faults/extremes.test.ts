// Faults that need a certificate, a process of their own, or data of an extreme kind.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { generate } from 'selfsigned';
import { describe, expect, onTestFinished, test } from 'vitest';
import { penstock } from '../helpers/cli.ts';
import { duckdb } from '../helpers/duckdb.ts';
import { extract } from '../helpers/extract.ts';
import { run } from '../helpers/process.ts';
import { json, queryOf, serve } from '../helpers/serve.ts';
import { pipelineFile, temporaryDirectory } from '../helpers/temporary.ts';
import { text } from './cases/case.ts';

const bin = path.join(import.meta.dirname, '../../dist/src/bin.js');
const resources = [{ name: 'things', endpoint: { path: '/things', data_selector: 'data' } }];
const retry = { max_retries: 2, initial_wait: 0.01 };

describe('host that cannot be reached', () => {
  test.each([
    ['refused', 'http://127.0.0.1:1', /connection refused/],
    ['unknown', 'http://no-such-host.invalid', /unknown host|could not be looked up/],
  ])('%s: tried again, then exit 5', async (_what, base_url, says) => {
    const file = await pipelineFile({ client: { base_url, retry }, resources });
    const { code, stderr } = await penstock(['run', file]);
    expect(code, stderr).toBe(5);
    expect(stderr).toMatch(says);
    expect(stderr).toMatch(/failed after 3 attempts/);
  });

  test('a certificate that nobody vouches for: permanent', async () => {
    const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }]);
    let requests = 0;
    const server = createServer({ key, cert }, (_, response) => {
      requests += 1;
      json(response, { data: [] });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const base_url = `https://localhost:${(server.address() as AddressInfo).port}`;
    const file = await pipelineFile({ client: { base_url, retry }, resources });
    const { code, stderr } = await penstock(['run', file, '-v']);
    expect(code, stderr).toBe(4);
    expect(stderr).toMatch(/certificate was not accepted \(\w*SELF_SIGNED\w*\)/);
    expect(stderr).toMatch(/hint: .*NODE_EXTRA_CA_CERTS/);
    expect(stderr).not.toMatch(/retry/);
    expect(requests).toBe(0);
  });
});

test.each(['ndjson', 'csv', 'parquet'])('huge values: arrives whole in %s', async (format) => {
  const long = 'é0123456789'.repeat(4_800_000);
  const out = path.join(await temporaryDirectory(), `things.${format}`);
  const outcome = await extract(text(`{"data":[{"id":1,"long":"${long}"}]}`), {
    resource: { columns: { id: { data_type: 'bigint' }, long: { data_type: 'text' } } },
    words: ['-o', out],
  });
  expect(outcome.code, outcome.stderr).toBe(0);
  if (format === 'parquet') {
    expect(await duckdb(`SELECT length(long) AS n, strlen(long) AS bytes FROM '${out}'`)).toEqual([
      { n: BigInt(long.length), bytes: BigInt(Buffer.byteLength(long)) },
    ]);
    return;
  }
  // DuckDB reads lines of this length only slowly.
  const written = readFileSync(out, 'utf8');
  const isWhole = format === 'csv' ? written.includes(`\n1,${long}`) : JSON.parse(written).long === long;
  expect(isWhole).toBe(true);
});

describe('a field changes its type', () => {
  const listener: Parameters<typeof extract>[0] = (request, response) => {
    const offset = Number(queryOf(request).get('offset'));
    json(response, { data: [[{ id: 1, n: 5 }], [{ id: 2, n: { deep: 'x' } }], []][offset] });
  };
  const endpoint = { paginator: { type: 'offset', limit: 1 } };
  const into = async (format: string, resource: object) => {
    const out = path.join(await temporaryDirectory(), 'out');
    const outcome = await extract(listener, { endpoint, resource, words: ['-o', out, '-f', format] });
    return { ...outcome, out };
  };
  const columns = { id: { data_type: 'bigint' }, n: { data_type: 'bigint' } };

  test.each(['ndjson', 'csv', 'parquet'])('%s, by contract', async (format) => {
    const kept = await into(format, { columns });
    expect(kept).toMatchObject({ code: 6, stderr: expect.stringMatching(/1 record/) });
    expect(readFileSync(path.join(kept.out, '_rejects/things/part-00000.ndjson'), 'utf8')).toMatch(
      /cannot be bigint/,
    );

    const nulled = await into(format, { columns, schema_contract: { data_type: 'discard_value' } });
    expect(nulled.code, nulled.stderr).toBe(0);
    expect(await duckdb(`SELECT id, n FROM '${nulled.out}/things/*.${format}' ORDER BY id`)).toEqual([
      { id: 1n, n: 5n },
      { id: 2n, n: null },
    ]);

    const frozen = await into(format, { columns, schema_contract: { data_type: 'freeze' } });
    expect(frozen).toMatchObject({ code: 4, stderr: expect.stringMatching(/things, page 2.*freeze|freeze/) });
    expect(existsSync(path.join(frozen.out, 'things'))).toBe(false);
  });

  test.each(['csv', 'parquet'])('%s without declared columns: one schema, nothing lost', async (format) => {
    const { code, stderr, out } = await into(format, {});
    expect(code, stderr).toBe(0);
    const rows = await duckdb(
      `SELECT to_json(t)::VARCHAR AS row FROM '${out}/things/*.${format}' t ORDER BY id`,
    );
    expect(rows).toHaveLength(2);
    expect(rows.map((row) => String(row.row)).join('\n')).toMatch(/5[\s\S]*deep/);
  });
});

test.each(['ndjson', 'csv', 'parquet'])('odd dates: by contract, in %s', async (format) => {
  const dates = {
    none: '2024-05-06T07:08:09',
    year1: '0001-01-01T00:00:00Z',
    year10000: '10000-01-01T00:00:00Z',
    leap: '2016-12-31T23:59:60Z',
    word: 'yesterday',
    day: '2024-02-30T00:00:00Z',
    last: '9999-12-31T23:59:59.999999Z',
  };
  const out = path.join(await temporaryDirectory(), 'out');
  const outcome = await extract(
    (_, response) => json(response, { data: Object.entries(dates).map(([id, at]) => ({ id, at })) }),
    {
      resource: { columns: { id: { data_type: 'text' }, at: { data_type: 'timestamp' } } },
      words: ['-o', out, '-f', format, '--max-rejects', '4'],
    },
  );
  expect(outcome.code, outcome.stderr).toBe(0);
  const rows = await duckdb(`SELECT id, "at"::TIMESTAMP::VARCHAR AS "at" FROM '${out}/things/*.${format}'`);
  expect(Object.fromEntries(rows.map((row) => [row.id, row.at]))).toEqual({
    none: '2024-05-06 07:08:09',
    year1: '0001-01-01 00:00:00',
    last: '9999-12-31 23:59:59.999999',
  });
  const rejects = readFileSync(path.join(out, '_rejects/things/part-00000.ndjson'), 'utf8')
    .trim()
    .split('\n');
  expect(rejects.map((line) => JSON.parse(line).record.id)).toEqual(['year10000', 'leap', 'word', 'day']);
});

test.each(['ndjson', 'csv', 'parquet'])('odd texts: arrive byte for byte in %s', async (format) => {
  const texts = ['😀', 'a\u2028b\u2029c', 'NUL\u0000here', 'cr\r\nlf\n', '"quoted", \\ back', '\uFEFFmark'];
  const out = path.join(await temporaryDirectory(), `things.${format}`);
  const outcome = await extract(
    (_, response) => json(response, { data: texts.map((value, id) => ({ id, value })) }),
    {
      resource: { columns: { id: { data_type: 'bigint' }, value: { data_type: 'text' } } },
      words: ['-o', out],
    },
  );
  expect(outcome.code, outcome.stderr).toBe(0);
  if (format === 'ndjson') {
    const lines = readFileSync(out, 'utf8').trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).value)).toEqual(texts);
    return;
  }
  // As bytes: the binding's own decoder drops a mark at the beginning.
  const rows = await duckdb(`SELECT hex(value) AS bytes FROM '${out}' ORDER BY id`);
  expect(rows.map((row) => Buffer.from(String(row.bytes), 'hex').toString())).toEqual(texts);
});

describe('unhandled rejection, out of memory', () => {
  const environment = async () => ({ ...process.env, PENSTOCK_STATE_DIR: await temporaryDirectory() });

  test('an unhandled rejection: exit 1, nothing put in place', async () => {
    const served = await serve((_, response) => {
      setTimeout(() => json(response, { data: [{ id: 1 }] }), 500);
    });
    const directory = await temporaryDirectory();
    const file = path.join(directory, 'pipeline.js');
    writeFileSync(
      file,
      `setTimeout(() => Promise.reject(new Error('nobody expected me')), 300);
       export default ${JSON.stringify({ client: { base_url: served.url }, resources })};`,
    );
    const out = path.join(directory, 'out');
    const outcome = await run([bin, 'run', file, '-o', out], {
      cwd: directory,
      environment: await environment(),
    });
    expect(outcome).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/error: unexpected: nobody expected me/),
    });
    expect(readdirSync(out).filter((name) => !name.startsWith('.penstock-'))).toEqual([]);
  });

  test('out of memory: non-zero, no final file, and the next run goes well', async () => {
    // All of it in one record: between records a body of this size is cut.
    const many = `{"data":[{"id":0,"all":[${Array.from({ length: 400_000 }, (_, id) => `{"id":${id},"a":[1,2,3],"b":{"c":"${id}"}}`).join(',')}]}]}`;
    let body = many;
    const served = await serve((_, response) => json(response, body));
    const directory = await temporaryDirectory();
    const file = await pipelineFile({ client: { base_url: served.url }, resources });
    const out = path.join(directory, 'out');
    const words = ['--max-old-space-size=64', bin, 'run', file, '-o', out];
    const options = { cwd: directory, environment: await environment() };
    const died = await run(words, options);
    expect(died.code).not.toBe(0);
    expect(died.stderr).toMatch(/heap out of memory/);
    expect(readdirSync(out).filter((name) => !name.startsWith('.penstock-'))).toEqual([]);
    body = '{"data":[{"id":1}]}';
    expect(await run(words, options)).toMatchObject({ code: 0 });
    expect(readdirSync(out).sort()).toEqual(['_manifest.json', 'things']);
  });
});
