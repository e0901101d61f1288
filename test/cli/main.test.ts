// The command line, word for word: what it says, where, and how it ends.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { lines, penstock } from '../helpers/cli.ts';
import { crmServer } from '../helpers/crm.ts';
import { extract } from '../helpers/extract.ts';
import { json, serve } from '../helpers/serve.ts';
import { pipelineFile, temporaryDirectory } from '../helpers/temporary.ts';

const pipeline = path.join(import.meta.dirname, '../../pipelines/crm-oauth2.ts');
const page: Parameters<typeof extract>[0] = (_, response) => json(response, { data: [{ id: 1 }, { id: 2 }] });

describe('help and version', () => {
  test('examples come first', async () => {
    const { code, stdout, stderr } = await penstock(['--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Examples:\n {2}\$ penstock run/);
    for (const command of ['run', 'check', 'list', 'schema'])
      expect(stdout).toMatch(new RegExp(`^ {2}${command} `, 'm'));
  });

  test('no words at all: the help', async () => {
    expect((await penstock([])).stdout).toMatch(/^Examples:/);
  });

  test('--version', async () => {
    expect(await penstock(['--version'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
  });
});

describe('usage errors: exit 2, one message, nothing requested', () => {
  const words = (...more: string[]) => ['run', pipeline, ...more];
  test.each<[string, string[], RegExp]>([
    ['an unknown command', ['rn'], /unknown command 'rn'[\s\S]*Did you mean run/],
    ['an unknown option', words('--formt', 'x'), /unknown option '--formt'/],
    ['no file', ['run'], /missing required argument 'FILE'/],
    ['a file that is not there', ['run', 'nowhere.ts'], /nowhere\.ts: there is no such file/],
    ['an unknown resource', words('contact'), /no resource "contact" \(did you mean "contacts"\?\)/],
    ['Parquet on stdout', words('-f', 'parquet'), /parquet cannot be written to stdout/],
    [
      '-f against -o',
      words('roles', '-f', 'parquet', '-o', 'x.ndjson'),
      /-f parquet and -o x\.ndjson contradict/,
    ],
    [
      'an unknown format',
      words('-f', 'parqet', '-o', 'x'),
      /unknown format "parqet" \(did you mean "parquet"\?\)/,
    ],
    ['an ending that no format has', words('roles', '-o', 'x.xlsx'), /no format is written to \.xlsx/],
    ['one file for several resources', words('-o', 'x.ndjson'), /can hold one resource, and 11 are selected/],
    ['--compress on stdout', words('--compress', 'gzip'), /--compress is for files/],
    ['compressed Parquet', words('-f', 'parquet', '--compress', 'zstd', '-o', 'x'), /compressed inside/],
    ['parts of one file', words('roles', '-o', 'x.csv', '--max-file-records', '5'), /contradict each other/],
    [
      '--csv-safe without CSV',
      words('--csv-safe', '-o', 'x'),
      /--csv-safe and ndjson contradict.*\n.*-f csv/,
    ],
    [
      '--parquet-writer into CSV',
      words('roles', '--parquet-writer', 'hyparquet', '-o', 'x.csv'),
      /--parquet-writer and csv contradict.*\n.*-f parquet/,
    ],
    [
      '--parquet-compression on stdout',
      words('--parquet-compression', 'none'),
      /--parquet-compression is for/,
    ],
    [
      'a Parquet writer that there is not',
      words('-f', 'parquet', '-o', 'x', '--parquet-writer', 'quill'),
      /--parquet-writer <word>' argument 'quill' is invalid. Allowed choices are hyparquet, parquetjs-lite/,
    ],
    ['--limit 0', words('--limit', '0'), /positive whole number/],
    ['--limit many', words('--limit', 'many'), /positive whole number/],
    ['-q and -v', words('-q', '-v'), /cannot be used with option/],
    ['a --set without =', words('--set', 'client.base_url'), /expected path=value/],
    [
      'a secret by --set',
      words('--set', 'client.auth.client_secret=x'),
      /a secret never comes from the command line/,
    ],
    [
      'an env file that is not there',
      words('--env-file', 'nowhere.env'),
      /nowhere\.env: there is no such file/,
    ],
  ])('%s', async (_name, line, message) => {
    const crm = await crmServer();
    const { code, stdout, stderr } = await penstock(line, { environment: crm.environment('crm-oauth2') });
    expect(stderr).toMatch(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(crm.requests).toEqual([]);
  });

  test('missing secrets are all named at once', async () => {
    const { code, stderr } = await penstock(['run', pipeline]);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /3 problems[\s\S]*client_id: secret "client_id" is not set; looked for CRM_OAUTH2_CLIENT_ID,[\s\S]*client_secret[\s\S]*refresh_token/,
    );
  });
});

test('an API that is down: exit 5, one clear message, with what was tried', async () => {
  const file = await pipelineFile({
    client: { base_url: 'http://127.0.0.1:9', retry: { initial_wait: 0.01 } },
    resources: ['things'],
  });
  const { code, stdout, stderr } = await penstock(['run', file]);
  expect({ code, stdout }).toEqual({ code: 5, stdout: '' });
  expect(stderr).toMatch(
    /^error: things, page 1: GET http:\/\/127\.0\.0\.1:9\/things failed after 4 attempts: connection refused/,
  );
});

describe('what goes where', () => {
  test('a pipe that went well gets records on stdout and nothing on stderr', async () => {
    expect(await extract(page)).toMatchObject({ code: 0, stdout: '{"id":1}\n{"id":2}\n', stderr: '' });
  });

  test('-o reports on stderr and leaves stdout alone', async () => {
    const out = path.join(await temporaryDirectory(), 'out');
    const { code, stdout, stderr } = await extract(page, { words: ['-o', out] });
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toMatch(
      /^resource +status +pages +records +duplicates +rejects +retries +seconds\nthings +complete +1 +2 +0 +0 +0 +\d+\.\d\n/,
    );
    expect(stderr).toMatch(
      /faulty: 1 of 1 resources complete, 2 records in \d+\.\d s, 18 bytes in .*things\/part-00000\.ndjson\n$/,
    );
  });

  test('-q says nothing', async () => {
    const out = path.join(await temporaryDirectory(), 'out');
    expect(await extract(page, { words: ['-q', '-o', out] })).toMatchObject({
      code: 0,
      stdout: '',
      stderr: '',
    });
  });

  test('-v shows every request with its query, and no secret', async () => {
    const client = { auth: { type: 'api_key', name: 'key', api_key: { secret: 'k' }, location: 'query' } };
    const { stderr } = await extract(page, {
      client,
      words: ['-v'],
      environment: { K: 'canary/of the+key' },
    });
    expect(stderr).toMatch(/GET http:\/\/127\.0\.0\.1:\d+\/things\?key=\*\*\*: 200, 28 bytes, \d+ ms/);
    expect(stderr).not.toMatch(/canary/);
  });

  test('--log-format json: every line of stderr is JSON', async () => {
    const { stderr } = await extract(page, { words: ['-v', '--log-format', 'json'] });
    const entries = lines(stderr);
    expect(entries.map((entry) => entry.kind)).toEqual(['started', 'request', 'page', 'finished', 'report']);
    expect(entries.at(-1)).toMatchObject({
      level: 'info',
      exit_code: 0,
      resources: [{ name: 'things', complete: true, records: 2 }],
    });
    const failed = await extract((_, response) => json(response, {}, 404), {
      words: ['--log-format', 'json'],
    });
    expect(lines(failed.stderr)[0]).toMatchObject({
      level: 'error',
      code: 'source',
      where: { resource: 'things', page: 1 },
      exitCode: 4,
    });
  });

  test('--summary-file', async () => {
    const file = path.join(await temporaryDirectory(), 'summary.json');
    await extract(page, { words: ['--summary-file', file] });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      pipeline: 'faulty',
      exit_code: 0,
      resources: [{ name: 'things', status: 'complete', pages: 1, records: 2 }],
    });
  });

  test('--rejects keeps what breaks the schema, and the run goes on', async () => {
    const file = path.join(await temporaryDirectory(), 'rejects.ndjson');
    const resource = { columns: { id: { data_type: 'bigint' } } };
    const outcome = await extract(
      (_, response) => json(response, { data: [{ id: 1 }, { id: 'x' }, 'no object'] }),
      { resource, words: ['--rejects', file] },
    );
    expect(outcome).toMatchObject({ code: 6, stdout: '{"id":1}\n' });
    expect(lines(readFileSync(file, 'utf8'))).toEqual([
      {
        resource: 'things',
        page: 1,
        reason: 'a record must be an object, this is "no object"',
        record: 'no object',
      },
      { resource: 'things', page: 1, column: 'id', reason: '"x" cannot be bigint', record: { id: 'x' } },
    ]);
  });

  test('a directory keeps rejects beside the records and counts them in the manifest', async () => {
    const out = path.join(await temporaryDirectory(), 'out');
    const resource = { columns: { id: { data_type: 'bigint' } } };
    const outcome = await extract((_, response) => json(response, { data: [{ id: 1 }, { id: 'x' }] }), {
      resource,
      words: ['-o', out],
    });
    expect(outcome.code).toBe(6);
    expect(outcome.stderr).toMatch(/things: one record was rejected, of 2; --max-rejects allows 0/);
    expect(lines(readFileSync(path.join(out, '_rejects/things/part-00000.ndjson'), 'utf8'))).toHaveLength(1);
    const manifest = JSON.parse(readFileSync(path.join(out, '_manifest.json'), 'utf8'));
    expect(manifest.resources.things).toMatchObject({
      complete: true,
      records: 1,
      rejects: 1,
      files: [{ path: 'things/part-00000.ndjson', rows: 1, bytes: 9 }],
    });
    expect(manifest.resources.things.files[0].sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  test('dangerous names: resources stay inside the directory', async () => {
    const directory = await temporaryDirectory();
    const names = ['../../x', 'a/b', 'CON', '.', 'n'.repeat(300)];
    const resources = names.map((name) => ({ name, endpoint: { path: 'r', data_selector: 'data' } }));
    const { code, stderr } = await extract(page, { resources, words: ['-o', path.join(directory, 'out')] });
    expect(code, stderr).toBe(0);
    const { readdirSync } = await import('node:fs');
    expect(readdirSync(directory)).toEqual(['out']);
    expect(readdirSync(path.join(directory, 'out'))).toHaveLength(names.length + 1);
  });
});

describe('settings', () => {
  test('--env-file and --set', async () => {
    const api = await serve((request, response) =>
      json(response, { data: [{ token: request.headers.authorization }] }),
    );
    const file = await pipelineFile({
      client: { base_url: 'http://127.0.0.1:9', auth: { type: 'bearer', token: { secret: 'token' } } },
      resources: [{ name: 'things', endpoint: { data_selector: 'nothing' } }],
    });
    const envFile = path.join(path.dirname(file), 'secrets.env');
    writeFileSync(envFile, 'TOKEN=token-of-the-file\n');
    const words = [
      'run',
      file,
      '--env-file',
      envFile,
      '--set',
      `client.base_url=${api.url}`,
      '--set',
      'resources[0].endpoint.data_selector=data',
    ];
    expect(await penstock(words)).toMatchObject({
      code: 0,
      stdout: '{"token":"Bearer token-of-the-file"}\n',
    });
    const refused = await penstock([...words, '--set', 'resources[7].name=x']);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringMatching(/the list has no entry "7"/) });
  });
});

describe('check', () => {
  test('a verdict per resource, one page each and one more where there is more', async () => {
    const crm = await crmServer({ faults: [{ at: '/v1/notes', fault: { kind: 'status', status: 403 } }] });
    const { code, stdout } = await penstock(['check', pipeline, 'contacts', 'notes', 'organizations'], {
      environment: crm.environment('crm-oauth2'),
    });
    expect(code).toBe(6);
    expect(stdout).toMatch(/^ok {6}organizations {2}1 record on the first page\n/);
    expect(stdout).toMatch(/failed {2}notes {10}GET .*HTTP 403[\s\S]*may not read this resource/);
    expect(stdout).toMatch(/ok {6}contacts {7}400 records on the first 2 pages by cursor, and there is more/);
    expect(crm.requests.filter((target) => target.includes('contacts'))).toHaveLength(2);
  });

  test('records that break their schema are said', async () => {
    const api = await serve(page);
    const file = await pipelineFile({
      client: { base_url: api.url },
      resources: [
        { name: 'things', endpoint: { data_selector: 'data' }, columns: { id: { data_type: 'date' } } },
      ],
    });
    expect(await penstock(['check', file])).toMatchObject({
      code: 4,
      stdout: expect.stringMatching(/2 of 2 records rejected: id: 1 cannot be date/),
    });
  });
});

describe('list', () => {
  test('needs no secret and requests nothing', async () => {
    const { code, stdout } = await penstock(['list', pipeline]);
    expect(code).toBe(0);
    expect(stdout.split('\n')[1]).toMatch(/^users +GET \/v1\/users +page_number +- +id +merge +\d+$/);
    expect(stdout.trim().split('\n')).toHaveLength(12);
  });
});

describe('schema', () => {
  test('is a JSON Schema in which the seeds are valid', async () => {
    const { code, stdout } = await penstock(['schema']);
    expect(code).toBe(0);
    const schema = JSON.parse(stdout);
    expect(schema).toMatchObject({
      type: 'object',
      title: 'penstock pipeline',
      required: ['client', 'resources'],
    });
    const { Ajv2020 } = await import('ajv/dist/2020.js');
    const validate = new Ajv2020({ strict: false }).compile(schema);
    for (const seed of ['crm-oauth2', 'crm-api-key']) {
      const file = path.join(import.meta.dirname, `../fixtures/seeds/${seed}.json`);
      expect(validate(JSON.parse(readFileSync(file, 'utf8'))), JSON.stringify(validate.errors)).toBe(true);
    }
    expect(validate({ client: { base_url: 5 }, resources: [] })).toBe(false);
  });
});

test('a terminal gets a live line per resource, colours only without NO_COLOR', async () => {
  const { Writable } = await import('node:stream');
  const { main } = await import('../../src/cli/main.ts');
  const api = await serve(page);
  const file = await pipelineFile({
    client: { base_url: api.url },
    resources: [{ name: 'things', endpoint: { data_selector: 'data' } }],
  });
  const run = async (environment: Record<string, string>) => {
    let shown = '';
    const stderr = Object.assign(
      new Writable({
        write: (chunk, _e, done) => {
          shown += chunk;
          done();
        },
      }),
      { isTTY: true, columns: 80, rows: 24 },
    );
    const stdout = new Writable({ write: (_c, _e, done) => done() });
    expect(
      await main(['run', file], { stdout, stderr, environment, signal: new AbortController().signal }),
    ).toBe(0);
    return shown;
  };
  const coloured = await run({});
  expect(coloured).toMatch(/✔.*things {2}1 page {2}2 records/);
  expect(coloured).toMatch(/\u001b\[32m/);
  expect(await run({ NO_COLOR: '1' })).not.toMatch(/\u001b\[3\dm/);
});
