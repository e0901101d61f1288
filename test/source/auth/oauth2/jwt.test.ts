// Assertions signed by a private key: verified by jose, at a certified server that gives tokens for them.
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type JWTPayload, jwtVerify, type ProtectedHeaderParameters } from 'jose';
import { describe, expect, test } from 'vitest';
import { lines, penstock } from '../../../helpers/cli.ts';
import { apiBehind, CLIENT, startProvider } from '../../../helpers/oidc.ts';
import { json, serve } from '../../../helpers/serve.ts';
import { pipelineFile, temporaryDirectory } from '../../../helpers/temporary.ts';

const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'secp384r1' });
const ed = generateKeyPairSync('ed25519');
const pemOf = (key: KeyObject, type: 'pkcs8' | 'pkcs1' | 'sec1' = 'pkcs8') =>
  key.export({ type: type as 'pkcs8', format: 'pem' }).toString();

/** A provider that gives tokens for assertions by a key, and an API behind it. */
async function start(publicKey: KeyObject) {
  const verified: { header: ProtectedHeaderParameters; payload: JWTPayload }[] = [];
  const { provider, issuer } = await startProvider(
    [GRANT_TYPE],
    { ttl: { AccessToken: 2 } },
    {
      grantType: GRANT_TYPE,
      parameters: ['assertion'],
      async accountOf({ assertion }, address) {
        try {
          const options = {
            audience: `${address}/token`,
            maxTokenAge: '10 s',
            requiredClaims: ['exp', 'jti'],
          };
          const { protectedHeader: header, payload } = await jwtVerify(String(assertion), publicKey, options);
          verified.push({ header, payload });
          return payload.sub ?? payload.iss;
        } catch {
          return undefined;
        }
      },
    },
  );
  return { api: await apiBehind(provider), tokenUrl: `${issuer}/token`, verified };
}

async function run(auth: object, api: { url: string; resources: object[] }, environment = {}) {
  const file = await pipelineFile({
    name: 'robot',
    client: { base_url: api.url, auth },
    resources: api.resources,
  });
  return penstock(['run', file, '-v'], { environment });
}

const auth = { type: 'oauth2_jwt', private_key: { secret: 'private_key' }, ...CLIENT };

describe('at the provider', () => {
  test('tokens are given for assertions, each a new one, and renewed when they end', async () => {
    const { api, tokenUrl, verified } = await start(rsa.publicKey);
    const claims = { sub: 'reader@example.com', scope: 'read', tenant: { id: 7 } };
    const { code, stdout, stderr } = await run(
      { ...auth, token_url: tokenUrl, key_id: 'key-1', claims, assertion_lifetime: 60 },
      api,
      { PRIVATE_KEY: pemOf(rsa.privateKey) },
    );
    expect(code, stderr).toBe(0);
    expect(lines(stdout).map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(verified.length).toBeGreaterThan(1);
    for (const { header, payload } of verified) {
      expect(header).toEqual({ alg: 'RS256', typ: 'JWT', kid: 'key-1' });
      expect(payload).toMatchObject({ ...claims, iss: CLIENT.client_id, aud: tokenUrl });
      expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(60);
    }
    expect(new Set(verified.map(({ payload }) => payload.jti)).size).toBe(verified.length);
    for (const secret of ['PRIVATE KEY', CLIENT.client_secret, ...api.seen])
      expect(stderr).not.toContain(secret);
  });

  const one = (pem: string) => ({ PRIVATE_KEY: pem });
  test.each<[string, KeyObject, object, Record<string, string>, string]>([
    ['RSA in PKCS #1', rsa.publicKey, {}, one(pemOf(rsa.privateKey, 'pkcs1')), 'RS256'],
    ['RSA by PS512', rsa.publicKey, { algorithm: 'PS512' }, one(pemOf(rsa.privateKey)), 'PS512'],
    ['P-384 in SEC 1', ec.publicKey, {}, one(pemOf(ec.privateKey, 'sec1')), 'ES384'],
    ['Ed25519', ed.publicKey, {}, one(pemOf(ed.privateKey)), 'EdDSA'],
    [
      'lines joined by a literal \\n',
      rsa.publicKey,
      {},
      one(pemOf(rsa.privateKey).trim().replaceAll('\n', '\\n')),
      'RS256',
    ],
    [
      'an encrypted key',
      ed.publicKey,
      { private_key_passphrase: 'open sesame' },
      one(
        ed.privateKey
          .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'open sesame' })
          .toString(),
      ),
      'EdDSA',
    ],
  ])('a key is taken: %s', async (_name, publicKey, options, environment, alg) => {
    const { api, tokenUrl, verified } = await start(publicKey);
    const { code, stderr } = await run(
      { ...auth, token_url: tokenUrl, ...options },
      { ...api, resources: [{ name: 'pages', endpoint: { path: '/pages?page=8', data_selector: 'data' } }] },
      environment,
    );
    expect(code, stderr).toBe(0);
    expect(verified).toMatchObject([{ header: { alg }, payload: { sub: CLIENT.client_id } }]);
  });

  test('a key from a file; the key of somebody else is exit 3 in the words of the server', async () => {
    const { api, tokenUrl } = await start(rsa.publicKey);
    const file = path.join(await temporaryDirectory(), 'key.pem');
    await writeFile(file, pemOf(ec.privateKey));
    const environment = { PRIVATE_KEY_FILE: file };
    const { code, stderr } = await run({ ...auth, token_url: tokenUrl }, api, environment);
    expect(code).toBe(3);
    expect(stderr).toMatch(/gave no token: HTTP 400: invalid_grant/);
    expect(api.requests).toEqual([]);
  });
});

