// What a pipeline file may say. Written by `npm run docs` from the declarations: change those.
import type { Condition } from '../config/fields.ts';
import type { ConvertCursor, LastValue } from '../config/incremental.ts';
import type { AnswerFunction } from '../config/response-actions.ts';
import type { RecordFilter, RecordMap, RecordYieldMap } from '../config/step.ts';
import type { Reference } from '../config/values.ts';

/** Parts of one's own beside the built-in ones. */
export interface OwnParts {
  readonly auth: unknown;
  readonly paginator: unknown;
  readonly partition_router: unknown;
}

/** The built-in parts alone. */
export interface NoOwnParts {
  readonly auth: never;
  readonly paginator: never;
  readonly partition_router: never;
}

/** Any JSON value; integers of any length are BigInt. */
export type Json =
  | string
  | number
  | bigint
  | boolean
  | null
  | Reference
  | readonly Json[]
  | { readonly [key: string]: Json };

export interface ColumnField {
  /** as of a column; not needed beside `fields` or `items` */
  readonly data_type?:
    | 'text'
    | 'double'
    | 'bool'
    | 'timestamp'
    | 'date'
    | 'time'
    | 'bigint'
    | 'decimal'
    | 'json'
    | 'binary'
    | 'uuid';
  /**
   * false: an object without a value breaks the contract
   * @default true
   */
  readonly nullable?: boolean | Reference;
  /** path in the object (`owner.id`); default: the field’s name */
  readonly from?: string | Reference;
  /** decimal: digits in all */
  readonly precision?: number | Reference;
  /** decimal: digits after the point */
  readonly scale?: number | Reference;
  /** how a timestamp, date or time is written: `epoch_s`, `epoch_ms`, `epoch_us`, `epoch_ns`, `iso`, or a pattern such as `DD.MM.YYYY HH:mm` or `YYYY-MM-DD HH:mm:ss Z` (an offset); a list: the first that fits */
  readonly format?: string | Reference | readonly (string | Reference)[];
  /** timestamp: where moments without an offset are local; default UTC */
  readonly timezone?: string | Reference;
  /** json: the fields of its objects, in output order; with them a value is an object of these, in Parquet a struct */
  readonly fields?: Readonly<Record<string, ColumnField>>;
  /** json: what its lists hold; with it a value is a list of these, in Parquet too */
  readonly items?: ColumnField;
  /** what it means */
  readonly description?: string | Reference;
}

/** A pipeline as it is written. */
export interface Pipeline<Own extends OwnParts = NoOwnParts> {
  /** pipeline name; default: the file’s name */
  readonly name?: string | Reference;
  /** the API */
  readonly client: Client<Own>;
  /** merged under each resource */
  readonly resource_defaults?: ResourceDefaults<Own> | null;
  /** what is read; a bare string is both name and path */
  readonly resources: readonly (string | Reference | Resource<Own>)[];
}

/** the API */
export interface Client<Own extends OwnParts = NoOwnParts> {
  /** address that every path is appended to */
  readonly base_url: string | Reference;
  /** sent with every request */
  readonly headers?: Readonly<Record<string, string | Reference | null>>;
  /** sent with every request, in the query; one that a path names in braces goes there instead */
  readonly params?: Readonly<
    Record<
      string,
      | string
      | Reference
      | number
      | bigint
      | boolean
      | null
      | readonly (string | Reference | number | bigint | boolean | null)[]
    >
  >;
  /** what is tried again, how often and after which wait */
  readonly retry?: Retry;
  /** seconds */
  readonly timeout?: Timeout;
  /** most requests a second to the host */
  readonly rate_limit?: RateLimit | null;
  /**
   * most requests in flight to the host; it begins with 4 and adapts to 429s and rising latency
   * @default 16
   */
  readonly concurrency?: number | Reference;
  /**
   * largest body, counted after decompression; one of `jsonl` or `csv` is kept in a temporary file and read in parts, unless a data_selector, columns_path, response_actions or processing_steps look into it
   * @default 268435456
   */
  readonly max_response_bytes?: number | Reference;
  /**
   * largest headers of an answer
   * @default 262144
   */
  readonly max_header_bytes?: number | Reference;
  /**
   * format of the answers
   * @default "json"
   */
  readonly response_format?: 'json' | 'jsonl' | 'csv' | 'xml';
  /**
   * whether cookies that answers set are sent back, each to the origin that set it
   * @default false
   */
  readonly cookies?: boolean | Reference;
  /** charset of the answers, e.g. `windows-1252`; default: what the server declares, else UTF-8 */
  readonly encoding?: string | Reference;
  /**
   * other origins that a path, link or redirect may lead to; they get no credentials, no `client.params` and no body, unless written as `{origin, credentials: true}`
   * @default []
   */
  readonly allowed_origins?: readonly (string | Reference | AllowedOrigin)[];
  /** how requests prove who they come from; a bare name takes what it needs from secrets of those names */
  readonly auth?:
    | 'oauth2'
    | 'oauth2_client_credentials'
    | 'oauth2_jwt'
    | 'session'
    | 'api_key'
    | 'bearer'
    | 'http_basic'
    | 'digest'
    | Oauth2Auth
    | Oauth2ClientCredentialsAuth
    | Oauth2JwtAuth
    | SessionAuth
    | ApiKeyAuth
    | BearerAuth
    | HttpBasicAuth
    | DigestAuth
    | Auth
    | null
    | Own['auth'];
  /** default of all resources */
  readonly paginator?:
    | 'auto'
    | 'single_page'
    | 'page_number'
    | 'offset'
    | 'cursor'
    | 'json_link'
    | 'json_response'
    | 'header_link'
    | 'header_cursor'
    | AutoPaginator
    | SinglePagePaginator
    | PageNumberPaginator
    | OffsetPaginator
    | CursorPaginator
    | JsonLinkPaginator
    | JsonResponsePaginator
    | HeaderLinkPaginator
    | HeaderCursorPaginator
    | null
    | Own['paginator'];
}

