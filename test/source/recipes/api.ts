// What a recipe is in the tests: an API that pages as the real one does, all its records, and slips that must not pass.
import type { RequestListener } from 'node:http';
import { text } from 'node:stream/consumers';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  /** Where the API was asked, for links that name their host. */
  readonly origin: string;
}

export interface Said {
  readonly body?: unknown;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Api = (asked: Asked) => Said;

/** A typing error in the pipeline. */
export interface Slip {
  readonly from: string;
  readonly to: string;
  /** Nothing is lost by it: a warning is enough. */
  readonly isHarmless?: boolean;
  /** What stderr must say. */
  readonly says: RegExp;
}

export interface Recipe {
  /** A file in pipelines/recipes, without `.yaml`. */
  readonly name: string;
  readonly api: Api;
  /** What must come out, exactly and in order. */
  readonly records: readonly object[];
  readonly slips: readonly Slip[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Where not the origin alone. */
  readonly base?: string;
}

export const SIZE = 5;
const COUNT = 23;

/** 23 records, five of which fill a page. */
export function records<T>(make: (n: number) => T, count = COUNT): readonly T[] {
  return Array.from({ length: count }, (_, i) => make(i + 1));
}

export const refused = (message: string, status = 400): Said => ({ status, body: { error: { message } } });

/** A listener that answers as an API says, in JSON unless it is a text. */
export function listenerOf(api: Api): RequestListener {
  return async (request, response) => {
    const origin = `http://${request.headers.host}`;
    const { pathname, searchParams } = new URL(request.url ?? '/', origin);
    const { method = 'GET', headers } = request;
    const asked = { method, path: decodeURIComponent(pathname), query: searchParams, headers, origin };
    const said = api({ ...asked, body: await text(request) });
    const isText = typeof said.body === 'string';
    response.writeHead(said.status ?? 200, {
      'content-type': isText ? 'text/plain' : 'application/json',
      ...said.headers,
    });
    response.end(isText ? said.body : JSON.stringify(said.body));
  };
}