test('claims keep the digits of their numbers, and scopes go into the form', async () => {
  const forms: URLSearchParams[] = [];
  const served = await serve(async (request, response) => {
    if (request.url !== '/token') return json(response, [{ id: 1 }]);
    let body = '';
    for await (const chunk of request) body += chunk;
    forms.push(new URLSearchParams(body));
    return json(response, { access_token: 'token-1' });
  });
  const file = path.join(await temporaryDirectory(), 'digits.json');
  await writeFile(
    file,
    `{"client": {"base_url": "${served.url}", "auth": {"type": "oauth2_jwt", "token_url": "${served.url}/token",
      "private_key": {"secret": "private_key"}, "scopes": ["a", "b"],
      "claims": {"iss": "robot", "account": 12345678901234567890}}}, "resources": ["things"]}`,
  );
  const environment = { PRIVATE_KEY: pemOf(ed.privateKey) };
  const { code, stderr } = await penstock(['run', file], { environment });
  expect(code, stderr).toBe(0);
  const [form] = forms;
  const payload = Buffer.from(form?.get('assertion')?.split('.')[1] ?? '', 'base64url').toString();
  expect(payload).toContain('"account":12345678901234567890');
  expect(payload).not.toContain('"sub"');
  expect(Object.fromEntries(form ?? [])).toMatchObject({ grant_type: GRANT_TYPE, scope: 'a b' });
  expect(form?.has('client_id')).toBe(false);
});

test('a server that quotes what it refuses shows no assertion', async () => {
  const served = await serve(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    json(
      response,
      { error: 'invalid_grant', error_description: new URLSearchParams(body).get('assertion') },
      400,
    );
  });
  const options = { ...auth, token_url: `${served.url}/token` };
  const things = { url: served.url, resources: [{ name: 'things' }] };
  const { code, stderr } = await run(options, things, { PRIVATE_KEY: pemOf(ed.privateKey) });
  expect(code).toBe(3);
  expect(stderr).toMatch(/invalid_grant: \*\*\*/);
});

describe('what cannot sign', () => {
  const small = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const x25519 = generateKeyPairSync('x25519');
  const locked = ed.privateKey
    .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'open' })
    .toString();
  test.each<[string, object, string, RegExp]>([
    ['a text', {}, 'not-a-key-at-all', /auth\.private_key: is no private key in PEM/],
    ['a public key', {}, pemOf(ed.publicKey as KeyObject, 'spki' as 'pkcs8'), /is no private key in PEM/],
    ['half a key', {}, pemOf(rsa.privateKey).slice(0, 400), /is no private key in PEM/],
    ['a short key', {}, pemOf(small.privateKey), /private_key: has 1024 bits/],
    ['a key that signs nothing', {}, pemOf(x25519.privateKey), /is a key \(x25519\) that signs no JWT/],
    ['an encrypted key without its passphrase', {}, locked, /is encrypted, and private_key_passphrase/],
    [
      'an encrypted key with another',
      { private_key_passphrase: 'shut' },
      locked,
      /is encrypted, and private_key_passphrase/,
    ],
    [
      'another algorithm',
      { algorithm: 'RS256' },
      pemOf(ec.privateKey),
      /auth\.algorithm: is not for this.*ES384/,
    ],
    ['an unknown algorithm', { algorithm: 'HS256' }, pemOf(ec.privateKey), /auth\.algorithm/],
    [
      'a secret of no client',
      { client_id: null, claims: { iss: 'a' } },
      pemOf(ed.privateKey),
      /auth\.client_id: is needed beside client_secret/,
    ],
    [
      'nobody',
      { client_id: null, client_secret: null },
      pemOf(ed.privateKey),
      /auth\.claims: need iss, or a client_id/,
    ],
    ['a fixed end', { claims: { exp: 1 } }, pemOf(ed.privateKey), /auth\.claims\.exp: is set for each/],
  ])('%s is refused before the first request, and not shown', async (_name, options, pem, says) => {
    const served = await serve((_, response) => json(response, []));
    const { code, stderr } = await run(
      { ...auth, token_url: `${served.url}/token`, ...options },
      { url: served.url, resources: [{ name: 'things' }] },
      { PRIVATE_KEY: pem },
    );
    expect(code).toBe(2);
    expect(stderr).toMatch(says);
    for (const line of pem.split('\n').filter((one) => one.length > 30)) expect(stderr).not.toContain(line);
    expect(served.requests).toEqual([]);
  });

  test('a pipeline can be looked at without its key', async () => {
    const file = await pipelineFile({
      client: {
        base_url: 'https://api.example.com',
        auth: { ...auth, token_url: 'https://api.example.com/t' },
      },
      resources: ['things'],
    });
    expect(await penstock(['list', file])).toMatchObject({ code: 0 });
  });
});
