// Objects of Python that a dlt config may hold, in the words of a config: auths, paginators, cursors.
import { own } from '../../core/path.ts';
import { isLoose, type Loose } from './carried.ts';
import { filterOf } from './python-lambda.ts';

type Rename = Readonly<Record<string, string>>;

const AUTHS: Readonly<Record<string, { readonly type: string; readonly keys: Rename }>> = {
  BearerTokenAuth: { type: 'bearer', keys: { token: 'token' } },
  APIKeyAuth: { type: 'api_key', keys: { name: 'name', api_key: 'api_key', location: 'location' } },
  HttpBasicAuth: { type: 'http_basic', keys: { username: 'username', password: 'password' } },
  OAuth2ClientCredentials: {
    type: 'oauth2_client_credentials',
    keys: {
      access_token_url: 'access_token_url',
      client_id: 'client_id',
      client_secret: 'client_secret',
      access_token_request_data: 'access_token_request_data',
      default_token_expiration: 'default_token_expiration',
    },
  },
  OAuthJWTAuth: {
    type: 'oauth2_jwt',
    keys: {
      auth_endpoint: 'token_url',
      client_id: 'client_id',
      private_key: 'private_key',
      private_key_passphrase: 'private_key_passphrase',
      scopes: 'scopes',
      default_token_expiration: 'default_token_expiration',
    },
  },
};

const COUNTING = {
  total_path: 'total_path',
  stop_after_empty_page: 'stop_after_empty_page',
  has_more_path: 'has_more_path',
};

const PAGINATORS: Readonly<Record<string, { readonly type: string; readonly keys: Rename }>> = {
  SinglePagePaginator: { type: 'single_page', keys: {} },
  HeaderLinkPaginator: { type: 'header_link', keys: { links_next_key: 'links_next_key' } },
  JSONLinkPaginator: { type: 'json_link', keys: { next_url_path: 'next_url_path' } },
  JSONResponsePaginator: { type: 'json_link', keys: { next_url_path: 'next_url_path' } },
  HeaderCursorPaginator: {
    type: 'header_cursor',
    keys: { cursor_key: 'cursor_key', cursor_param: 'cursor_param' },
  },
  JSONResponseCursorPaginator: {
    type: 'cursor',
    keys: {
      cursor_path: 'cursor_path',
      cursor_param: 'cursor_param',
      cursor_body_path: 'cursor_body_path',
      stop_after_empty_page: 'stop_after_empty_page',
      has_more_path: 'has_more_path',
    },
  },
  PageNumberPaginator: {
    type: 'page_number',
    keys: {
      base_index: 'base_page',
      initial_value: 'page',
      param_name: 'page_param',
      param_body_path: 'page_body_path',
      maximum_value: 'maximum_page',
      ...COUNTING,
    },
  },
  OffsetPaginator: {
    type: 'offset',
    keys: {
      limit: 'limit',
      initial_value: 'offset',
      param_name: 'offset_param',
      param_body_path: 'offset_body_path',
      limit_param: 'limit_param',
      limit_body_path: 'limit_body_path',
      maximum_value: 'maximum_offset',
      ...COUNTING,
    },
  },
};

const INCREMENTAL = [
  'cursor_path',
  'initial_value',
  'end_value',
  'row_order',
  'on_cursor_value_missing',
  'lag',
  'range_start',
  'range_end',
];

/** Values that are dlt's own defaults, which an object states and nobody wrote. */
const DEFAULTS: Readonly<Record<string, unknown>> = {
  on_cursor_value_missing: 'raise',
  range_start: 'closed',
  range_end: 'open',
  stop_after_empty_page: true,
  default_token_expiration: 3600,
};

/**
 * What an object says, in words.
 * @param name of its class, or its own
 * @param path where it stands
 * @returns undefined where there are no words for it
 */
export function inWords(name: string, value: Loose, path: readonly (string | number)[]): unknown {
  const part = own(AUTHS, name) ?? own(PAGINATORS, name);
  if (isLoose(part)) {
    const { type, keys } = part as { type: string; keys: Rename };
    const entries = Object.entries(keys).flatMap(([theirs, ours]): [string, unknown][] => {
      const said = own(value, theirs);
      const isPlain = said === undefined || said === null || said === own(DEFAULTS, ours);
      // The number of the first page is said once.
      const isSame = ours === 'page' && said === own(value, 'base_index');
      return isPlain || isSame || (ours === 'offset' && said === 0) ? [] : [[ours, said]];
    });
    return { type, ...Object.fromEntries(entries) };
  }
  if (name === 'Incremental') {
    const keys = INCREMENTAL.map((key) => [key, own(value, key)] as const);
    const said = keys.filter(
      ([key, inner]) => inner !== null && inner !== undefined && inner !== own(DEFAULTS, key),
    );
    const isMin = /last_value_func='?min\b/.test(String(own(value, '@source')));
    const isParam = path.at(-2) === 'params';
    return {
      ...(isParam ? { type: 'incremental' } : {}),
      ...Object.fromEntries(said),
      ...(isMin ? { last_value_func: 'min' } : {}),
    };
  }
  if (path.at(-1) === 'filter') return filterOf(String(own(value, '@source')));
  if ((name === 'min' || name === 'max') && path.at(-1) === 'last_value_func') return name;
  return ['Decimal', 'UUID'].includes(name) ? String(own(value, '@source')) : undefined;
}