/** what is tried again, how often and after which wait */
export interface Retry {
  /**
   * attempts after the first
   * @default 3
   */
  readonly max_retries?: number | Reference;
  /**
   * each wait is the one before times this
   * @default 2
   */
  readonly backoff_factor?: number | Reference;
  /**
   * seconds before the first retry
   * @default 1
   */
  readonly initial_wait?: number | Reference;
  /**
   * longest wait in seconds; a longer `Retry-After` ends the run with exit 5
   * @default 120
   */
  readonly max_wait?: number | Reference;
  /** HTTP statuses worth another attempt; default: 408, 425, 429 and every 5xx but 501, 505, 511 */
  readonly statuses?: readonly (number | Reference)[];
  /**
   * seconds that one page may take with all its retries
   * @default 600
   */
  readonly total_budget?: number | Reference;
  /** the API’s own names of headers about its rate limit, which go before the usual ones */
  readonly headers?: Headers;
  /**
   * seconds for which a 429 is waited out, without counting as retries; 0: it counts like any failure
   * @default 0
   */
  readonly rate_limit_budget?: number | Reference;
}

/** the API’s own names of headers about its rate limit, which go before the usual ones */
export interface Headers {
  /** how long to wait, as in `Retry-After` */
  readonly wait?: string | Reference;
  /** when the limit starts anew, as in `RateLimit-Reset` */
  readonly reset?: string | Reference;
  /** requests that are left, as in `RateLimit-Remaining` */
  readonly remaining?: string | Reference;
}

/** seconds */
export interface Timeout {
  /**
   * until the connection stands
   * @default 10
   */
  readonly connect?: number | Reference;
  /**
   * until the first byte of the answer
   * @default 60
   */
  readonly headers?: number | Reference;
  /**
   * between two pieces of the body
   * @default 30
   */
  readonly idle?: number | Reference;
  /**
   * for one attempt in all
   * @default 300
   */
  readonly total?: number | Reference;
}

export interface RateLimit {
  /** most requests a second to the host */
  readonly requests_per_second: number | Reference;
  /**
   * requests that may start together
   * @default 1
   */
  readonly burst?: number | Reference;
}

export interface AllowedOrigin {
  /** an address of the origin */
  readonly origin: string | Reference;
  /**
   * whether it is trusted as `base_url` is
   * @default false
   */
  readonly credentials?: boolean | Reference;
}

/** Gets an access token from a token endpoint and renews it ahead of its end. */
export interface Oauth2Auth {
  readonly type: 'oauth2';
  /** the token endpoint */
  readonly token_url?: string | Reference;
  /** dlt’s name for `token_url` */
  readonly access_token_url?: string | Reference;
  /** the refresh token */
  readonly refresh_token?: string | Reference;
  /** the user name, for `grant_type: password` */
  readonly username?: string | Reference;
  /** the password, for `grant_type: password` */
  readonly password?: string | Reference;
  /** default: that of the `refresh_token` or `password` that is given, else `client_credentials` */
  readonly grant_type?: 'refresh_token' | 'client_credentials' | 'password';
  /**
   * where the answer holds the next refresh token, if it does
   * @default "refresh_token"
   */
  readonly refresh_token_path?: string | Reference;
  /** the client’s id */
  readonly client_id: string | Reference;
  /** the client’s secret */
  readonly client_secret?: string | Reference;
  /**
   * how the client’s id and secret are sent
   * @default "body"
   */
  readonly client_auth?: 'body' | 'basic';
  /** scopes to ask for */
  readonly scopes?: string | Reference | readonly (string | Reference)[];
  /** further fields of the token request */
  readonly access_token_request_data?: Readonly<Record<string, string | Reference | number | boolean>>;
  /**
   * where the access token is in the answer
   * @default "access_token"
   */
  readonly token_path?: string | Reference;
  /**
   * where its lifetime in seconds is
   * @default "expires_in"
   */
  readonly expires_in_path?: string | Reference;
  /**
   * word before the token in `Authorization`
   * @default "Bearer"
   */
  readonly token_prefix?: string | Reference;
  /**
   * lifetime in seconds where the answer gives none
   * @default 3600
   */
  readonly default_token_expiration?: number | Reference;
}

/** dlt’s spelling of `oauth2` with client credentials. */
export interface Oauth2ClientCredentialsAuth {
  readonly type: 'oauth2_client_credentials';
  /** the token endpoint */
  readonly access_token_url: string | Reference;
  /** the client’s id */
  readonly client_id: string | Reference;
  /** the client’s secret */
  readonly client_secret?: string | Reference;
  /**
   * how the client’s id and secret are sent
   * @default "body"
   */
  readonly client_auth?: 'body' | 'basic';
  /** scopes to ask for */
  readonly scopes?: string | Reference | readonly (string | Reference)[];
  /** further fields of the token request */
  readonly access_token_request_data?: Readonly<Record<string, string | Reference | number | boolean>>;
  /**
   * where the access token is in the answer
   * @default "access_token"
   */
  readonly token_path?: string | Reference;
  /**
   * where its lifetime in seconds is
   * @default "expires_in"
   */
  readonly expires_in_path?: string | Reference;
  /**
   * word before the token in `Authorization`
   * @default "Bearer"
   */
  readonly token_prefix?: string | Reference;
  /**
   * lifetime in seconds where the answer gives none
   * @default 3600
   */
  readonly default_token_expiration?: number | Reference;
}

