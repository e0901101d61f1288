// client.cookies: against express-session, and servers that tell which cookies they were sent.
import type { AddressInfo } from 'node:net';
import sessions from 'express-session';
import jsonServer from 'json-server';
import { describe, expect, onTestFinished, test } from 'vitest';
import { lines, penstock } from '../../helpers/cli.ts';
import { json, queryOf, serve } from '../../helpers/serve.ts';
import { pipelineFile } from '../../helpers/temporary.ts';

const paginator = { type: 'cursor', cursor_path: 'next', cursor_param: 'page' };
const things = { name: 'things', endpoint: { path: '/things', data_selector: 'data', paginator } };

async function run(client: object, resources: object[] = [things]) {
  const file = await pipelineFile({ client, resources });
  const { code, stdout, stderr } = await penstock(['run', file, '-v']);
  return { code, stderr, records: lines(stdout) };
}

/** Sends whoever has no session to a page that begins one and sends back. */
async function startGate() {
  const app = jsonServer.create();
  app.use(sessions({ name: 'sid', secret: 's', resave: false, saveUninitialized: false }));
  app.get('/enter', (request, response) => {
    Object.assign(request.session, { isIn: true, seen: 0 });
    response.redirect(String(request.query.back));
  });
  app.get('/things', (request, response) => {
    const session = request.session as { isIn?: boolean; seen?: number };
    if (session.isIn !== true) {
      return response.redirect(`/enter?back=${encodeURIComponent(request.originalUrl)}`);
    }
    session.seen = (session.seen ?? 0) + 1;
    const page = Number(request.query.page ?? 1);
    return response.json({ data: [{ page, seen: session.seen }], next: page < 4 ? page + 1 : null });
  });
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('express-session knows the run from page to page, through its redirects', async () => {
  const { code, stderr, records } = await run({ base_url: await startGate(), cookies: true });
  expect(code, stderr).toBe(0);
  expect(records).toEqual([1, 2, 3, 4].map((page) => ({ page, seen: page })));
});

test('without cookies the same gate is a redirect loop', async () => {
  const { code, stderr } = await run({ base_url: await startGate() });
  expect(code).toBe(4);
  expect(stderr).toMatch(/redirect loop/);
});

test('a gate that never opens ends with the limit of redirects', async () => {
  const served = await serve((_, response) => response.writeHead(302, { location: '/things' }).end());
  const { code, stderr } = await run({ base_url: served.url, cookies: true });
  expect(code).toBe(4);
  expect(stderr).toMatch(/more than 5 redirects/);
});

/** Sets cookies page by page and tells, as records, which it got. */
async function startEcho(set: readonly (readonly string[])[]) {
  return serve((request, response) => {
    const page = Number(queryOf(request).get('page') ?? 1);
    response.setHeader('set-cookie', set[page - 1] ?? []);
    const next = page <= set.length ? page + 1 : null;
    return json(response, { data: [{ cookie: request.headers.cookie ?? null }], next });
  });
}

describe('what is sent back', () => {
  test.each<[string, string[][], (string | null)[]]>([
    [
      'several at once, one with a comma',
      [['a=1', 'b=x; Expires=Wed, 01 Jan 2098 00:00:00 GMT']],
      [null, 'a=1; b=x'],
    ],
    ['the latest of a name', [['a=1'], ['a=2']], [null, 'a=1', 'a=2']],
    ['none that has ended', [['a=1', 'b=2'], ['a=; Max-Age=0']], [null, 'a=1; b=2', 'b=2']],
    ['none of another path', [['a=1; Path=/other', 'b=2; Path=/things']], [null, 'b=2']],
    ['none for another domain', [['a=1; Domain=example.com', 'b=2']], [null, 'b=2']],
    ['nothing that is no cookie', [['', '=;', 'b=2']], [null, 'b=2']],
  ])('%s', async (_name, set, sent) => {
    const { url } = await startEcho(set);
    const { code, stderr, records } = await run({ base_url: url, cookies: true });
    expect(code, stderr).toBe(0);
    expect(records.map(({ cookie }) => cookie)).toEqual(sent);
  });

  test('by default nothing', async () => {
    const { url } = await startEcho([['a=1'], ['b=2']]);
    const { records } = await run({ base_url: url });
    expect(records.map(({ cookie }) => cookie)).toEqual([null, null, null]);
  });

  test('beside a cookie of the auth; what the server sets anew goes before it', async () => {
    const { url } = await startEcho([['a=1'], ['key=renewed']]);
    const auth = { type: 'api_key', location: 'cookie', name: 'key', api_key: 'first' };
    const { records } = await run({ base_url: url, cookies: true, auth });
    expect(records.map(({ cookie }) => cookie)).toEqual(['key=first', 'key=first; a=1', 'a=1; key=renewed']);
  });
});

test('a cookie goes to the origin that set it, not to another port of its host', async () => {
  const other = await serve((request, response) =>
    json(response, { data: [{ cookie: request.headers.cookie ?? null }] }),
  );
  const own = await serve((_, response) => {
    response.setHeader('set-cookie', 'ours=canary-cookie');
    return json(response, { data: [{ cookie: null }], next: `${other.url}/things` });
  });
  const endpoint = { path: '/things', data_selector: 'data', paginator: 'json_link' };
  const { code, stderr, records } = await run(
    { base_url: own.url, cookies: true, allowed_origins: [{ origin: other.url, credentials: true }] },
    [{ name: 'things', endpoint }],
  );
  expect(code, stderr).toBe(0);
  expect(records).toEqual([{ cookie: null }, { cookie: null }]);
});

test('a session and a jar: the login’s cookie and those set later go together', async () => {
  const served = await serve((request, response) => {
    if (request.url === '/login') {
      response.setHeader('set-cookie', ['sid=from-login', 'csrf=abc']);
      return json(response, {});
    }
    const page = Number(queryOf(request).get('page') ?? 1);
    if (page === 1) response.setHeader('set-cookie', 'sid=slid-on');
    return json(response, { data: [{ cookie: request.headers.cookie }], next: page < 2 ? 2 : null });
  });
  const auth = { type: 'session', login: { path: '/login' } };
  const { records, code, stderr } = await run({ base_url: served.url, cookies: true, auth });
  expect(code, stderr).toBe(0);
  expect(records.map(({ cookie }) => cookie)).toEqual(['sid=from-login; csrf=abc', 'sid=slid-on; csrf=abc']);
});
