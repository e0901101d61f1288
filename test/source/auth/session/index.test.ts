// Logins: against express-session with cookies, and a server of tokens that tells what it was sent.
import type { AddressInfo } from 'node:net';
import sessions from 'express-session';
import jsonServer from 'json-server';
import { describe, expect, onTestFinished, test } from 'vitest';
import { lines, penstock } from '../../../helpers/cli.ts';
import { json, queryOf, serve } from '../../../helpers/serve.ts';
import { pipelineFile } from '../../../helpers/temporary.ts';

const PASSWORD = 'the-password-of-reader';
const login = {
  path: '/login',
  data: { username: 'reader', password: { secret: 'password' } },
};

declare module 'express-session' {
  interface SessionData {
    user: string;
    uses: number;
  }
}

/** An API that knows its users by sessions, as most web applications do. */
async function startSessions(options: { maxAge?: number; usesPerSession?: number } = {}) {
  const app = jsonServer.create();
  const count = { logins: 0, refused: 0 };
  app.use(jsonServer.bodyParser);
  app.use(
    sessions({
      name: 'sid',
      secret: 'of-the-server',
      resave: false,
      saveUninitialized: false,
      cookie: options.maxAge === undefined ? {} : { maxAge: options.maxAge },
    }),
  );
  app.post('/login', (request, response) => {
    const { username, password } = request.body;
    if (password !== PASSWORD) return void response.status(403).json({ message: `no, ${username}` });
    count.logins += 1;
    request.session.user = username;
    // The page that a browser goes to next.
    response.redirect('/home');
  });
  app.get('/things', (request, response) => {
    const { session } = request;
    session.uses = (session.uses ?? 0) + 1;
    if (session.user === undefined || session.uses > (options.usesPerSession ?? 1000)) {
      count.refused += 1;
      return void response.status(401).json({ message: 'log in first' });
    }
    const page = Number(request.query.page ?? 1);
    setTimeout(() => response.json({ data: [{ id: page }], next: page < 6 ? page + 1 : null }), 100);
  });
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, count };
}

const paginator = { type: 'cursor', cursor_path: 'next', cursor_param: 'page' };
const things = { name: 'things', endpoint: { path: '/things', data_selector: 'data', paginator } };

async function run(client: object, resources: unknown[] = [things], password = PASSWORD) {
  const file = await pipelineFile({ name: 'sessions', client, resources });
  return penstock(['run', file, '-v'], { environment: { PASSWORD: password } });
}