/** Gets an access token for a JWT that a private key signs (RFC 7523), and renews it ahead of its end. */
export interface Oauth2JwtAuth {
  readonly type: 'oauth2_jwt';
  /** the token endpoint */
  readonly token_url: string | Reference;
  /** the private key in PEM; its lines may be joined by `\n` */
  readonly private_key: string | Reference;
  /** what opens an encrypted key */
  readonly private_key_passphrase?: string | Reference;
  /** how the assertion is signed; default: what the key is for, `RS256` for RSA */
  readonly algorithm?:
    | 'RS256'
    | 'RS384'
    | 'RS512'
    | 'PS256'
    | 'PS384'
    | 'PS512'
    | 'ES256'
    | 'ES384'
    | 'ES512'
    | 'EdDSA';
  /** `kid` of the assertion’s header, by which the server finds the key */
  readonly key_id?: string | Reference;
  /** claims of the assertion; default: `aud` the token endpoint, `iss` and `sub` the `client_id` */
  readonly claims?: Readonly<Record<string, Json>>;
  /**
   * seconds that an assertion is good for; some servers take 60 at most
   * @default 300
   */
  readonly assertion_lifetime?: number | Reference;
  /** the client’s id, where the server asks for it */
  readonly client_id?: string | Reference;
  /** the client’s secret */
  readonly client_secret?: string | Reference;
  /**
   * how the client’s id and secret are sent
   * @default "body"
   */
  readonly client_auth?: 'body' | 'basic';
  /** scopes to ask for */
  readonly scopes?: string | Reference | readonly (string | Reference)[];
  /** further fields of the token request */
  readonly access_token_request_data?: Readonly<Record<string, string | Reference | number | boolean>>;
  /**
   * where the access token is in the answer
   * @default "access_token"
   */
  readonly token_path?: string | Reference;
  /**
   * where its lifetime in seconds is
   * @default "expires_in"
   */
  readonly expires_in_path?: string | Reference;
  /**
   * word before the token in `Authorization`
   * @default "Bearer"
   */
  readonly token_prefix?: string | Reference;
  /**
   * lifetime in seconds where the answer gives none
   * @default 3600
   */
  readonly default_token_expiration?: number | Reference;
}

/** Logs in by a request of the API’s own kind, and again before the session ends or once it is refused. */
export interface SessionAuth {
  readonly type: 'session';
  /** the request that logs in */
  readonly login: Login;
  /** where the token is in the answer; default: the cookies that the answer sets are the session */
  readonly token_path?: string | Reference;
  /** seconds after which to log in anew; default: what a cookie says, else once it is refused */
  readonly expires_in?: number | Reference;
  /** header that the token is sent in; default: `Authorization` */
  readonly header?: string | Reference;
  /** text before the token; default: `Bearer` in `Authorization`, none elsewhere */
  readonly prefix?: string | Reference;
  /** query parameter that the token is sent in */
  readonly query?: string | Reference;
  /** cookie that the token is sent in; without `token_path` the one that the login must set */
  readonly cookie?: string | Reference;
}

/** the request that logs in */
export interface Login {
  /** appended to `base_url`; a whole address where the login is elsewhere */
  readonly path: string | Reference;
  /**
   * HTTP method, any case
   * @default "POST"
   */
  readonly method?: string | Reference;
  /** query; a list repeats the key, null drops it */
  readonly params?: Readonly<
    Record<
      string,
      | string
      | Reference
      | number
      | bigint
      | boolean
      | null
      | readonly (string | Reference | number | bigint | boolean | null)[]
    >
  >;
  /** request body as JSON; a secret in it is `"{secrets.password}"` */
  readonly json?: Readonly<Record<string, Json>>;
  /** request body as a form (a list repeats the field, null drops it), or as text, under the `content-type` of `headers`: what is sent by a `…_body_path` or a router goes where the text holds its name in braces, escaped in XML, JSON (inside the quotes of the text) and forms, and as it is in any other text */
  readonly data?:
    | string
    | Reference
    | Readonly<
        Record<
          string,
          | string
          | Reference
          | number
          | bigint
          | boolean
          | null
          | readonly (string | Reference | number | bigint | boolean | null)[]
        >
      >;
  /** added to the client’s */
  readonly headers?: Readonly<Record<string, string | Reference | null>>;
}

/** Sends a key in a header, the query or a cookie. */
export interface ApiKeyAuth {
  readonly type: 'api_key';
  /**
   * name of the header, query parameter or cookie
   * @default "Authorization"
   */
  readonly name?: string | Reference;
  /** the key */
  readonly api_key: string | Reference;
  /**
   * where it is sent; `param` is dlt’s word for `query`
   * @default "header"
   */
  readonly location?: 'header' | 'query' | 'cookie' | 'param';
  /** text before the key; a space follows it when it ends in a letter or digit */
  readonly prefix?: string | Reference;
}

/** Sends `Authorization: Bearer <token>`. */
export interface BearerAuth {
  readonly type: 'bearer';
  /** the token */
  readonly token: string | Reference;
}

/** Sends `Authorization: Basic …`. */
export interface HttpBasicAuth {
  readonly type: 'http_basic';
  /** the user name */
  readonly username: string | Reference;
  /** the password; may be empty */
  readonly password: string | Reference;
}

/** Answers the server’s Digest challenge (RFC 7616): SHA-512/256, SHA-256 or MD5, `qop=auth`. */
export interface DigestAuth {
  readonly type: 'digest';
  /** the user name */
  readonly username: string | Reference;
  /** the password; may be empty */
  readonly password: string | Reference;
}

/** without a type: bearer */
export interface Auth {
  /** the token */
  readonly token: string | Reference;
}

/** The default: follows a `Link` header, a next link in the body, or the offset or page number that an answer repeats beside its total (each page must repeat what was asked for); any other sign of more is an error that says what to name. */
export interface AutoPaginator {
  readonly type: 'auto';
  /**
   * `rebase`: only path and query of the link are taken, whatever host it names
   * @default "strict"
   */
  readonly origin?: 'strict' | 'rebase';
  /** where the body says whether there is more: a flag, or null and not null */
  readonly has_more_path?: string | Reference;
  /** ends the chain where it is true; otherwise more must follow */
  readonly stop_condition?: string | Reference | Condition;
  /**
   * pages without records in a row before the chain fails
   * @default 10
   */
  readonly maximum_empty_pages?: number | Reference;
  /**
   * `hint`: fewer records than the API states is no fault
   * @default "exact"
   */
  readonly total?: 'exact' | 'hint';
}

