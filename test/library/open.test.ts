// The library as its user has it: loops, streams, runs, stages one by one, parts of one's own, types.
import { once } from 'node:events';
import { createWriteStream, readFileSync } from 'node:fs';
import path from 'node:path';
import { Readable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { inspect } from 'node:util';
import highland from 'highland';
import {
  AuthError,
  type Batch,
  ConfigError,
  ContractError,
  csv,
  declareAuth,
  declarePaginator,
  dedupe,
  definePipeline,
  env,
  extend,
  type FormatStreamOptions,
  ndjson,
  normalize,
  open,
  parquet,
  type RecordOf,
  secret,
  select,
  type Target,
} from 'penstock';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import { lines } from '../helpers/cli.ts';
import { crmServer } from '../helpers/crm.ts';
import { duckdb } from '../helpers/duckdb.ts';
import { json, queryOf, serve } from '../helpers/serve.ts';
import { temporaryDirectory } from '../helpers/temporary.ts';

const crmPipeline = definePipeline({
  client: {
    base_url: env('CRM_BASE_URL'),
    auth: { type: 'api_key', name: 'api_key', api_key: secret('api_key'), location: 'query' },
    params: { access_key: secret('access_key') },
  },
  resources: [
    {
      name: 'contacts',
      primary_key: 'contact_id',
      endpoint: {
        path: '/v1/contacts',
        data_selector: 'data',
        paginator: { type: 'offset', limit: 100, offset_param: 'startIndex' },
      },
      columns: {
        contact_id: { data_type: 'bigint', nullable: false, from: 'contactId' },
        last_name: { data_type: 'text', from: 'lastName' },
        is_active: { data_type: 'bool', from: 'isActive' },
        labels: { data_type: 'json' },
      },
      schema_contract: { columns: 'discard_value' },
    },
    'cases',
  ],
});

async function openCrm() {
  const crm = await crmServer({ drift: { every: 500, by: 2 } });
  return { crm, api: await open(crmPipeline, { environment: crm.environment('crm-api-key') }) };
}

describe('records', () => {
  test('for await gives every record once, typed', async () => {
    const { api } = await openCrm();
    const ids = new Set<number | bigint>();
    let count = 0;
    for await (const contact of api.records('contacts')) {
      expectTypeOf(contact).toEqualTypeOf<{
        contact_id: number | bigint;
        last_name: string | null;
        is_active: boolean | null;
        labels: unknown;
      }>();
      ids.add(contact.contact_id);
      count += 1;
    }
    expect({ count, distinct: ids.size }).toEqual({ count: 3350, distinct: 3350 });
  });

  test('leaving the loop stops the requests', async () => {
    const { crm, api } = await openCrm();
    for await (const contact of api.records('contacts')) {
      expect(contact.contact_id).toBe(70_000_000);
      break;
    }
    const requests = crm.requests.length;
    expect(requests).toBeLessThan(5);
    await delay(100);
    expect(crm.requests).toHaveLength(requests);
  });

  test('is a Node Readable, with an abort', async () => {
    const { api } = await openCrm();
    const ending = new AbortController();
    const stream = api.records('contacts', { signal: ending.signal });
    expect(stream).toBeInstanceOf(Readable);
    let count = 0;
    await expect(async () => {
      for await (const _ of stream) if (++count === 250) ending.abort(new Error('enough'));
    }).rejects.toThrow('enough');
    expect(count).toBeLessThan(800);
  });

  test('a reject is an error, or goes to onReject', async () => {
    const api = await serve((_, response) => json(response, { data: [{ n: 1 }, { n: 'x' }, { n: 2 }] }));
    const opened = await open({
      client: { base_url: api.url },
      resources: [
        { name: 'r', endpoint: { data_selector: 'data' }, columns: { n: { data_type: 'bigint' } } },
      ],
    });
    await expect(opened.records('r').toArray()).rejects.toThrow(ContractError);
    const rejects: string[] = [];
    const records = await opened
      .records('r', { onReject: (reject) => rejects.push(reject.reason) })
      .toArray();
    expect(records).toEqual([{ n: 1 }, { n: 2 }]);
    expect(rejects).toEqual(['"x" cannot be bigint']);
  });

  test('errors are ours, and hold no secret however they are shown', async () => {
    const api = await serve((_, response) => json(response, { error: 'no' }, 401));
    const opened = await open(
      { client: { base_url: api.url, auth: { type: 'bearer', token: secret('token') } }, resources: ['r'] },
      { environment: { TOKEN: 'canary-of-the-library' } },
    );
    const error = await opened
      .records('r')
      .toArray()
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AuthError);
    expect(error).toMatchObject({ exitCode: 3, where: { resource: 'r', page: 1 } });
    expect(`${inspect(error, { depth: 9 })}${JSON.stringify(error)}`).not.toContain('canary');
  });
});

