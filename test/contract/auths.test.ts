// Every registered auth passes this suite.
import { describe, expect, test } from 'vitest';
import { isSecretReference } from '../../src/config/values.ts';
import { mask } from '../../src/core/mask.ts';
import type { AuthContext } from '../../src/source/auth/contract.ts';
import { auths } from '../../src/source/auth/index.ts';
import type { OutgoingRequest } from '../../src/source/http/request.ts';
import { valueOfSecret } from '../helpers/secrets.ts';
import { temporaryDirectory } from '../helpers/temporary.ts';

const request: OutgoingRequest = {
  method: 'GET',
  url: new URL('https://api.example.com/things?a=1'),
  headers: { accept: 'application/json' },
  body: undefined,
};

const CHALLENGED = {
  status: 401,
  headers: {
    'www-authenticate': 'Basic realm="a, b", Digest realm="r", nonce="n", qop="auth", algorithm=MD5',
  },
};

describe.each(auths.map((one) => [one.type, one] as const))('%s', (type, declaration) => {
  const context = async (): Promise<AuthContext> => ({
    send: async () => ({
      status: 200,
      headers: {},
      body: {
        access_token: `access-token-of-${type}`,
        expires_in: 3600,
        data: { token: `access-token-of-${type}` },
      },
      text: '',
    }),
    client: { base_url: 'https://api.example.com', allowed_origins: [] },
    signal: new AbortController().signal,
    stateDirectory: await temporaryDirectory(),
  });
  const secrets: string[] = [];
  const secretOf = (name: string) => {
    const value = valueOfSecret(name);
    secrets.push(value);
    return value;
  };
  const resolve = (value: unknown): unknown => {
    if (isSecretReference(value)) return secretOf(value.secret);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolve(inner)]));
  };
  const example = resolve(declaration.example);
  const create = async () => declaration.create(declaration.options.parse(example) as never, await context());

  test('declares an example that it accepts itself, a summary, and a description of every key', () => {
    expect(() => declaration.options.parse(example)).not.toThrow();
    expect(declaration.summary).toMatch(/\.$/);
    for (const [key, schema] of Object.entries(declaration.options.shape)) {
      expect((schema as { description?: string }).description, key).toBeTruthy();
    }
  });

  /** A request with its credentials: from the start, or in answer to a challenge. */
  const signed = async () => {
    const auth = await create();
    const first = await auth.apply(request);
    if (first !== request) return { auth, signed: first };
    expect(await auth.answer?.(CHALLENGED, first), 'signs at once, or when it is challenged').toBe(true);
    return { auth, signed: await auth.apply(request) };
  };

  test('adds credentials to a copy and leaves the request as it was', async () => {
    const before = { ...request, url: request.url.href };
    const { signed: sent } = await signed();
    expect({ ...request, url: request.url.href }).toEqual(before);
    expect(JSON.stringify({ ...sent, url: sent.url.href })).not.toBe(JSON.stringify(before));
  });

  test('what it adds shows no secret once it is masked', async () => {
    const { signed: sent } = await signed();
    const added = mask(`${decodeURIComponent(sent.url.search)} ${JSON.stringify(sent.headers)}`);
    expect(secrets).not.toHaveLength(0);
    for (const secret of [...secrets, `access-token-of-${type}`]) expect(added).not.toContain(secret);
  });

  test('signs each attempt from the request as it was, with the same credentials', async () => {
    const { auth, signed: once } = await signed();
    const again = await auth.apply(request);
    const names = (sent: OutgoingRequest) => [Object.keys(sent.headers), [...sent.url.searchParams.keys()]];
    expect(names(again)).toEqual(names(once));
  });
});
