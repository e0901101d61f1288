// The OAuth flow against a certified server: refresh tokens with rotation, and reuse detection behind it; passwords.
import { describe, expect, test } from 'vitest';
import { lines, penstock } from '../../../helpers/cli.ts';
import { apiBehind, CLIENT, startProvider } from '../../../helpers/oidc.ts';
import { pipelineFile, temporaryDirectory } from '../../../helpers/temporary.ts';

const SHORT_LIVED = { ttl: { AccessToken: 2 } };

test('tokens are fetched, rotated, stored and used again by the next run', async () => {
  const { provider, issuer } = await startProvider(['refresh_token'], {
    ...SHORT_LIVED,
    rotateRefreshToken: true,
  });
  const client = await provider.Client.find(CLIENT.client_id);
  const grant = new provider.Grant({ accountId: 'reader', clientId: CLIENT.client_id });
  grant.addOIDCScope('openid offline_access');
  const refreshToken = await new provider.RefreshToken({
    accountId: 'reader',
    client,
    grantId: await grant.save(),
    scope: 'openid offline_access',
    gty: 'authorization_code',
  } as never).save();
  const api = await apiBehind(provider);
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
    resources: api.resources,
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
    for (const secret of [CLIENT.client_secret, refreshToken, ...api.seen])
      expect(stderr).not.toContain(secret);
  }
  // Tokens live two seconds and each run takes three: every run had to renew.
  expect(api.seen.size).toBeGreaterThanOrEqual(4);
});

describe('grant_type password', () => {
  const start = async (password: string) => {
    const { provider, issuer } = await startProvider(['password'], SHORT_LIVED, {
      grantType: 'password',
      parameters: ['username', 'password'],
      accountOf: async ({ username, password: given }) =>
        username === 'reader' && given === 'p&ss wörd+1' ? 'reader' : undefined,
    });
    const api = await apiBehind(provider);
    const auth = { type: 'oauth2', token_url: `${issuer}/token`, ...CLIENT, username: 'reader', password };
    const file = await pipelineFile({ client: { base_url: api.url, auth }, resources: api.resources });
    return { api, ...(await penstock(['run', file, '-v'])) };
  };

  test('gets tokens for a user, and new ones when they end', async () => {
    const { api, code, stdout, stderr } = await start('p&ss wörd+1');
    expect(code, stderr).toBe(0);
    expect(lines(stdout).map((record) => record.id)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(api.seen.size).toBeGreaterThanOrEqual(2);
    for (const secret of ['p&ss', ...api.seen]) expect(stderr).not.toContain(secret);
  });

  test('a wrong password is exit 3, in the words of the server, and nothing is asked of the API', async () => {
    const { api, code, stderr } = await start('not-the-password');
    expect(code).toBe(3);
    expect(stderr).toMatch(/invalid_grant/);
    expect(stderr).not.toContain('not-the-password');
    expect(api.requests).toEqual([]);
  });
});