/** One request, by your own word: nothing is asked about further pages. */
export interface SinglePagePaginator {
  readonly type: 'single_page';
}

/** Counts pages: the next page is the number plus one. */
export interface PageNumberPaginator {
  readonly type: 'page_number';
  /** query parameter of the page number; default `page` */
  readonly page_param?: string | Reference | null;
  /** puts the number into the JSON body instead */
  readonly page_body_path?: string | Reference;
  /** number of the first page; not given: 1, or 0 where page 0 holds records of its own */
  readonly base_page?: number | Reference;
  /** page to begin with; default the first */
  readonly page?: number | Reference;
  /** records to ask for */
  readonly limit?: number | Reference;
  /** query parameter of `limit` */
  readonly limit_param?: string | Reference;
  /** where the body states how many pages there are; ends nothing */
  readonly total_path?: string | Reference | null;
  /** where the body states how many records there are; ends nothing */
  readonly total_records_path?: string | Reference;
  /** most pages to read; the report then says incomplete */
  readonly maximum_page?: number | Reference | null;
  /** where the body says whether there is more: a flag, or null and not null */
  readonly has_more_path?: string | Reference;
  /** ends the chain where it is true; otherwise more must follow */
  readonly stop_condition?: string | Reference | Condition;
  /**
   * pages without records in a row before the chain fails
   * @default 10
   */
  readonly maximum_empty_pages?: number | Reference;
  /**
   * `hint`: fewer records than the API states is no fault
   * @default "exact"
   */
  readonly total?: 'exact' | 'hint';
  /**
   * a page without records ends the chain
   * @default true
   */
  readonly stop_after_empty_page?: boolean | Reference;
  /**
   * a page of fewer than `limit` records ends the chain; wrong where the server caps its pages
   * @default false
   */
  readonly stop_after_short_page?: boolean | Reference;
}

/** Counts records: the next offset is the last one plus the records received. */
export interface OffsetPaginator {
  readonly type: 'offset';
  /** records to ask for */
  readonly limit: number | Reference;
  /** query parameter of `limit`; default `limit`; null: not sent */
  readonly limit_param?: string | Reference | null;
  /** puts the limit into the JSON body instead */
  readonly limit_body_path?: string | Reference;
  /** query parameter of the offset; default `offset` */
  readonly offset_param?: string | Reference | null;
  /** puts the offset into the JSON body instead */
  readonly offset_body_path?: string | Reference;
  /**
   * first offset
   * @default 0
   */
  readonly offset?: number | Reference;
  /** where the body states how many records there are; ends nothing */
  readonly total_path?: string | Reference | null;
  /** no page at or past it; the report then says incomplete */
  readonly maximum_offset?: number | Reference | null;
  /** where the body says whether there is more: a flag, or null and not null */
  readonly has_more_path?: string | Reference;
  /** ends the chain where it is true; otherwise more must follow */
  readonly stop_condition?: string | Reference | Condition;
  /**
   * pages without records in a row before the chain fails
   * @default 10
   */
  readonly maximum_empty_pages?: number | Reference;
  /**
   * `hint`: fewer records than the API states is no fault
   * @default "exact"
   */
  readonly total?: 'exact' | 'hint';
  /**
   * a page without records ends the chain
   * @default true
   */
  readonly stop_after_empty_page?: boolean | Reference;
  /**
   * a page of fewer than `limit` records ends the chain; wrong where the server caps its pages
   * @default false
   */
  readonly stop_after_short_page?: boolean | Reference;
}

/** Follows the cursor that each page holds; null, missing or "" ends the chain. */
export interface CursorPaginator {
  readonly type: 'cursor';
  /**
   * where the body holds the next cursor; an object of parameters is merged into the query
   * @default "cursors.next"
   */
  readonly cursor_path?: string | Reference;
  /** query parameter of the cursor, not sent on the first request; default `cursor` */
  readonly cursor_param?: string | Reference | null;
  /** puts the cursor into the JSON body instead */
  readonly cursor_body_path?: string | Reference;
  /**
   * a page without records ends the chain
   * @default false
   */
  readonly stop_after_empty_page?: boolean | Reference;
  /** how the pages after the first are asked for, where not like the first: each key replaces the endpoint’s */
  readonly next_request?: NextRequest;
  /** where the body says whether there is more: a flag, or null and not null */
  readonly has_more_path?: string | Reference;
  /** ends the chain where it is true; otherwise more must follow */
  readonly stop_condition?: string | Reference | Condition;
  /**
   * pages without records in a row before the chain fails
   * @default 10
   */
  readonly maximum_empty_pages?: number | Reference;
  /**
   * `hint`: fewer records than the API states is no fault
   * @default "exact"
   */
  readonly total?: 'exact' | 'hint';
}

/** how the pages after the first are asked for, where not like the first: each key replaces the endpoint’s */
export interface NextRequest {
  /** appended to `base_url` */
  readonly path?: string | Reference;
  /** query, beside the client’s and the cursor */
  readonly params?: Readonly<
    Record<
      string,
      | string
      | Reference
      | number
      | bigint
      | boolean
      | null
      | readonly (string | Reference | number | bigint | boolean | null)[]
    >
  >;
  /** request body as JSON, into which the cursor goes */
  readonly json?: Readonly<Record<string, Json>>;
}

