// The digest auth, judged by a server that is not ours, and by the example of RFC 7616.
import { createHash } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import auth from 'http-auth';
import { describe, expect, onTestFinished, test } from 'vitest';
import { penstock } from '../../helpers/cli.ts';
import { extract } from '../../helpers/extract.ts';
import { json, queryOf, serve } from '../../helpers/serve.ts';
import { pipelineFile } from '../../helpers/temporary.ts';

const md5 = (text: string) => createHash('md5').update(text).digest('hex');

/** An API of three pages behind the server of http-auth. */
async function guarded(options: { algorithm?: 'MD5' | 'MD5-sess'; qop?: 'auth' | 'none' }) {
  const realm = 'the "realm"'.replaceAll('"', '');
  const guard = auth.digest({ realm, ...options }, (user: string, found: (hash?: string) => void) =>
    found(user === 'reader' ? md5(`reader:${realm}:swordfish-7`) : undefined),
  );
  const statuses: number[] = [];
  const answer: RequestListener = (request, response) => {
    const page = Number(queryOf(request).get('page') ?? 1);
    json(response, { data: [{ id: page }], ...(page < 3 ? { next: page + 1 } : {}) });
  };
  const protectedAnswer = guard.check(answer as never) as RequestListener;
  const server = createServer((request, response) => {
    response.on('finish', () => statuses.push(response.statusCode));
    protectedAnswer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { base_url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, statuses };
}

async function read(base_url: string, password: string) {
  const paginator = { type: 'cursor', cursor_path: 'next', cursor_param: 'page' };
  const file = await pipelineFile({
    client: { base_url, auth: { type: 'digest', username: 'reader', password: { secret: 'password' } } },
    resources: [
      {
        name: 'things',
        endpoint: { path: '/things', params: { q: 'a b&c' }, data_selector: 'data', paginator },
      },
    ],
  });
  return penstock(['run', file, '-v'], { environment: { PASSWORD: password } });
}

describe('against http-auth', () => {
  test.each([
    ['MD5', {}],
    ['MD5-sess', { algorithm: 'MD5-sess' as const }],
    ['no qop', { qop: 'none' as const }],
  ])('%s: one challenge, then every page is signed', async (_name, options) => {
    const { base_url, statuses } = await guarded(options);
    const { code, stdout, stderr } = await read(base_url, 'swordfish-7');
    expect(code, stderr).toBe(0);
    expect(stdout).toBe('{"id":1}\n{"id":2}\n{"id":3}\n');
    expect(statuses.filter((status) => status === 401)).toHaveLength(1);
    expect(stderr).not.toContain('swordfish');
  });

  test('a wrong password: challenged twice, exit 3', async () => {
    const { base_url, statuses } = await guarded({});
    const { code, stderr } = await read(base_url, 'wrong-password');
    expect(code).toBe(3);
    expect(statuses).toEqual([401, 401]);
    expect(stderr).toMatch(/HTTP 401 again after the challenge was answered/);
    expect(stderr).not.toContain('wrong-password');
  });
});

/** A server of one challenge, that answers with the header it got. */
async function challengedBy(...challenges: string[]) {
  const served = await serve((request, response) => {
    const header = request.headers.authorization;
    if (header !== undefined) return json(response, { data: [{ header, url: request.url }] });
    response.writeHead(401, { 'www-authenticate': challenges }).end();
  });
  const auth = { type: 'digest', username: 'Mufasa', password: 'Circle of Life' };
  const file = await pipelineFile({
    client: { base_url: served.url, auth },
    resources: [{ name: 'index', endpoint: { path: '/dir/index.html', data_selector: 'data' } }],
  });
  const outcome = await penstock(['run', file]);
  const header: string = outcome.code === 0 ? JSON.parse(outcome.stdout).header : '';
  const fields = new Map(
    [...header.matchAll(/(\w+\*?)="?([^",]*)"?/g)].map(([, name, value]) => [name, value]),
  );
  return { ...outcome, fields };
}

const RFC =
  'realm="http-auth@example.org", qop="auth, auth-int", nonce="7ypf/xlj9XXwfDPEoM4URrv", opaque="FQhe/qaU"';

describe.each([
  ['MD5', 'md5'],
  ['SHA-256', 'sha256'],
  ['SHA-512-256', 'sha512-256'],
])('%s', (algorithm, hash) => {
  test.each(['', '-sess'])('answers as RFC 7616 computes it%s', async (session) => {
    const { code, fields, stderr } = await challengedBy(`Digest ${RFC}, algorithm=${algorithm}${session}`);
    expect(code, stderr).toBe(0);
    const h = (text: string) => createHash(hash).update(text).digest('hex');
    const [nonce, nc, cnonce] = ['nonce', 'nc', 'cnonce'].map((name) => fields.get(name));
    const a1 = h('Mufasa:http-auth@example.org:Circle of Life');
    const key = session === '' ? a1 : h(`${a1}:${nonce}:${cnonce}`);
    expect(fields.get('response')).toBe(
      h(`${key}:${nonce}:${nc}:${cnonce}:auth:${h('GET:/dir/index.html')}`),
    );
    expect(fields.get('opaque')).toBe('FQhe/qaU');
    expect(fields.get('algorithm')).toBe(`${algorithm}${session}`);
  });
});

test('of several challenges the strongest is answered, other schemes are passed over', async () => {
  const { fields } = await challengedBy(
    'Basic realm="x, Digest y"',
    `Digest ${RFC}, algorithm=MD5`,
    `Digest ${RFC}, algorithm=SHA-256`,
    `Digest ${RFC}, algorithm=SHA-3`,
  );
  expect(fields.get('algorithm')).toBe('SHA-256');
});

test('a challenge that cannot be answered, or none: exit 3 that says so', async () => {
  const unknown = await challengedBy('Digest realm="r", nonce="n", algorithm=SHA-3, qop="auth"');
  expect(unknown).toMatchObject({
    code: 3,
    stderr: expect.stringMatching(/no Digest challenge.*can be answered/),
  });
  const other = await challengedBy('Bearer realm="r"');
  expect(other).toMatchObject({ code: 3, stderr: expect.stringMatching(/HTTP 401/) });
});

test('a nonce that ends in the middle of a run: the page is asked for again with the new one', async () => {
  let nonce = 1;
  let asked = 0;
  const outcome = await extract(
    (request, response) => {
      asked += 1;
      if (asked === 4) nonce = 2;
      const isFresh = request.headers.authorization?.includes(`nonce="n${nonce}"`) === true;
      if (!isFresh) {
        const challenge = `Digest realm="r", nonce="n${nonce}", qop="auth", stale=true`;
        return response.writeHead(401, { 'www-authenticate': challenge }).end();
      }
      const page = Number(queryOf(request).get('cursor') ?? 1);
      return json(response, { data: [{ id: page }], ...(page < 5 ? { next: page + 1 } : {}) });
    },
    {
      client: { auth: { type: 'digest', username: 'a', password: 'swordfish-8' } },
      endpoint: { paginator: { type: 'cursor', cursor_path: 'next', cursor_param: 'cursor' } },
    },
  );
  expect(outcome.code, outcome.stderr).toBe(0);
  expect(outcome.records.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5]);
});
