// The life of a token, against the bundled token endpoint and hand-made bad ones.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { CREDENTIALS, type CrmOptions } from '../../../../fixtures/crm/server.ts';
import { lines, penstock } from '../../../helpers/cli.ts';
import { crmServer } from '../../../helpers/crm.ts';
import { json, serve } from '../../../helpers/serve.ts';
import { pipelineFile, temporaryDirectory } from '../../../helpers/temporary.ts';

const pipeline = path.join(import.meta.dirname, '../../../../pipelines/crm-oauth2.ts');
const quick = ['--set', 'client.retry.initial_wait=0.01'];

async function runCrm(
  options: CrmOptions,
  resources: string[],
  state?: string,
  more: Record<string, string> = {},
) {
  const crm = await crmServer(options);
  const environment = {
    ...crm.environment('crm-oauth2'),
    ...(state === undefined ? {} : { PENSTOCK_STATE_DIR: state }),
    ...more,
  };
  return { crm, ...(await penstock(['run', pipeline, ...resources, ...quick], { environment })) };
}

const tokenRequests = (requests: readonly string[]) =>
  requests.filter((target) => target.startsWith('/oauth/')).length;

describe('against the bundled endpoint', () => {
  test('one token serves all resources', async () => {
    const { code, crm } = await runCrm({}, []);
    expect(code).toBe(0);
    expect(tokenRequests(crm.requests)).toBe(1);
  });

  test('token ends in mid-run: one refresh, the page replayed, nothing lost or doubled', async () => {
    const { code, crm, stdout } = await runCrm(
      { faults: [{ at: '/v1/contacts', from: 6, fault: { kind: 'expire-token' } }] },
      ['contacts'],
    );
    expect(code).toBe(0);
    expect(tokenRequests(crm.requests)).toBe(2);
    expect(new Set(lines(stdout).map((record) => record.id)).size).toBe(5480);
    expect(lines(stdout)).toHaveLength(5480);
  });

  test('a short-lived token is renewed ahead of its end', async () => {
    const { code, crm } = await runCrm({ tokenLifetime: 3, latency: 150 }, ['contacts']);
    expect(code).toBe(0);
    expect(tokenRequests(crm.requests)).toBeGreaterThan(1);
    // Every contacts page was asked for once: no 401 was needed to find out.
    expect(crm.requests.length - tokenRequests(crm.requests)).toBe(28);
  });

  test('refresh token rotates: stored privately before use, and the next run goes on from it', async () => {
    const state = await temporaryDirectory();
    const crm = await crmServer({ rotateRefreshTokens: true });
    const environment = { ...crm.environment('crm-oauth2'), PENSTOCK_STATE_DIR: state };
    for (const round of [1, 2, 3]) {
      const { code, stderr } = await penstock(['run', pipeline, 'roles'], { environment });
      expect(code, `round ${round}: ${stderr}`).toBe(0);
    }
    const [file = ''] = readdirSync(path.join(state, 'tokens')).filter((name) => name.endsWith('.json'));
    const stored = path.join(state, 'tokens', file);
    expect(JSON.parse(readFileSync(stored, 'utf8'))).toEqual({ refresh_token: crm.oauth.refreshToken });
    expect(statSync(stored).mode & 0o777).toBe(0o600);
  });

  test('refresh token rotates: two runs at once wait for each other and re-read', async () => {
    const crm = await crmServer({ rotateRefreshTokens: true, latency: 30 });
    const environment = { ...crm.environment('crm-oauth2'), PENSTOCK_STATE_DIR: await temporaryDirectory() };
    const runs = await Promise.all(
      [1, 2, 3].map(() => penstock(['run', pipeline, 'roles'], { environment })),
    );
    expect(runs.map((run) => run.code)).toEqual([0, 0, 0]);
    expect(tokenRequests(crm.requests)).toBe(3);
  });

  test('invalid_grant: exit 3, asked once for all resources', async () => {
    const { code, crm, stderr, stdout } = await runCrm({}, [], undefined, {
      CLIENT_REFRESH_TOKEN: 'a-token-long-revoked',
    });
    expect(code).toBe(3);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/invalid_grant[\s\S]*get a new one/);
    expect(tokenRequests(crm.requests)).toBe(1);
    expect(crm.requests).toHaveLength(1);
  });

  test('a wrong client is exit 3 too', async () => {
    const { code, stderr } = await runCrm({}, ['roles'], undefined, { CLIENT_SECRET: 'not-the-secret' });
    expect(code).toBe(3);
    expect(stderr).toMatch(/invalid_client[\s\S]*check client_id and client_secret/);
  });

  test('a token endpoint that answers 503 and 429 is tried again', async () => {
    const faults = [503, 429].map((status, i) => ({
      at: '/oauth/',
      from: i + 1,
      fault: { kind: 'status' as const, status },
    }));
    const { code, crm } = await runCrm({ faults }, ['roles']);
    expect(code).toBe(0);
    expect(tokenRequests(crm.requests)).toBe(3);
  });

  test('basic client authentication and client credentials', async () => {
    const crm = await crmServer();
    const { CLIENT_ID: client_id, CLIENT_SECRET: client_secret } = CREDENTIALS;
    for (const auth of [
      { type: 'oauth2', token_url: crm.tokenUrl, client_id, client_secret, client_auth: 'basic' },
      {
        type: 'oauth2_client_credentials',
        access_token_url: crm.tokenUrl,
        client_id,
        client_secret,
        scopes: ['a', 'b'],
      },
    ]) {
      const endpoint = { path: '/v1/settings/roles', data_selector: 'roles' };
      const file = await pipelineFile({
        client: { base_url: crm.baseUrls['crm-oauth2'], auth },
        resources: [{ name: 'roles', endpoint }],
      });
      expect(await penstock(['run', file])).toMatchObject({ code: 0 });
    }
  });
});

