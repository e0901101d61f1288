// Singer messages of whole runs, over a real API: held against the message schemas of the specification, and by what a
// reader of them ends up with.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { lines, penstock } from '../../helpers/cli.ts';
import { json, serve } from '../../helpers/serve.ts';
import { pipelineFile, temporaryDirectory } from '../../helpers/temporary.ts';

// As the specification has them, with the extensions that Stitch and Meltano brought.
const messageSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('SCHEMA'),
    stream: z.string(),
    schema: z.looseObject({
      type: z.literal('object'),
      properties: z.record(z.string(), z.looseObject({ type: z.array(z.string()).min(1) })),
    }),
    key_properties: z.array(z.string()),
    bookmark_properties: z.array(z.string()).optional(),
  }),
  z.strictObject({
    type: z.literal('RECORD'),
    stream: z.string(),
    record: z.record(z.string(), z.unknown()),
    version: z.int().optional(),
    time_extracted: z.iso.datetime(),
  }),
  z.strictObject({ type: z.literal('STATE'), value: z.record(z.string(), z.unknown()) }),
  z.strictObject({ type: z.literal('ACTIVATE_VERSION'), stream: z.string(), version: z.int() }),
]);
type Message = z.output<typeof messageSchema>;

/** Reads messages as a strict target does: no record without a schema, no field beyond it. */
function load(stdout: string) {
  const messages: Message[] = lines(stdout).map((line) => messageSchema.parse(line));
  const known = new Map<string, { properties: Record<string, unknown>; keys: string[] }>();
  const rows = new Map<string, Map<string, Record<string, unknown>>>();
  for (const message of messages) {
    if (message.type === 'SCHEMA') {
      const { stream, schema, key_properties: keys } = message;
      known.set(stream, { properties: schema.properties, keys });
      for (const key of keys) expect(schema.properties).toHaveProperty(key);
      rows.set(stream, rows.get(stream) ?? new Map());
    }
    if (message.type !== 'RECORD') continue;
    const schema = known.get(message.stream);
    expect(Object.keys(schema?.properties ?? {})).toEqual(
      expect.arrayContaining(Object.keys(message.record)),
    );
    const key = JSON.stringify(schema?.keys.map((name) => message.record[name]));
    rows.get(message.stream)?.set(key, message.record);
  }
  return { messages, rows, types: messages.map(({ type }) => type) };
}

const PEOPLE = [
  { id: 1, at: '2024-01-01T00:00:00Z', name: 'Ada', tags: ['x'] },
  { id: 2, at: '2024-01-02T00:00:00Z', name: 'Bo', gone: true },
  { id: 3, at: '2024-01-03T00:00:00Z', age: 7 },
];

async function pipelineOf(more: object, records: readonly object[] = PEOPLE) {
  const api = await serve((request, response) => {
    const since = new URL(request.url ?? '', 'http://x').searchParams.get('since') ?? '';
    if (request.url?.startsWith('/broken')) return json(response, { error: 'no' }, 404);
    json(
      response,
      records.filter((record) => !('at' in record) || String(record.at) >= since),
    );
  });
  const people = { name: 'people', primary_key: 'id', endpoint: { path: 'people' }, ...more };
  const file = await pipelineFile({ client: { base_url: api.url }, resources: [people] });
  return { api, file };
}

const incremental = {
  write_disposition: 'merge',
  hard_delete: 'gone',
  endpoint: { path: 'people', incremental: { cursor_path: 'at', start_param: 'since' } },
};

