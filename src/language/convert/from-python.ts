// Objects of Python in a dlt config, as the line of python-line.ts prints them, to what they say in words.

import { pathText } from '../../config/schema-walk.ts';
import { expressionOfLambda } from '../../config/step.ts';
import { own } from '../../core/path.ts';
import { oneLine } from '../../core/text.ts';
import { isLoose, type Loose, type Remark } from './carried.ts';

type Path = readonly (string | number)[];
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

/** Lists whose entries do something. */
const LISTS = ['processing_steps', 'response_actions'];

/** Copies a config with its Python objects in words; those that have none are left out, each with a remark. */
export function fromPython(config: unknown, missing: Remark[]): unknown {
  const LEFT_OUT = Symbol('left out');

  const copy = (value: unknown, path: Path): unknown => {
    if (Array.isArray(value)) {
      return value.map((one, at) => copy(one, [...path, at])).filter((one) => one !== LEFT_OUT);
    }
    if (!isLoose(value)) return value;
    const name = own(value, '@python');
    if (typeof name === 'string') {
      const said = inWords(name, value, path);
      if (said !== undefined) return said;
      missing.push({ path: pathText(path), message: remarkOn(name, value, path) });
      return LEFT_OUT;
    }
    const entries = Object.entries(value).map(([key, inner]) => [key, copy(inner, [...path, key])] as const);
    const isEmptied = (key: string, inner: unknown) =>
      LISTS.includes(key) && Array.isArray(inner) && inner.length === 0;
    const kept = entries.filter(([key, inner]) => inner !== LEFT_OUT && !isEmptied(key, inner));
    // A step or an action without its function does nothing, and would be taken for one that does.
    const isLost = kept.length < entries.length && LISTS.includes(String(path.at(-2)));
    return isLost ? LEFT_OUT : Object.fromEntries(kept);
  };
  return copy(config, []);
}

function inWords(name: string, value: Loose, path: Path): unknown {
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

/** The lambda of a filter as an expression, out of the line that it stands in. */
function filterOf(source: string): string | undefined {
  const lambdas = [...source.matchAll(/(["']filter["']\s*:\s*)?\blambda\b/g)];
  const named = lambdas.filter(([, key]) => key !== undefined);
  const [only, ...others] = named.length > 0 ? named : lambdas;
  if (only === undefined || others.length > 0) return undefined;
  const text = source.slice(only.index + (only[1]?.length ?? 0));
  const end = endOfExpression(text);
  // What goes on behind the lines that Python gave, or in brackets over several, is no expression that was understood.
  return expressionOfLambda(text.slice(0, end).replace(/\s*\n\s*/g, ' '));
}

/** Where an expression ends: at a comma or a bracket that none within it opened. */
function endOfExpression(text: string): number {
  let depth = 0;
  let isInBody = false;
  for (const { 0: piece, index } of text.matchAll(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[()[\]{},:]/g)) {
    if (piece === ':') isInBody = true;
    if ('([{'.includes(piece)) depth += 1;
    if (')]}'.includes(piece)) depth -= 1;
    if (depth < 0 || (piece === ',' && depth === 0 && isInBody)) return index;
  }
  return text.length;
}

function remarkOn(name: string, value: Loose, path: Path): string {
  const source = oneLine(
    String(own(value, '@source') ?? '')
      .trim()
      .replace(/\s+/g, ' '),
  ).slice(0, 300);
  if (path.length === 2 && path[0] === 'resources') {
    return `a resource that Python makes (${name}); write it as an endpoint, or join its records behind penstock`;
  }
  const last = path.at(-1);
  if (last === 'auth')
    return `an auth of Python’s own, ${name}; see client.auth in the reference for what there is`;
  if (last === 'paginator')
    return `a paginator of Python’s own, ${name}; see the reference for what there is`;
  if (last === 'columns')
    return `columns by a class of Python, ${name}; penstock infer prints them from the records`;
  return `Python, to be written anew: ${source === '' ? name : source}`;
}