describe('open', () => {
  test('takes a file too, and says every problem', async () => {
    const { crm } = await openCrm();
    const file = path.join(import.meta.dirname, '../../pipelines/crm-api-key.ts');
    const opened = await open(file, { environment: crm.environment('crm-api-key') });
    expect(opened.resources).toContain('opportunities');
    // A file's resources are not known to the types: any name, any record.
    expectTypeOf(opened.records).parameter(0).toEqualTypeOf<string>();
    await expect(open({ client: { base_url: 5 }, resources: [] })).rejects.toThrow(ConfigError);
  });

  test('types: a resource by its name, plain ones as any object', () => {
    type Contact = RecordOf<typeof crmPipeline, 'contacts'>;
    expectTypeOf<Contact['contact_id']>().toEqualTypeOf<number | bigint>();
    expectTypeOf<RecordOf<typeof crmPipeline, 'cases'>>().toEqualTypeOf<Record<string, unknown>>();
    // @ts-expect-error an unknown paginator
    definePipeline({ client: { base_url: 'x', paginator: { type: 'nope' } }, resources: ['a'] });
  });
});

describe('run', () => {
  test('exports with a typed report and progress', async () => {
    const { api } = await openCrm();
    const out = path.join(await temporaryDirectory(), 'out');
    let written = 0;
    const report = await api.run({
      to: parquet(`${out}/`),
      resources: ['contacts'],
      onProgress: (event) => {
        if (event.kind === 'written') written += event.records;
      },
    });
    expect(report).toMatchObject({
      exitCode: 0,
      resources: [{ name: 'contacts', status: 'complete', records: 3350 }],
    });
    expect(written).toBe(3350);
    const [row] = await duckdb(`SELECT count(DISTINCT contact_id)::INT AS n FROM '${report.files[0]?.path}'`);
    expect(row).toEqual({ n: 3350 });
  });

  test('into a file by its name, into a stream', async () => {
    const { api } = await openCrm();
    const file = path.join(await temporaryDirectory(), 'contacts.csv.gz');
    expect((await api.run({ to: csv(file), resources: ['contacts'], limit: 10 })).files).toMatchObject([
      { path: file, rows: 10 },
    ]);
    const text = path.join(path.dirname(file), 'x.ndjson');
    const stream = createWriteStream(text);
    await api.run({ to: ndjson(stream), resources: ['contacts'], limit: 10 });
    stream.end();
    await once(stream, 'close');
    expect(lines(readFileSync(text, 'utf8'))).toHaveLength(10);
    expect(() => parquet('x.csv')).toThrow(/the name says csv/);
    expect(() => parquet('out/', { compress: 'gzip' })).toThrow(/compressed inside/);
    expect(() => csv('x.csv', { maxFileRecords: 5 })).toThrow(/contradict each other/);
    // @ts-expect-error an option of another format
    expect(() => ndjson('out/', { safe: true })).toThrow(/ndjson has no option "safe"/);
    // @ts-expect-error a writer that there is not
    expect(() => parquet('out/', { writer: 'quill' })).toThrow(/^"writer": .*hyparquet/);
    // @ts-expect-error columns are not lines
    expect(() => csv(stream)).toThrow(/not written into a stream/);
    expect(() => csv({ saef: true } as object)).toThrow(/csv has no option "saef"/);
  });
});

test('a destination of one’s own', async () => {
  const { api } = await openCrm();
  const seen: string[] = [];
  const target: Target = {
    prepare: async (resources) => void seen.push(`prepare ${resources.map((resource) => resource.name)}`),
    sink: async () => ({
      write: async (batch) => void seen.push(`write ${batch.records.length}`),
      close: async () => void seen.push('close'),
      abort: async () => void seen.push('abort'),
    }),
    commit: async () => {
      seen.push('commit');
      return [];
    },
    abort: async () => {},
  };
  const report = await api.run({ to: { target: () => target }, resources: ['contacts'], limit: 150 });
  expect(report).toMatchObject({ exitCode: 0, resources: [{ status: 'limited', records: 150 }] });
  expect(seen).toEqual(['prepare contacts', 'write 100', 'write 50', 'close', 'commit']);
});