/** An API behind tokens whose endpoint answers as the test says. */
async function withTokens(
  answer: (n: number) => unknown,
  accepts: (token: string) => boolean,
  resources = 1,
) {
  let issued = 0;
  const served = await serve(async (request, response) => {
    if (request.url === '/token') {
      issued += 1;
      await delay(30);
      return json(response, answer(issued));
    }
    const token = String(request.headers.authorization).replace('Bearer ', '');
    return accepts(token) ? json(response, { data: [{ id: 1 }] }) : json(response, { error: 'no' }, 401);
  });
  const file = await pipelineFile({
    client: {
      base_url: served.url,
      concurrency: 20,
      auth: {
        type: 'oauth2',
        token_url: `${served.url}/token`,
        client_id: 'the-client',
        client_secret: 'the-secret',
      },
    },
    resources: [
      {
        name: 'r',
        endpoint: {
          path: '/r',
          data_selector: 'data',
          partition_router: {
            type: 'list',
            values: Array.from({ length: resources }, (_, i) => i),
            cursor_field: 'n',
          },
        },
      },
    ],
  });
  const outcome = await penstock(['run', file]);
  return { ...outcome, issued, calls: served.requests.filter(({ target }) => target !== '/token').length };
}

describe('against bad endpoints', () => {
  test('401 for many requests at once: one refresh', async () => {
    const { code, issued, stdout } = await withTokens(
      (n) => ({ access_token: `token-${n}`, expires_in: 3600 }),
      (token) => token === 'token-2',
      20,
    );
    expect(code).toBe(0);
    expect(issued).toBe(2);
    expect(lines(stdout)).toHaveLength(20);
  });

  test.each([undefined, 0, -5, '3600', 'soon', null])(
    'odd expires_in, %s: the default lifetime or the number it spells',
    async (expires_in) => {
      const { code, issued } = await withTokens(
        () => ({ access_token: 'token-1', expires_in }),
        (token) => token === 'token-1',
        3,
      );
      expect(code).toBe(0);
      expect(issued).toBe(1);
    },
  );

  test('401 for a missing scope: one refresh, then exit 3', async () => {
    const { code, issued, calls, stderr } = await withTokens(
      (n) => ({ access_token: `token-${n}` }),
      () => false,
    );
    expect({ code, issued, calls }).toEqual({ code: 3, issued: 2, calls: 2 });
    expect(stderr).toMatch(/again after the token was renewed/);
  });

  test('an answer without access_token is an error, never "Bearer undefined"', async () => {
    const { code, calls, stderr } = await withTokens(
      () => ({ token_type: 'Bearer' }),
      () => true,
    );
    expect({ code, calls }).toEqual({ code: 3, calls: 0 });
    expect(stderr).toMatch(/no access_token in the answer/);
  });

  test.each([
    [400, '{"message":"client is suspended"}', /HTTP 400: client is suspended/],
    [400, 'the tenant\nis closed', /HTTP 400: the tenant is closed/],
    [403, '{"error":{"code":7,"message":"quota of tokens"}}', /HTTP 403: quota of tokens/],
    [
      200,
      '{"token":"canary-token","message":"use another endpoint"}',
      /no access_token.*use another endpoint/,
    ],
  ])('a refusal of %i is told in the words of the endpoint: %s', async (status, body, says) => {
    const served = await serve((_, response) => response.writeHead(status).end(body));
    const auth = { type: 'oauth2', token_url: `${served.url}/token`, client_id: 'the-client' };
    const file = await pipelineFile({ client: { base_url: served.url, auth }, resources: ['things'] });
    const { code, stderr } = await penstock(['run', file]);
    expect(code).toBe(3);
    expect(stderr).toMatch(says);
    expect(stderr).not.toContain('canary');
  });
});