describe('a run into a target', () => {
  test('undeclared fields are in the schema before their records, deleted ones say so, and STATE comes last', async () => {
    const { file } = await pipelineOf(incremental);
    const { code, stdout, stderr } = await penstock(['run', file, '-f', 'singer']);
    expect(code, stderr).toBe(0);
    const { rows, types, messages } = load(stdout);
    expect(types).toEqual(['SCHEMA', 'RECORD', 'RECORD', 'RECORD', 'STATE']);
    expect(messages[0]).toMatchObject({ key_properties: ['id'], bookmark_properties: ['at'] });
    const people = [...(rows.get('people')?.values() ?? [])];
    expect(people.map(({ _sdc_deleted_at: _, ...record }) => record)).toEqual(PEOPLE);
    expect(people.map((record) => typeof record._sdc_deleted_at)).toEqual([
      'undefined',
      'string',
      'undefined',
    ]);
  });

  test('the state that a target gives back is gone on from, and is not written', async () => {
    const { file, api } = await pipelineOf(incremental);
    const first = load((await penstock(['run', file, '-f', 'singer'])).stdout);
    const state = path.join(await temporaryDirectory(), 'state.json');
    const last = first.messages.at(-1);
    const text = JSON.stringify(last?.type === 'STATE' ? last.value : {});
    writeFileSync(state, text);
    const { code, stdout, stderr } = await penstock(['run', file, '-f', 'singer', '--state', state]);
    expect(code, stderr).toBe(0);
    expect(api.requests.at(-1)?.target).toContain('since=2024-01-03');
    expect(load(stdout).rows.get('people')?.size).toBe(1);
    expect(readFileSync(state, 'utf8')).toBe(text);
  });

  test('what is read whole comes as a version, which is activated once it is complete', async () => {
    const { file } = await pipelineOf({ write_disposition: 'replace' });
    const { messages, types } = load((await penstock(['run', file, '-f', 'singer'])).stdout);
    expect(types).toEqual(['SCHEMA', 'RECORD', 'RECORD', 'RECORD', 'ACTIVATE_VERSION']);
    const versions = messages.flatMap((message) => ('version' in message ? [message.version] : []));
    expect(versions).toHaveLength(4);
    expect(new Set(versions).size).toBe(1);
  });

  test('a limited or failed run activates nothing and moves no state', async () => {
    const whole = await pipelineOf({ write_disposition: 'replace' });
    const limited = await penstock(['run', whole.file, '-f', 'singer', '--limit', '2']);
    expect(limited.code).toBe(0);
    expect(load(limited.stdout).types).toEqual(['SCHEMA', 'RECORD', 'RECORD']);
    const endpoint = { ...incremental.endpoint, path: 'broken' };
    const broken = await pipelineOf({ ...incremental, endpoint });
    const failed = await penstock(['run', broken.file, '-f', 'singer']);
    expect(failed.code).toBe(4);
    expect(load(failed.stdout).types).not.toContain('STATE');
  });

  test('a stream without records has its schema all the same, and big numbers keep their digits', async () => {
    const columns = { id: { data_type: 'bigint' }, price: { data_type: 'decimal' } };
    const none = await pipelineOf({ columns }, []);
    expect(load((await penstock(['run', none.file, '-f', 'singer'])).stdout).types[0]).toBe('SCHEMA');
    const { file } = await pipelineOf({ columns, schema_contract: 'freeze' }, [
      { id: '9007199254740993', price: '0.10' },
    ]);
    expect((await penstock(['run', file, '-f', 'singer'])).stdout).toContain(
      '"record":{"id":9007199254740993,"price":"0.1"}',
    );
  });
});

test.each([
  ['with files', ['-o', 'out/'], /stream of messages on stdout/],
  ['compressed', ['--compress', 'gzip'], /--compress is for files/],
])('%s: refused', async (_name, words, message) => {
  const { file, api } = await pipelineOf({});
  const { code, stderr } = await penstock(['run', file, '-f', 'singer', ...words]);
  expect(stderr).toMatch(message);
  expect(code).toBe(2);
  expect(api.requests).toEqual([]);
});

test.each([
  ['another pipeline', { version: 1, pipeline: 'other', bookmarks: {} }, /is of the pipeline other/],
  ['another tap', { contacts: '2024' }, /has no bookmarks/],
])('a state of %s is refused before anything is requested', async (_name, state, message) => {
  const { file, api } = await pipelineOf(incremental);
  const place = path.join(await temporaryDirectory(), 'state.json');
  writeFileSync(place, JSON.stringify(state));
  const { code, stdout, stderr } = await penstock(['run', file, '-f', 'singer', '--state', place]);
  expect(stderr).toMatch(message);
  expect({ code, stdout }).toEqual({ code: 8, stdout: '' });
  expect(api.requests).toEqual([]);
});