/** Follows the link that the body holds, resolved against the current address. */
export interface JsonLinkPaginator {
  readonly type: 'json_link';
  /**
   * where the body holds the link
   * @default "next"
   */
  readonly next_url_path?: string | Reference;
  /**
   * `rebase`: only path and query of the link are taken, whatever host it names
   * @default "strict"
   */
  readonly origin?: 'strict' | 'rebase';
  /** where the body says whether there is more: a flag, or null and not null */
  readonly has_more_path?: string | Reference;
  /** ends the chain where it is true; otherwise more must follow */
  readonly stop_condition?: string | Reference | Condition;
  /**
   * pages without records in a row before the chain fails
   * @default 10
   */
  readonly maximum_empty_pages?: number | Reference;
  /**
   * `hint`: fewer records than the API states is no fault
   * @default "exact"
   */
  readonly total?: 'exact' | 'hint';
}

/** Another name of `json_link`. */
export interface JsonResponsePaginator {
  readonly type: 'json_response';
  /**
   * where the body holds the link
   * @default "next"
   */
  readonly next_url_path?: string | Reference;
  /**
   * `rebase`: only path and query of the link are taken, whatever host it names
   * @default "strict"
   */
  readonly origin?: 'strict' | 'rebase';
  /** where the body says whether there is more: a flag, or null and not null */
  readonly has_more_path?: string | Reference;
  /** ends the chain where it is true; otherwise more must follow */
  readonly stop_condition?: string | Reference | Condition;
  /**
   * pages without records in a row before the chain fails
   * @default 10
   */
  readonly maximum_empty_pages?: number | Reference;
  /**
   * `hint`: fewer records than the API states is no fault
   * @default "exact"
   */
  readonly total?: 'exact' | 'hint';
}

/** Follows the `Link` header’s relation, resolved against the current address. */
export interface HeaderLinkPaginator {
  readonly type: 'header_link';
  /**
   * the relation, `rel="next"`
   * @default "next"
   */
  readonly links_next_key?: string | Reference;
  /**
   * `rebase`: only path and query of the link are taken, whatever host it names
   * @default "strict"
   */
  readonly origin?: 'strict' | 'rebase';
  /** where the body says whether there is more: a flag, or null and not null */
  readonly has_more_path?: string | Reference;
  /** ends the chain where it is true; otherwise more must follow */
  readonly stop_condition?: string | Reference | Condition;
  /**
   * pages without records in a row before the chain fails
   * @default 10
   */
  readonly maximum_empty_pages?: number | Reference;
  /**
   * `hint`: fewer records than the API states is no fault
   * @default "exact"
   */
  readonly total?: 'exact' | 'hint';
}

/** Follows the cursor in a response header, or the address if it is one; no header, or an empty one, ends the chain. */
export interface HeaderCursorPaginator {
  readonly type: 'header_cursor';
  /**
   * name of the response header
   * @default "next"
   */
  readonly cursor_key?: string | Reference;
  /**
   * query parameter of the cursor
   * @default "cursor"
   */
  readonly cursor_param?: string | Reference;
  /**
   * `rebase`: only path and query of the link are taken, whatever host it names
   * @default "strict"
   */
  readonly origin?: 'strict' | 'rebase';
  /** where the body says whether there is more: a flag, or null and not null */
  readonly has_more_path?: string | Reference;
  /** ends the chain where it is true; otherwise more must follow */
  readonly stop_condition?: string | Reference | Condition;
  /**
   * pages without records in a row before the chain fails
   * @default 10
   */
  readonly maximum_empty_pages?: number | Reference;
  /**
   * `hint`: fewer records than the API states is no fault
   * @default "exact"
   */
  readonly total?: 'exact' | 'hint';
}

export interface ResourceDefaults<Own extends OwnParts = NoOwnParts> {
  /** column or columns that identify a record */
  readonly primary_key?: string | Reference | readonly (string | Reference)[] | null;
  /**
   * what happens to the files of earlier runs; with `incremental` the default is `append`
   * @default "replace"
   */
  readonly write_disposition?: 'append' | 'replace' | 'merge' | null;
  /** merge: column or columns that name a group; earlier records of a group that comes again give way as a whole, as in dlt; beside `primary_key` or alone */
  readonly merge_key?: string | Reference | readonly (string | Reference)[] | null;
  /** merge: column that says that a record is deleted, by true, or by any value where it is no bool; its key is removed */
  readonly hard_delete?: string | Reference | null;
  /** merge: which of the records with one key stays, `{updated_at: desc}`: that with the highest value, or with `asc` the lowest; of equals the later one; default: by the cursor of `incremental` */
  readonly dedup_sort?: Readonly<Record<string, 'asc' | 'desc'>> | null;
  /**
   * merge: what happens to earlier records whose key a complete read did not find: `mark` writes the time into `_vanished_at`, until they come again
   * @default "keep"
   */
  readonly vanished?: 'keep' | 'drop' | 'mark' | null;
  /** the declared schema, in output order */
  readonly columns?: Readonly<Record<string, Column>> | null;
  /** what happens to fields and values that break the schema */
  readonly schema_contract?: 'evolve' | 'discard_value' | 'discard_row' | 'freeze' | SchemaContract | null;
  /**
   * `snake_case` renames the fields that no column declares
   * @default "keep"
   */
  readonly naming?: 'keep' | 'snake_case' | null;
  /**
   * so many levels of objects become columns, `owner__name` from `owner.name`; deeper ones and lists stay JSON
   * @default 0
   */
  readonly max_table_nesting?: number | Reference | null;
  /** name of the output: its folder in an export directory; default: the resource’s name */
  readonly table_name?: string | Reference | null;
  /**
   * false: only run when named
   * @default true
   */
  readonly selected?: boolean | Reference | null;
  /** drop records whose key came before; default: yes where there is a primary key */
  readonly dedupe?: boolean | Reference | null;
  /** fields of the parent’s record that each record of this resource gets, as `_<parent>_<field>` or by the name of `as` */
  readonly include_from_parent?: readonly (string | Reference | IncludeFromParent)[] | null;
  /** a parent’s record that lacks the value this resource is read by (or has null) fails it (the default), or is left out and counted */
  readonly on_missing?: 'fail' | 'skip' | null;
  /** what is done with each record, in this order, before its columns are looked at */
  readonly processing_steps?:
    | readonly (
        | FilterStep
        | SetStep
        | RenameStep
        | DropStep
        | UnnestStep
        | KeepStep
        | MapStep
        | YieldMapStep
      )[]
    | null;
  /** a bare string is the path */
  readonly endpoint?: string | Reference | Endpoint<Own> | null;
}

