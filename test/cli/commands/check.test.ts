// check as a rehearsal: it fails where a run would, and says what a user should look at.
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { penstock } from '../../helpers/cli.ts';
import { crmServer } from '../../helpers/crm.ts';
import { json, queryOf, serve } from '../../helpers/serve.ts';
import { pipelineFile } from '../../helpers/temporary.ts';

async function rehearse(listener: Parameters<typeof serve>[0], resource: object, words: string[] = []) {
  const api = await serve(listener);
  const file = await pipelineFile({
    client: { base_url: api.url, paginator: 'single_page' },
    resources: [{ name: 'things', endpoint: { data_selector: 'data' }, ...resource }],
  });
  const [checked, ran] = [await penstock(['check', file, ...words]), await penstock(['run', file])];
  return { ...checked, ran: ran.code, requests: api.requests };
}

const answer =
  (...data: unknown[]): Parameters<typeof serve>[0] =>
  (_, response) =>
    json(response, { data });

describe('fails where a run fails', () => {
  test.each([
    [
      'a key that no record has',
      { primary_key: 'uuid' },
      [{ id: 1 }],
      /primary_key column "uuid" holds nothing/,
    ],
    [
      'rows that are lists',
      {},
      [
        [1, 2],
        [3, 4],
      ],
      /./,
    ],
    [
      'a value that is not its type',
      { columns: { id: { data_type: 'date' } } },
      [{ id: 'x' }],
      /cannot be date/,
    ],
    [
      'a contract that freezes',
      { columns: { id: { data_type: 'text' } }, schema_contract: 'freeze' },
      [{ id: 'x', more: 1 }],
      /undeclared field "more"/,
    ],
  ])('%s', async (_, resource, records, message) => {
    const { code, stdout, ran } = await rehearse(answer(...records), resource);
    expect(code).toBe(4);
    expect(ran).toBe(4);
    expect(stdout).toMatch(/^failed {2}things/);
    expect(stdout).toMatch(message);
  });
});

test('one page, and one more where there is more', async () => {
  const paginator = { type: 'cursor', cursor_path: 'next', cursor_param: 'cursor' };
  const { stdout, code } = await rehearse(
    (request, response) => {
      const at = Number(queryOf(request).get('cursor') ?? 0);
      json(response, { data: [{ id: at }], next: at < 5 ? at + 1 : null });
    },
    { endpoint: { data_selector: 'data', paginator } },
  );
  expect(code).toBe(0);
  expect(stdout).toBe('ok      things  2 records on the first 2 pages by cursor, and there is more\n');
});

test('the second page can fail it', async () => {
  const paginator = { type: 'cursor', cursor_path: 'next', cursor_param: 'cursor' };
  const { stdout, code } = await rehearse(
    (request, response) =>
      queryOf(request).has('cursor')
        ? json(response, { error: 'unknown cursor' }, 400)
        : json(response, { data: [{ id: 1 }], next: 2 }),
    { endpoint: { data_selector: 'data', paginator } },
  );
  expect(code).toBe(4);
  expect(stdout).toMatch(/failed {2}things {2}GET .*HTTP 400/);
});

test('an end that evidence speaks against, after the first page and after the second', async () => {
  const pages: Record<string, object> = {
    first: { data: [{ id: 0 }], meta: { next_cursor: 'second' } },
    second: { data: [{ id: 1 }], total: 500 },
  };
  const paginator = { type: 'cursor', cursor_path: 'meta.next_cursor', cursor_param: 'cursor' };
  const listener: Parameters<typeof serve>[0] = (request, response) =>
    json(response, pages[queryOf(request).get('cursor') ?? 'first']);
  const unnamed = await rehearse(listener, { endpoint: { data_selector: 'data', paginator: 'auto' } });
  expect(unnamed).toMatchObject({ code: 4, ran: 4 });
  expect(unnamed.stdout).toMatch(/failed {2}things {2}.*meta\.next_cursor[\s\S]*"cursor_param"/);
  const short = await rehearse(listener, { endpoint: { data_selector: 'data', paginator } });
  expect(short).toMatchObject({ code: 4, ran: 4, stdout: expect.stringMatching(/500/) });
});

