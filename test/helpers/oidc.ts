// A certified OpenID provider (oidc-provider) on a port of its own, and an API behind its tokens.
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider, { type Configuration, errors } from 'oidc-provider';
import { onTestFinished } from 'vitest';
import { json, queryOf, serve } from './serve.ts';

export const CLIENT = { client_id: 'penstock-test-client', client_secret: 'a-secret-of-the-test-client' };

interface GrantContext {
  readonly oidc: {
    readonly client: unknown;
    readonly params: Record<string, unknown>;
    entity(kind: string, entity: unknown): void;
  };
}

/**
 * @param grantTypes that the client may use
 * @param accountOf grants of other kinds than the provider's own: the account that the parameters prove, if any
 */
export async function startProvider(
  grantTypes: string[],
  settings: Configuration = {},
  custom?: {
    readonly grantType: string;
    readonly parameters: string[];
    accountOf(parameters: Record<string, unknown>, issuer: string): Promise<string | undefined>;
  },
) {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        ...CLIENT,
        grant_types: [...grantTypes, 'authorization_code'],
        redirect_uris: ['http://127.0.0.1/cb'],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    ...settings,
  });
  if (custom !== undefined) {
    const { grantType, parameters, accountOf } = custom;
    const handle = async (ctx: never) => {
      const { oidc } = ctx as unknown as GrantContext;
      const accountId = await accountOf(oidc.params, issuer);
      if (accountId === undefined) throw new errors.InvalidGrant('nobody is proved by this');
      const token = new provider.AccessToken({ accountId, client: oidc.client, gty: grantType } as never);
      oidc.entity('AccessToken', token);
      const access_token = await token.save();
      Object.assign(ctx, { body: { access_token, expires_in: token.expiration, token_type: 'Bearer' } });
    };
    provider.registerGrantType(grantType, handle as never, parameters);
  }
  server.on('request', provider.callback());
  return { provider, issuer };
}

/** Eight pages of one record, each for a token that the provider still knows; each takes 300 ms. */
export async function apiBehind(provider: Provider) {
  const seen = new Set<string>();
  const pages = async (token: string, page: number, response: ServerResponse) => {
    if ((await provider.AccessToken.find(token)) === undefined)
      return json(response, { error: 'invalid_token' }, 401);
    seen.add(token);
    await new Promise((resolve) => setTimeout(resolve, 300));
    return json(response, { data: [{ id: page }], ...(page < 8 ? { next: page + 1 } : {}) });
  };
  const api = await serve((request, response) =>
    pages(
      String(request.headers.authorization).replace('Bearer ', ''),
      Number(queryOf(request).get('page') ?? 1),
      response,
    ),
  );
  // Page after page, so that the run outlasts its tokens.
  const paginator = { type: 'cursor', cursor_path: 'next', cursor_param: 'page' };
  return {
    ...api,
    seen,
    resources: [{ name: 'pages', endpoint: { path: '/pages', data_selector: 'data', paginator } }],
  };
}