export interface Column {
  /** the type every value is brought to; `text`: numbers and booleans as they are written; `double`: a floating-point number of 64 bits; `bool`: true or false, also written 1 and 0, Y and N, yes and no; `timestamp`: a moment, brought to UTC; no zone means UTC; `date`: a day; `time`: a time of day, to the microsecond; `bigint`: a whole number of 64 bits, exact; `decimal`: an exact decimal number, as text in JSON; `json`: any JSON value, as it came; `binary`: bytes as base64 text; real bytes in Parquet; `uuid`: a UUID in any letter case, with or without dashes and braces */
  readonly data_type:
    | 'text'
    | 'double'
    | 'bool'
    | 'timestamp'
    | 'date'
    | 'time'
    | 'bigint'
    | 'decimal'
    | 'json'
    | 'binary'
    | 'uuid';
  /**
   * false: a record without a value breaks the contract
   * @default true
   */
  readonly nullable?: boolean | Reference;
  /** path in the incoming record (`owner.id`); default: the column’s name */
  readonly from?: string | Reference;
  /** true: the column is (part of) the resource’s primary_key */
  readonly primary_key?: boolean | Reference;
  /** true: the column is (part of) the resource’s merge_key */
  readonly merge_key?: boolean | Reference;
  /** true: the column is the resource’s hard_delete */
  readonly hard_delete?: boolean | Reference;
  /** the column is the resource’s dedup_sort */
  readonly dedup_sort?: 'asc' | 'desc';
  /** decimal: digits in all */
  readonly precision?: number | Reference;
  /** decimal: digits after the point */
  readonly scale?: number | Reference;
  /** how a timestamp, date or time is written: `epoch_s`, `epoch_ms`, `epoch_us`, `epoch_ns`, `iso`, or a pattern such as `DD.MM.YYYY HH:mm` or `YYYY-MM-DD HH:mm:ss Z` (an offset); a list: the first that fits */
  readonly format?: string | Reference | readonly (string | Reference)[];
  /** timestamp: where moments without an offset are local; default UTC */
  readonly timezone?: string | Reference;
  /** json: the fields of its objects, in output order; with them a value is an object of these, in Parquet a struct */
  readonly fields?: Readonly<Record<string, ColumnField>>;
  /** json: what its lists hold; with it a value is a list of these, in Parquet too */
  readonly items?: ColumnField;
  /** what the column means */
  readonly description?: string | Reference;
}

export interface SchemaContract {
  /** an undeclared field */
  readonly columns?: 'evolve' | 'discard_value' | 'discard_row' | 'freeze';
  /** a value that cannot be its type, or a null where none may be */
  readonly data_type?: 'discard_value' | 'discard_row' | 'freeze';
}

export interface IncludeFromParent {
  /** where the parent’s record has the value */
  readonly from: string | Reference;
  /** the field of the child’s record */
  readonly as: string | Reference;
}

/** Keeps the records for which it is true; the others are left out and counted. */
export interface FilterStep {
  /** expression, or function of (record, page) */
  readonly filter: string | Reference | RecordFilter;
}

/** Writes fields. All expressions of a step see the record as it was before it; what they do not find is null. */
export interface SetStep {
  /** by field (`name`, `owner.name`): an expression (a text of its own stands in quotes: `"'crm'"`), or a number, true, false, null */
  readonly set: Readonly<Record<string, string | Reference | number | bigint | boolean | null>>;
}

/** Gives fields other names, all at once, so that two may swap theirs. A field that is not there is no fault; a name that another field has is. */
export interface RenameStep {
  /** old name: new name; paths (`owner.name`) lift a field up or put it down */
  readonly rename: Readonly<Record<string, string | Reference>>;
}

/** Leaves fields out of the records; one that is not there is no fault. */
export interface DropStep {
  /** fields: `name`, `owner.phone` */
  readonly drop: readonly (string | Reference)[];
}

/** Makes one record of each element of a list. An element that is no object becomes the field `value`; an object in place of the list is one element. A list that is empty or null gives no record, which is counted. */
export interface UnnestStep {
  /** where the list is: `lines`, `order.lines`, `groups[*].members` */
  readonly unnest: string | Reference;
  /**
   * fields of the record that each element gets behind its own; one whose name the element has with another value is a fault: rename it before
   * @default []
   */
  readonly keep?: readonly (string | Reference)[];
  /**
   * a record without the list, not even null: fails the resource, or gives no record, counted
   * @default "fail"
   */
  readonly on_missing?: 'fail' | 'skip';
}

/** Leaves every other field out; each stays where it is, and one that is not there stays away. */
export interface KeepStep {
  /** fields: `id`, `owner.name` */
  readonly keep: readonly (string | Reference)[];
}

/** Makes one record of another, in TypeScript. */
export interface MapStep {
  /** function of (record, page) that gives the record, changed in place or made anew */
  readonly map: RecordMap;
}

/** Makes any number of records of one, in TypeScript. */
export interface YieldMapStep {
  /** function of (record, page) that gives a list of records, or a generator of them */
  readonly yield_map: RecordYieldMap;
}