describe('the parts in a chain of one’s own', () => {
  const columns = {
    contact_id: { data_type: 'bigint', from: 'contactId' },
    last_name: { data_type: 'text', from: 'lastName' },
  } as const;
  const contract = { columns: 'discard_value' } as const;

  test.each(['ndjson', 'csv', 'parquet'] as const)('stream.pipeline into %s', async (name) => {
    const { api } = await openCrm();
    const file = path.join(await temporaryDirectory(), `x.${name}`);
    const format: (options: FormatStreamOptions) => Transform = { ndjson, csv, parquet }[name];
    await pipeline(
      api.pages('contacts'),
      select(),
      normalize({ columns, schema_contract: contract }),
      dedupe('contact_id'),
      format({ columns }),
      createWriteStream(file),
    );
    const from = name === 'ndjson' ? `read_ndjson('${file}')` : `'${file}'`;
    expect(
      await duckdb(`SELECT count(*)::INT AS n, count(DISTINCT contact_id)::INT AS ids FROM ${from}`),
    ).toEqual([{ n: 3350, ids: 3350 }]);
  });

  test('a Highland chain', async () => {
    const { api } = await openCrm();
    const batches = await highland<Batch>(api.pages('contacts').pipe(select()).pipe(dedupe('contactId')))
      .map((batch) => batch.records.length)
      .collect()
      .toPromise(Promise);
    expect(batches.reduce((sum, count) => sum + count, 0)).toBe(3350);
  });
});

describe('parts of one’s own', () => {
  const tokenInBody = declarePaginator({
    type: 'token_in_body',
    summary: 'Sends the token of the page before in a header of its own name.',
    options: z.object({ at: z.string().describe('where the body holds it') }),
    example: { type: 'token_in_body', at: 'more' },
    create: ({ at }) => ({
      start: { token: null },
      request: ({ token }) => (token === null ? {} : { query: { token: String(token) } }),
      next(page) {
        const token = (page.body as Record<string, unknown>)[at];
        return typeof token === 'string'
          ? { position: { token }, isPromised: true }
          : { done: true, isComplete: true };
      },
    }),
  });
  const signed = declareAuth({
    type: 'signed',
    summary: 'Signs each request with a key.',
    options: z.object({ key: z.string().describe('the key') }),
    example: { type: 'signed', key: 'k' },
    create: ({ key }) => ({
      apply: (request) => ({
        ...request,
        headers: { ...request.headers, 'x-signature': `${key}:${request.url.pathname}` },
      }),
    }),
  });

  test('a paginator and an auth, validated and typed as the built-in ones', async () => {
    const api = await serve((request, response) => {
      expect(request.headers['x-signature']).toBe('the-key:/things');
      const at = Number(queryOf(request).get('token') ?? 0);
      json(response, { data: [{ id: at }], more: at < 3 ? String(at + 1) : null });
    });
    const mine = extend({ paginators: [tokenInBody], auth: [signed] });
    const things = mine.definePipeline({
      client: { base_url: api.url, auth: { type: 'signed', key: 'the-key' } },
      resources: [
        {
          name: 'things',
          endpoint: { data_selector: 'data', paginator: { type: 'token_in_body', at: 'more' } },
        },
      ],
    });
    const opened = await mine.open(things);
    expect(await opened.records('things').toArray()).toEqual([{ id: 0 }, { id: 1 }, { id: 2 }, { id: 3 }]);
    await expect(
      mine.open({
        ...things,
        client: { base_url: api.url, paginator: { type: 'token_in_boddy' as 'token_in_body', at: 'x' } },
      }),
    ).rejects.toMatchObject({
      problems: [
        { path: 'client.paginator.type', message: expect.stringMatching(/did you mean "token_in_body"/) },
      ],
    });
    // The pipeline carries its language; without it the library knows nothing of these parts.
    expect((await open(things)).resources).toEqual(['things']);
    await expect(open({ ...things })).rejects.toThrow(ConfigError);
  });
});
