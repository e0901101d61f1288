// tap-penstock as a tool of Singer calls it: discover, choose, sync, and go on from the state.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { tap } from '../../../src/cli/tap/main.ts';
import { collected, lines } from '../../helpers/cli.ts';
import { json, serve } from '../../helpers/serve.ts';
import { pipelineFile, temporaryDirectory } from '../../helpers/temporary.ts';

const ROWS = {
  people: [
    { id: 1, at: '2024-01-01T00:00:00Z', name: 'Ada', note: 'x' },
    { id: 2, at: '2024-01-02T00:00:00Z', name: 'Bo', note: 'y' },
  ],
  colours: [{ code: 'r' }],
};

async function setUp(config: object = {}) {
  const api = await serve((request, response) => {
    if (request.headers.authorization !== 'Bearer open sesame') return json(response, {}, 401);
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://x');
    const rows: readonly object[] = ROWS[pathname.slice(1) as keyof typeof ROWS];
    const since = searchParams.get('since') ?? '';
    json(
      response,
      rows.filter((row) => !('at' in row) || String(row.at) >= since),
    );
  });
  const pipeline = await pipelineFile({
    client: { base_url: 'http://127.0.0.1:1', auth: { type: 'bearer', token: { secret: 'door' } } },
    resources: [
      {
        name: 'people',
        primary_key: 'id',
        write_disposition: 'merge',
        columns: {
          id: { data_type: 'bigint' },
          at: { data_type: 'timestamp' },
          name: { data_type: 'text' },
          note: { data_type: 'text' },
        },
        endpoint: { incremental: { cursor_path: 'at', start_param: 'since' } },
      },
      { name: 'colours', endpoint: {} },
    ],
  });
  const directory = await temporaryDirectory();
  const fileOf = (name: string, content: object) => {
    const file = path.join(directory, name);
    writeFileSync(file, JSON.stringify(content));
    return file;
  };
  const configFile = fileOf('config.json', {
    pipeline,
    environment: { DOOR: 'open sesame' },
    set: { 'client.base_url': api.url },
    ...config,
  });
  const call = (...words: string[]) =>
    collected((io) => tap(['--config', configFile, ...words], io), {
      PENSTOCK_STATE_DIR: directory,
    });
  return { api, call, fileOf };
}

interface Catalog {
  readonly streams: {
    readonly tap_stream_id: string;
    readonly metadata: { breadcrumb: string[]; metadata: Record<string, unknown> }[];
  }[];
}

/** The discovered catalog with somebody's choice in it. */
function choose(catalog: Catalog, choices: Readonly<Record<string, boolean>>): Catalog {
  for (const { tap_stream_id: id, metadata } of catalog.streams) {
    for (const entry of metadata) {
      const choice = choices[[id, ...entry.breadcrumb.slice(1)].join('.')];
      if (choice !== undefined) entry.metadata.selected = choice;
    }
  }
  return catalog;
}

const streamsOf = (stdout: string) =>
  lines(stdout).flatMap((line) => (line.type === 'RECORD' ? [line.stream] : []));

test('the catalog tells streams, schemas, keys and how they are read; nothing is requested', async () => {
  const { api, call } = await setUp({ environment: {} });
  const { code, stdout, stderr } = await call('--discover');
  expect(code, stderr).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    streams: [
      {
        tap_stream_id: 'people',
        key_properties: ['id'],
        replication_method: 'INCREMENTAL',
        replication_key: 'at',
        schema: { properties: { id: { type: ['integer'] }, at: { format: 'date-time' } } },
        metadata: expect.arrayContaining([
          { breadcrumb: ['properties', 'at'], metadata: { inclusion: 'automatic' } },
          {
            breadcrumb: ['properties', 'note'],
            metadata: { inclusion: 'available', 'selected-by-default': true },
          },
        ]),
      },
      { tap_stream_id: 'colours', replication_method: 'FULL_TABLE' },
    ],
  });
  expect(api.requests).toEqual([]);
});