export interface Endpoint<Own extends OwnParts = NoOwnParts> {
  /** appended to `base_url`; default: the resource’s name */
  readonly path?: string | Reference | null;
  /** HTTP method, any case */
  readonly method?: string | Reference | null;
  /** query; a list repeats the key, null drops it */
  readonly params?: Readonly<
    Record<
      string,
      | string
      | Reference
      | number
      | bigint
      | boolean
      | null
      | readonly (string | Reference | number | bigint | boolean | null)[]
      | ResolveParam
    >
  > | null;
  /** request body as JSON */
  readonly json?: Readonly<Record<string, Json>> | null;
  /** request body as a form (a list repeats the field, null drops it), or as text, under the `content-type` of `headers`: what is sent by a `…_body_path` or a router goes where the text holds its name in braces, escaped in XML, JSON (inside the quotes of the text) and forms, and as it is in any other text */
  readonly data?:
    | string
    | Reference
    | Readonly<
        Record<
          string,
          | string
          | Reference
          | number
          | bigint
          | boolean
          | null
          | readonly (string | Reference | number | bigint | boolean | null)[]
        >
      >
    | null;
  /** added to the client’s */
  readonly headers?: Readonly<Record<string, string | Reference | null>> | null;
  /** where the records are: dotted path, `$`, or JSONPath; default: the known envelope keys are tried */
  readonly data_selector?: string | Reference | null;
  /**
   * what the data selector finds: `arrays` are rows of values without names
   * @default "objects"
   */
  readonly rows_as?: 'objects' | 'arrays' | null;
  /** where the body names the values of `rows_as: arrays`: a list of texts, or of objects with a `name`; the first row may be that list, `$[0]` */
  readonly columns_path?: string | Reference | null;
  /** format of the answers: `json`; `jsonl` and `csv`, of which `$` is the list of the records (cells are text, empty ones null); `xml`, an object under the name of its root (`@id` is an attribute, `#text` a text beside others, values are text); default: the client’s */
  readonly response_format?: 'json' | 'jsonl' | 'csv' | 'xml' | null;
  /** charset of the answers; default: the client’s */
  readonly encoding?: string | Reference | null;
  /** reads only what is new since the last run, whose last value is kept in the state */
  readonly incremental?: Incremental | null;
  /**
   * answers that mean something else than their status; the first entry that matches counts. A function of the answer (`status`, `headers`, `body`, `text`) may stand for an entry: unlike a hook of dlt it changes nothing, and returns an action or nothing
   * @default []
   */
  readonly response_actions?: readonly (ResponseAction | AnswerFunction)[] | null;
  /** in place of the client’s; null: none */
  readonly auth?:
    | 'oauth2'
    | 'oauth2_client_credentials'
    | 'oauth2_jwt'
    | 'session'
    | 'api_key'
    | 'bearer'
    | 'http_basic'
    | 'digest'
    | Oauth2Auth
    | Oauth2ClientCredentialsAuth
    | Oauth2JwtAuth
    | SessionAuth
    | ApiKeyAuth
    | BearerAuth
    | HttpBasicAuth
    | DigestAuth
    | Auth
    | null
    | Own['auth'];
  /** in place of the default; a bare name takes the defaults of that kind */
  readonly paginator?:
    | 'auto'
    | 'single_page'
    | 'page_number'
    | 'offset'
    | 'cursor'
    | 'json_link'
    | 'json_response'
    | 'header_link'
    | 'header_cursor'
    | AutoPaginator
    | SinglePagePaginator
    | PageNumberPaginator
    | OffsetPaginator
    | CursorPaginator
    | JsonLinkPaginator
    | JsonResponsePaginator
    | HeaderLinkPaginator
    | HeaderCursorPaginator
    | null
    | Own['paginator'];
  /** slices that are read one by one; a list of routers gives all combinations */
  readonly partition_router?:
    | ListPartitionRouter
    | ParentPartitionRouter
    | readonly (ListPartitionRouter | ParentPartitionRouter)[]
    | null
    | Own['partition_router'];
}

export interface ResolveParam {
  readonly type: 'resolve';
  /** the parent */
  readonly resource: string | Reference;
  /** where its record has the value */
  readonly field: string | Reference;
}

/** reads only what is new since the last run, whose last value is kept in the state */
export interface Incremental {
  /** field of the records that says what is new: `updated_at`, `meta.version`; of the type of the column that is taken from it, else numbers compare as numbers, ISO 8601 as moments, other texts as they are */
  readonly cursor_path: string | Reference;
  /** where the first run begins; default: at the beginning, and `start_param` is left out */
  readonly initial_value?: string | Reference | number | bigint;
  /** where every run ends: a slice that is read anew each time, without a state; default: the moment the run began, which only requests see */
  readonly end_value?: string | Reference | number | bigint;
  /** query parameter for where a run begins */
  readonly start_param?: string | Reference;
  /** query parameter for where a run ends */
  readonly end_param?: string | Reference;
  /** begins so much before the last value: seconds for moments, days for dates, else the number */
  readonly lag?: number | Reference;
  /** how the API orders the records by the cursor: newest first ends the reading at the first page that is wholly older; oldest first keeps what a failed run had read */
  readonly row_order?: 'asc' | 'desc';
  /**
   * `open`: records with exactly the start value are left out
   * @default "closed"
   */
  readonly range_start?: 'closed' | 'open';
  /**
   * `closed`: records with exactly the end value are taken, too
   * @default "open"
   */
  readonly range_end?: 'closed' | 'open';
  /**
   * a record without a value: fails the resource, is taken, or is left out and counted
   * @default "raise"
   */
  readonly on_cursor_value_missing?: 'raise' | 'include' | 'exclude';
  /**
   * which value is the last; `min` reads backwards. In TypeScript also a function of a list
   * @default "max"
   */
  readonly last_value_func?: 'max' | 'min' | LastValue;
  /** how a moment is written in requests: `iso`, `date`, `epoch_s`, `epoch_ms`, or a pattern such as `YYYY-MM-DD HH:mm:ss`; default: as it came */
  readonly format?: string | Reference;
  /** in place of `format`: a function that gives what is sent, in TypeScript */
  readonly convert?: ConvertCursor;
  /** reads the time from start to end in windows of this length, several at once: `P30D` */
  readonly step?: string | Reference;
}

