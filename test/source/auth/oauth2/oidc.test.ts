// The OAuth flow against a certified server: refresh tokens with rotation, and reuse detection behind it.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';
import { expect, onTestFinished, test } from 'vitest';
import { lines, penstock } from '../../../helpers/cli.ts';
import { json, serve } from '../../../helpers/serve.ts';
import { pipelineFile, temporaryDirectory } from '../../../helpers/temporary.ts';

const CLIENT = { client_id: 'penstock-test-client', client_secret: 'a-secret-of-the-test-client' };

async function startProvider() {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        ...CLIENT,
        grant_types: ['refresh_token', 'authorization_code'],
        redirect_uris: ['http://127.0.0.1/cb'],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    rotateRefreshToken: true,
    ttl: { AccessToken: 2 },
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  });
  server.on('request', provider.callback());
  const client = await provider.Client.find(CLIENT.client_id);
  if (client === undefined) throw new Error('no client');
  const grant = new provider.Grant({ accountId: 'reader', clientId: CLIENT.client_id });
  grant.addOIDCScope('openid offline_access');
  const grantId = await grant.save();
  const token = new provider.RefreshToken({
    accountId: 'reader',
    client,
    grantId,
    scope: 'openid offline_access',
    gty: 'authorization_code',
  } as never);
  return { provider, issuer, refreshToken: await token.save() };
}

test('tokens are fetched, rotated, stored and used again by the next run', async () => {
  const { provider, issuer, refreshToken } = await startProvider();
  const seen = new Set<string>();
  const api = await serve(async (request, response) => {
    const token = String(request.headers.authorization).replace('Bearer ', '');
    const known = await provider.AccessToken.find(token);
    if (known === undefined) return json(response, { error: 'invalid_token' }, 401);
    seen.add(token);
    const page = Number(new URL(request.url ?? '', 'http://x').searchParams.get('page') ?? 1);
    await new Promise((resolve) => setTimeout(resolve, 300));
    return json(response, { data: [{ id: page }], ...(page < 8 ? { next: page + 1 } : {}) });
  });
  const file = await pipelineFile({
    name: 'certified',
    client: {
      base_url: api.url,
      auth: {
        type: 'oauth2',
        token_url: `${issuer}/token`,
        client_id: CLIENT.client_id,
        client_secret: { secret: 'client_secret' },
        refresh_token: { secret: 'refresh_token' },
      },
    },
    resources: [
      {
        name: 'pages',
        // Page after page, so that the run outlasts its tokens.
        endpoint: {
          path: '/pages',
          data_selector: 'data',
          paginator: { type: 'cursor', cursor_path: 'next', cursor_param: 'page' },
        },
      },
    ],
  });
  const environment = {
    CLIENT_SECRET: CLIENT.client_secret,
    REFRESH_TOKEN: refreshToken,
    PENSTOCK_STATE_DIR: await temporaryDirectory(),
  };
  for (const round of [1, 2]) {
    const { code, stdout, stderr } = await penstock(['run', file, '-v'], { environment });
    expect(code, `round ${round}: ${stderr}`).toBe(0);
    expect(lines(stdout).map((record) => record.id)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    for (const secret of [CLIENT.client_secret, refreshToken, ...seen]) expect(stderr).not.toContain(secret);
  }
  // Tokens live two seconds and each run takes three: every run had to renew.
  expect(seen.size).toBeGreaterThanOrEqual(4);
});