describe('sync', () => {
  test('without a catalog everything that the pipeline selects; then what is new', async () => {
    const { api, call, fileOf } = await setUp();
    const first = await call();
    expect(first.code, first.stderr).toBe(0);
    expect(streamsOf(first.stdout).sort()).toEqual(['colours', 'people', 'people']);
    const last = lines(first.stdout).at(-1);
    expect(last?.type).toBe('STATE');
    const state = fileOf('state.json', last?.value as object);
    const second = await call('--state', state);
    expect(second.code, second.stderr).toBe(0);
    expect(streamsOf(second.stdout).sort()).toEqual(['colours', 'people']);
    expect(api.requests.map(({ target }) => target)).toContainEqual(
      expect.stringMatching(/^\/people\?since=2024-01-02/),
    );
    expect(first.stdout + first.stderr).not.toContain('sesame');
  });

  test('a catalog chooses streams and fields; what a stream is nothing without stays', async () => {
    const { call, fileOf } = await setUp();
    const catalog = JSON.parse((await call('--discover')).stdout) as Catalog;
    const choices = { colours: false, people: true, 'people.note': false, 'people.id': false };
    const { code, stdout, stderr } = await call(
      '--catalog',
      fileOf('catalog.json', choose(catalog, choices)),
    );
    expect(code, stderr).toBe(0);
    const [schema, record] = lines(stdout) as {
      schema?: { properties: object };
      record?: object;
    }[];
    expect(Object.keys(schema?.schema?.properties ?? {})).toEqual(['id', 'at', 'name']);
    expect(record?.record).toEqual({ id: 1, at: '2024-01-01T00:00:00.000Z', name: 'Ada' });
    expect(streamsOf(stdout)).toEqual(['people', 'people']);
  });
});

describe('what cannot be given is refused: exit 2, nothing on stdout, nothing requested', () => {
  const stream = (more: object) => ({ streams: [{ tap_stream_id: 'people', selected: true, ...more }] });
  test.each<[string, object, RegExp]>([
    ['a stream that is not there', stream({ tap_stream_id: 'peple' }), /peple.*did you mean "people"/s],
    ['no stream', { streams: [{ tap_stream_id: 'people' }] }, /selects no stream/],
    ['no catalog', { pipeline: 'x' }, /no catalog: streams/],
    [
      'an incremental stream whole',
      stream({ replication_method: 'FULL_TABLE' }),
      /FULL_TABLE is asked for, and the pipeline has it INCREMENTAL/,
    ],
    ['another replication key', stream({ replication_key: 'name' }), /replication key name is asked for/],
    ['another key', stream({ key_properties: ['name'] }), /the key name is asked for/],
    [
      'a part of a field',
      stream({
        metadata: [{ breadcrumb: ['properties', 'a', 'properties', 'b'], metadata: { selected: false } }],
      }),
      /a part of the field a/,
    ],
  ])('%s', async (_name, catalog, message) => {
    const { api, call, fileOf } = await setUp();
    const { code, stdout, stderr } = await call('--catalog', fileOf('catalog.json', catalog));
    expect(stderr).toMatch(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(api.requests).toEqual([]);
  });

  test.each<[string, object, string[], RegExp]>([
    ['an unknown key', { enviroment: {} }, [], /enviroment: unknown key \(did you mean "environment"\?\)/],
    ['a limit that is none', { max_rejects: 'some' }, [], /max_rejects: is no number and no percentage/],
    ['no pipeline', { pipeline: 7 }, [], /pipeline: .*expected string/],
    ['an unknown flag', {}, ['--cataloge', 'x'], /unknown option '--cataloge'/],
    ['a secret that is not given', { environment: {} }, [], /secret "door" is not set/],
  ])('%s', async (_name, config, words, message) => {
    const { api, call } = await setUp(config);
    const { code, stdout, stderr } = await call(...words);
    expect(stderr).toMatch(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(api.requests).toEqual([]);
  });
});