test('duplicates are said', async () => {
  const { stdout, code } = await rehearse(answer({ id: 1 }, { id: 1 }), { primary_key: 'id' });
  expect(code).toBe(0);
  expect(stdout).toBe('ok      things  1 record on the first page, 1 duplicate dropped\n');
});

test('a column that is null everywhere, with the names the records have', async () => {
  const columns = { id: { data_type: 'bigint' }, created_at: { data_type: 'text' } };
  const { stdout, code } = await rehearse(answer({ id: 1, createdAt: 'x' }), { columns });
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /note: column "created_at" is null in all of \d+ records?, which have id, createdAt/,
  );
});

test('each verdict is printed when it is reached', async () => {
  const seen: string[] = [];
  const api = await serve((request, response) => {
    seen.push(request.url ?? '');
    json(response, { data: [{ id: 1 }] });
  });
  const file = await pipelineFile({
    client: { base_url: api.url, paginator: 'single_page' },
    resources: ['a', 'b'].map((name) => ({ name, endpoint: { data_selector: 'data' } })),
  });
  const { main } = await import('../../../src/cli/main.ts');
  const { Writable } = await import('node:stream');
  const stdout = new Writable({
    write(chunk, _encoding, done) {
      seen.push(String(chunk).trim());
      done();
    },
  });
  const stderr = new Writable({ write: (_chunk, _encoding, done) => done() });
  const io = { stdout, stderr, environment: {}, signal: new AbortController().signal };
  expect(await main(['check', file], io)).toBe(0);
  expect(seen).toEqual([
    '/a',
    'ok      a  1 record on the first page',
    '/b',
    'ok      b  1 record on the first page',
  ]);
});

describe('--log-format json', () => {
  test('a verdict is a line', async () => {
    const { stdout } = await rehearse(answer({ id: 1 }), {}, ['--log-format', 'json']);
    expect(JSON.parse(stdout)).toMatchObject({
      resource: 'things',
      isFine: true,
      records: 1,
      hasMore: false,
    });
  });

  test.each([[['--log-format', 'json']], [['--log-format=json']]])(
    'what is wrong in the file too, by %j',
    async (words) => {
      const file = await pipelineFile({ client: { base_url: 5 }, resources: [] });
      const { code, stderr } = await penstock(['check', file, ...words]);
      expect(code).toBe(2);
      expect(JSON.parse(stderr)).toMatchObject({ level: 'error', code: 'config', exitCode: 2 });
    },
  );

  test('and what is wrong on the command line', async () => {
    const { code, stderr } = await penstock(['check', 'x.json', '--log-format', 'json', '--nope']);
    expect(code).toBe(2);
    expect(JSON.parse(stderr)).toMatchObject({ code: 'usage', message: expect.stringMatching(/--nope/) });
  });
});

test('escapes and line feeds of the server and the file are never raw', async () => {
  const evil = '\u001b]0;PWN\u0007\nfaked: line';
  const columns = { id: { data_type: 'bigint' }, missing: { data_type: 'text' } };
  const { stdout } = await rehearse(answer({ id: 1, [evil]: 1 }), { columns, name: `a${evil}` });
  expect(stdout).not.toMatch(/[\u0007\u001b]/);
  expect(stdout).not.toMatch(/^faked/m);
});

test('a last page that says that there is more fails, as it does in a run', async () => {
  const body = { data: [{ id: 1 }], meta: { next_cursor: 'abc' } };
  const paginator = { type: 'cursor', cursor_path: 'meta.nextCursor' };
  const outcome = await rehearse((_, response) => json(response, body), {
    endpoint: { data_selector: 'data', paginator },
  });
  expect(outcome).toMatchObject({ code: 4, ran: 4 });
  expect(outcome.stdout + outcome.stderr).toMatch(/did you mean "meta.next_cursor"/);
});

const pipeline = path.join(import.meta.dirname, '../../../pipelines/crm-oauth2.ts');

describe('verdicts', () => {
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
    const api = await serve(answer({ id: 1 }, { id: 2 }));
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
