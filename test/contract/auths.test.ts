// Every registered auth passes this suite.
import { describe, expect, test } from 'vitest';
import { mask } from '../../src/core/mask.ts';
import type { AuthContext } from '../../src/source/auth/contract.ts';
import { auths } from '../../src/source/auth/index.ts';
import type { OutgoingRequest } from '../../src/source/http/request.ts';
import { temporaryDirectory } from '../helpers/temporary.ts';

const request: OutgoingRequest = {
  method: 'GET',
  url: new URL('https://api.example.com/things?a=1'),
  headers: { accept: 'application/json' },
  body: undefined,
};

describe.each(auths.map((one) => [one.type, one] as const))('%s', (type, declaration) => {
  const context = async (): Promise<AuthContext> => ({
    send: async () => ({
      status: 200,
      body: { access_token: `access-token-of-${type}`, expires_in: 3600 },
      text: '',
    }),
    stateDirectory: await temporaryDirectory(),
  });
  const create = async () =>
    declaration.create(declaration.options.parse(declaration.example) as never, await context());

  test('declares an example that it accepts itself, a summary, and a description of every key', () => {
    expect(() => declaration.options.parse(declaration.example)).not.toThrow();
    expect(declaration.summary).toMatch(/\.$/);
    for (const [key, schema] of Object.entries(declaration.options.shape)) {
      expect((schema as { description?: string }).description, key).toBeTruthy();
    }
  });

  test('adds credentials to a copy and leaves the request as it was', async () => {
    const before = { ...request, url: request.url.href };
    const signed = await (await create()).apply(request);
    expect({ ...request, url: request.url.href }).toEqual(before);
    expect(JSON.stringify({ ...signed, url: signed.url.href })).not.toBe(JSON.stringify(before));
  });

  test('what it adds is masked', async () => {
    const signed = await (await create()).apply(request);
    const added = mask(`${signed.url.search} ${JSON.stringify(signed.headers)}`);
    expect(added).toContain('***');
  });

  test('applying twice gives the same', async () => {
    const auth = await create();
    const once = await auth.apply(request);
    const again = await auth.apply(request);
    expect({ ...again, url: again.url.href }).toEqual({ ...once, url: once.url.href });
  });
});