export interface ResponseAction {
  /** matches this HTTP status */
  readonly status_code?: number | Reference;
  /** matches a body that contains this text */
  readonly content?: string | Reference;
  /** matches when this expression over `response` is true */
  readonly when?: string | Reference | Condition;
  /** what to do then; `end`: no records here, and no page behind; a function (answer) returns one of these, `{action, message}`, or nothing */
  readonly action: 'ignore' | 'fail' | 'retry' | 'refresh_token' | 'end' | AnswerFunction;
  /** said in the error or the report */
  readonly message?: string | Reference;
}

/** Reads the resource once for each value of a list; a value that stands there twice is read once. */
export interface ListPartitionRouter {
  readonly type: 'list';
  /** the values; into a JSON body and into records they go as what they are */
  readonly values: readonly (string | Reference | number | boolean)[];
  /** name of the slice; by default also the query parameter */
  readonly cursor_field: string | Reference;
  /** sends the value elsewhere than in the query */
  readonly request_option?: RequestOption;
  /** writes the value into each record under this name */
  readonly record_field?: string | Reference;
}

/** sends the value elsewhere than in the query */
export interface RequestOption {
  /** where the value is sent */
  readonly inject_into: 'query' | 'header' | 'body' | 'path';
  /** parameter, header, path in the body, or `{name}` in the path */
  readonly field_name: string | Reference;
}

/** Reads the resource once for each value that a field of another resource’s records has, or once for so many of them; the parent is read once, whoever else reads for it. */
export interface ParentPartitionRouter {
  readonly type: 'parent';
  /** the parent: a resource of this pipeline */
  readonly resource: string | Reference;
  /** where a record of the parent has the value */
  readonly field: string | Reference;
  /**
   * so many values in one request; only the last has fewer
   * @default 1
   */
  readonly group_size?: number | Reference;
  /**
   * between the values of a group; into a JSON body goes a list
   * @default ","
   */
  readonly separator?: string | Reference;
  /** how the value is sent; without it the endpoint itself has it, as `{resources.<parent>.<field>}` */
  readonly request_option?: RequestOptionKeys;
}

/** how the value is sent; without it the endpoint itself has it, as `{resources.<parent>.<field>}` */
export interface RequestOptionKeys {
  /** where the value is sent */
  readonly inject_into: 'query' | 'header' | 'body' | 'path';
  /** parameter, header, path in the body, or `{name}` in the path; default: the name of the field */
  readonly field_name?: string | Reference;
}

export interface Resource<Own extends OwnParts = NoOwnParts> {
  /** name of the resource */
  readonly name: string | Reference;
  /** column or columns that identify a record */
  readonly primary_key?: string | Reference | readonly (string | Reference)[] | null;
  /**
   * what happens to the files of earlier runs; with `incremental` the default is `append`
   * @default "replace"
   */
  readonly write_disposition?: 'append' | 'replace' | 'merge' | null;
  /** merge: column or columns that name a group; earlier records of a group that comes again give way as a whole, as in dlt; beside `primary_key` or alone */
  readonly merge_key?: string | Reference | readonly (string | Reference)[] | null;
  /** merge: column that says that a record is deleted, by true, or by any value where it is no bool; its key is removed */
  readonly hard_delete?: string | Reference | null;
  /** merge: which of the records with one key stays, `{updated_at: desc}`: that with the highest value, or with `asc` the lowest; of equals the later one; default: by the cursor of `incremental` */
  readonly dedup_sort?: Readonly<Record<string, 'asc' | 'desc'>> | null;
  /**
   * merge: what happens to earlier records whose key a complete read did not find: `mark` writes the time into `_vanished_at`, until they come again
   * @default "keep"
   */
  readonly vanished?: 'keep' | 'drop' | 'mark' | null;
  /** the declared schema, in output order */
  readonly columns?: Readonly<Record<string, Column>> | null;
  /** what happens to fields and values that break the schema */
  readonly schema_contract?: 'evolve' | 'discard_value' | 'discard_row' | 'freeze' | SchemaContract | null;
  /**
   * `snake_case` renames the fields that no column declares
   * @default "keep"
   */
  readonly naming?: 'keep' | 'snake_case' | null;
  /**
   * so many levels of objects become columns, `owner__name` from `owner.name`; deeper ones and lists stay JSON
   * @default 0
   */
  readonly max_table_nesting?: number | Reference | null;
  /** name of the output: its folder in an export directory; default: the resource’s name */
  readonly table_name?: string | Reference | null;
  /**
   * false: only run when named
   * @default true
   */
  readonly selected?: boolean | Reference | null;
  /** drop records whose key came before; default: yes where there is a primary key */
  readonly dedupe?: boolean | Reference | null;
  /** fields of the parent’s record that each record of this resource gets, as `_<parent>_<field>` or by the name of `as` */
  readonly include_from_parent?: readonly (string | Reference | IncludeFromParent)[] | null;
  /** a parent’s record that lacks the value this resource is read by (or has null) fails it (the default), or is left out and counted */
  readonly on_missing?: 'fail' | 'skip' | null;
  /** what is done with each record, in this order, before its columns are looked at */
  readonly processing_steps?:
    | readonly (
        | FilterStep
        | SetStep
        | RenameStep
        | DropStep
        | UnnestStep
        | KeepStep
        | MapStep
        | YieldMapStep
      )[]
    | null;
  /** a bare string is the path */
  readonly endpoint?: string | Reference | Endpoint<Own> | null;
}