describe('cookies of express-session', () => {
  test.each([
    ['all cookies of the answer', {}],
    ['the one that is named', { cookie: 'sid' }],
  ])('%s are the session of every request', async (_name, more) => {
    const { url, count } = await startSessions();
    const { code, stdout, stderr } = await run({ base_url: url, auth: { type: 'session', login, ...more } });
    expect(code, stderr).toBe(0);
    expect(lines(stdout).map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(count).toEqual({ logins: 1, refused: 0 });
    expect(stderr).not.toContain(PASSWORD);
  });

  test('a session that the server ends is begun anew, and no page is lost', async () => {
    const { url, count } = await startSessions({ usesPerSession: 2 });
    const { code, stdout, stderr } = await run({ base_url: url, auth: { type: 'session', login } });
    expect(code, stderr).toBe(0);
    expect(lines(stdout).map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(count).toEqual({ logins: 3, refused: 2 });
  });

  test('a cookie that says when it ends is renewed before', async () => {
    const { url, count } = await startSessions({ maxAge: 2000 });
    const slow = { requests_per_second: 2 };
    const { code, stderr } = await run({ base_url: url, rate_limit: slow, auth: { type: 'session', login } });
    expect(code, stderr).toBe(0);
    expect(count.logins).toBeGreaterThan(1);
    expect(count.refused).toBe(0);
  });

  test('a wrong password is exit 3 with the words of the server', async () => {
    const { url, count } = await startSessions();
    const auth = { type: 'session', login };
    const { code, stderr } = await run({ base_url: url, auth }, [things], 'a-wrong-password');
    expect(code).toBe(3);
    expect(stderr).toMatch(/the login POST \S+\/login gave no session: HTTP 403: no, reader/);
    expect(stderr).not.toContain('a-wrong-password');
    expect(count).toEqual({ logins: 0, refused: 0 });
  });

  test('a cookie of another name than the server sets is exit 3, named', async () => {
    const { url } = await startSessions();
    const { code, stderr } = await run({
      base_url: url,
      auth: { type: 'session', login, cookie: 'JSESSIONID' },
    });
    expect(code).toBe(3);
    expect(stderr).toMatch(/HTTP 302, the answer does not set the cookie JSESSIONID/);
  });
});

/** Gives tokens token-1, token-2, …, each taken for so many requests. */
async function startTokens(usesPerToken = 1000) {
  const logins: { headers: Record<string, unknown>; target: string; body: string }[] = [];
  const uses = new Map<string, number>();
  const served = await serve(async (request, response) => {
    if (request.url?.startsWith('/login')) {
      let body = '';
      for await (const chunk of request) body += chunk;
      logins.push({ headers: request.headers, target: request.url, body });
      await new Promise((resolve) => setTimeout(resolve, 30));
      return json(response, { data: { token: `token-${logins.length}` } });
    }
    const { authorization, 'x-session': header, cookie } = request.headers;
    const sent = String(authorization ?? header ?? cookie ?? queryOf(request).get('sid') ?? '');
    const token = /token-\d+/.exec(sent)?.[0] ?? '';
    uses.set(token, (uses.get(token) ?? 0) + 1);
    const isFine = token === `token-${logins.length}` && (uses.get(token) ?? 0) <= usesPerToken;
    if (!isFine) return json(response, { message: 'who are you?' }, 401);
    return json(response, { data: [{ authorization, header, cookie, sid: queryOf(request).get('sid') }] });
  });
  return { ...served, logins };
}

const one = { name: 'things', endpoint: { path: '/things', data_selector: 'data' } };
const many = (count: number) => ({
  name: 'things',
  endpoint: {
    path: '/things',
    data_selector: 'data',
    partition_router: { type: 'list', values: Array.from({ length: count }, (_, i) => i), cursor_field: 'n' },
  },
});

describe('tokens', () => {
  test.each([
    ['as a bearer where nothing is said', {}, { authorization: 'Bearer token-1' }],
    ['after another prefix', { prefix: 'Session' }, { authorization: 'Session token-1' }],
    ['bare in a header of its own', { header: 'X-Session' }, { header: 'token-1' }],
    ['after a prefix in it', { header: 'X-Session', prefix: 'id=' }, { header: 'id=token-1' }],
    ['in the query', { query: 'sid' }, { sid: 'token-1' }],
    ['in a cookie', { cookie: 'sid' }, { cookie: 'sid=token-1' }],
  ])('are sent %s', async (_name, options, sent) => {
    const { url, logins } = await startTokens();
    const auth = { type: 'session', login, token_path: 'data.token', ...options };
    const { code, stdout, stderr } = await run({ base_url: url, auth }, [one]);
    expect(code, stderr).toBe(0);
    expect(lines(stdout)[0]).toMatchObject(sent);
    expect(stderr).not.toContain('token-1');
    expect(logins).toMatchObject([
      {
        body: `username=reader&password=${PASSWORD}`,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      },
    ]);
  });

  test('many requests that wait, and many that are refused, cause one login each time', async () => {
    const { url, logins } = await startTokens(10);
    const auth = { type: 'session', login, token_path: 'data.token' };
    const { code, stdout, stderr } = await run({ base_url: url, auth, concurrency: 8 }, [many(20)]);
    expect(code, stderr).toBe(0);
    expect(lines(stdout)).toHaveLength(20);
    expect(logins).toHaveLength(2);
  });

  test('expires_in: the token is renewed before its end, without a refusal', async () => {
    const served = await startTokens();
    const auth = { type: 'session', login, token_path: 'data.token', expires_in: 1 };
    const client = { base_url: served.url, auth, concurrency: 1, rate_limit: { requests_per_second: 2 } };
    const { code, stderr } = await run(client, [many(5)]);
    expect(code, stderr).toBe(0);
    expect(served.logins.length).toBeGreaterThan(1);
    expect(stderr).not.toMatch(/: 401/);
  });

  test('a second refusal behind a new login is exit 3', async () => {
    const { url, logins } = await startTokens(0);
    const auth = { type: 'session', login, token_path: 'data.token' };
    const { code, stderr } = await run({ base_url: url, auth }, [one]);
    expect(code).toBe(3);
    expect(stderr).toMatch(/HTTP 401 again after a new login: .*who are you\?/);
    expect(logins).toHaveLength(2);
  });

  test('the login carries JSON, a query, its own headers and the client’s', async () => {
    const { url, logins } = await startTokens();
    const auth = {
      type: 'session',
      token_path: 'data.token',
      login: {
        path: 'login',
        method: 'put',
        params: { db: 'main' },
        headers: { 'x-step': 'one' },
        json: { user: { name: 'reader', password: '{secrets.password}' }, remember: true },
      },
    };
    const client = { base_url: url, headers: { 'x-tenant': 't1' }, params: { v: 2 }, auth };
    const { code, stderr } = await run(client, [one]);
    expect(code, stderr).toBe(0);
    expect(logins).toMatchObject([
      {
        target: '/login?v=2&db=main',
        headers: { 'x-step': 'one', 'x-tenant': 't1', 'content-type': 'application/json' },
      },
    ]);
    expect(JSON.parse(logins[0]?.body ?? '')).toEqual({
      user: { name: 'reader', password: PASSWORD },
      remember: true,
    });
  });

  test('a login at another address gets what it is told, and nothing of the client’s', async () => {
    const [api, accounts] = [await startTokens(), await startTokens()];
    api.logins.push({ headers: {}, target: '', body: '' });
    const auth = {
      type: 'session',
      token_path: 'data.token',
      login: { path: `${accounts.url}/login`, data: 'grant=me', headers: { 'content-type': 'text/plain' } },
    };
    const client = { base_url: api.url, headers: { 'x-key': 'canary' }, params: { key: 'canary' }, auth };
    const { code, stderr } = await run(client, [one]);
    expect(code, stderr).toBe(0);
    expect(accounts.logins).toMatchObject([
      { target: '/login', body: 'grant=me', headers: { 'content-type': 'text/plain' } },
    ]);
    expect(JSON.stringify(accounts.logins)).not.toContain('canary');
  });

  test.each([
    [200, '{"error":"locked","message":"3 failures"}', /no data\.token in the answer: locked/],
    [200, '<html>log in</html>', /no data\.token in the answer\n/],
    [400, 'bad\nrequest', /HTTP 400: bad request/],
  ])('an answer %i without a token, %s, is exit 3 and no request of the API', async (status, body, says) => {
    const served = await serve((_, response) => response.writeHead(status).end(body));
    const auth = { type: 'session', login, token_path: 'data.token' };
    const { code, stderr } = await run({ base_url: served.url, auth }, [one, { ...one, name: 'others' }]);
    expect(code).toBe(3);
    expect(stderr).toMatch(says);
    expect(served.requests.map(({ target }) => target)).toEqual(['/login']);
  });

  test('a login that answers 503 is tried again, and exit 5 in the end', async () => {
    const served = await serve((_, response) => json(response, {}, 503));
    const auth = { type: 'session', login, token_path: 'data.token' };
    const retry = { initial_wait: 0.01, max_retries: 2 };
    const { code } = await run({ base_url: served.url, retry, auth }, [one]);
    expect(code).toBe(5);
    expect(served.requests).toHaveLength(3);
  });
});
