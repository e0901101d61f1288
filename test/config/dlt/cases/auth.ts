// auth: by name, by keys, by what the environment holds.
import { all, guarded, routes, things } from '../apis.ts';
import type { Call, DltCase } from '../case.ts';

const items = things(4);
const resources = [{ name: 'items', endpoint: { data_selector: 'data', paginator: 'single_page' } }];
const basic = `Basic ${Buffer.from('reader:open-sesame').toString('base64')}`;
const isBearer = ({ headers }: Call) => headers.authorization === 'Bearer token-value-1';

interface AuthCase {
  readonly auth: unknown;
  readonly isRight: (call: Call) => boolean;
  readonly environment?: Readonly<Record<string, string>>;
}

const cases: Readonly<Record<string, AuthCase>> = {
  'bearer-without-type': { auth: { token: 'token-value-1' }, isRight: isBearer },
  'bearer-by-name': { auth: 'bearer', isRight: isBearer, environment: { TOKEN: 'token-value-1' } },
  'bearer-from-environment': {
    auth: { type: 'bearer' },
    isRight: isBearer,
    environment: { TOKEN: 'token-value-1' },
  },
  'api-key-in-its-default-header': {
    auth: { type: 'api_key', api_key: 'key-value-1' },
    isRight: ({ headers }) => headers.authorization === 'key-value-1',
  },
  'api-key-in-a-header': {
    auth: { type: 'api_key', name: 'X-Api-Key', api_key: 'key-value-1', location: 'header' },
    isRight: ({ headers }) => headers['x-api-key'] === 'key-value-1',
  },
  'api-key-in-a-param': {
    auth: { type: 'api_key', name: 'apikey', api_key: 'key-value-1', location: 'param' },
    isRight: ({ query }) => query.get('apikey') === 'key-value-1',
  },
  'api-key-in-the-query-from-environment': {
    auth: { type: 'api_key', name: 'apikey', location: 'query' },
    isRight: ({ query }) => query.get('apikey') === 'key-value-1',
    environment: { API_KEY: 'key-value-1' },
  },
  'basic-by-name': {
    auth: 'http_basic',
    isRight: ({ headers }) => headers.authorization === basic,
    environment: { USERNAME: 'reader', PASSWORD: 'open-sesame' },
  },
  'no-auth-by-null': { auth: null, isRight: ({ headers }) => headers.authorization === undefined },
};

export const auth: readonly DltCase[] = [
  ...Object.entries(cases).map(
    ([name, { auth: written, isRight, environment }]): DltCase => ({
      name,
      config: (base) => ({ client: { base_url: `${base}/`, auth: written }, resources }),
      api: guarded(isRight, all(items)),
      records: { items },
      ...(environment === undefined ? {} : { environment }),
    }),
  ),
  {
    name: 'client-credentials',
    config: (base) => ({
      client: {
        base_url: base,
        auth: {
          type: 'oauth2_client_credentials',
          access_token: null,
          access_token_url: `${base}/token`,
          client_id: 'shop-client',
          client_secret: 'shop-secret-1',
          access_token_request_data: { audience: 'shop', version: 2 },
          default_token_expiration: 600,
        },
      },
      resources,
    }),
    api: routes({
      '/token': ({ text }) => {
        const form = new URLSearchParams(text);
        const isRight =
          form.get('grant_type') === 'client_credentials' &&
          form.get('client_secret') === 'shop-secret-1' &&
          form.get('audience') === 'shop' &&
          form.get('version') === '2';
        return isRight ? { body: { access_token: 'token-value-1' } } : { status: 400, body: {} };
      },
      '/items': guarded(isBearer, all(items)),
    }),
    records: { items },
  },
  {
    name: 'auth-of-an-endpoint',
    config: (base) => ({
      client: { base_url: base, auth: { token: 'of-the-client-1' } },
      resources: [
        {
          name: 'open',
          endpoint: { path: 'open', auth: null, data_selector: 'data', paginator: 'single_page' },
        },
        {
          name: 'closed',
          endpoint: {
            path: 'closed',
            auth: { type: 'http_basic', username: 'reader', password: 'open-sesame' },
            data_selector: 'data',
            paginator: 'single_page',
          },
        },
      ],
    }),
    api: routes({
      '/open': guarded(({ headers }) => headers.authorization === undefined, all(items)),
      '/closed': guarded(({ headers }) => headers.authorization === basic, all(items)),
    }),
    records: { open: items, closed: items },
  },
];
