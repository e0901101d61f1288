// What a fault case is, and the answers that the cases are made of.
import type { RequestListener } from 'node:http';
import type { ExtractOptions } from '../../helpers/extract.ts';
import { json, queryOf } from '../../helpers/serve.ts';
import type { Fault } from '../rows.ts';

export const page = JSON.stringify({ data: [{ id: 1 }, { id: 2 }, { id: 3 }] });
export const all = [{ id: 1 }, { id: 2 }, { id: 3 }];

/** Answers the first requests in one way, later ones in another. */
export function first(
  times: number,
  bad: RequestListener,
  good: RequestListener = (_, response) => json(response, page),
) {
  let count = 0;
  const listener: RequestListener = (request, response) => {
    count += 1;
    return (count <= times ? bad : good)(request, response);
  };
  return listener;
}

export const always = (listener: RequestListener) => () => listener;
export const text =
  (body: string | Buffer, headers: Record<string, string> = {}): RequestListener =>
  (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', ...headers });
    response.end(body);
  };

export const cut =
  (bytes: Buffer | string, headers: Record<string, string> = {}): RequestListener =>
  (_, response) => {
    const buffer = Buffer.from(bytes);
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': String(buffer.length),
      ...headers,
    });
    response.write(buffer.subarray(0, buffer.length >> 1), () => response.socket?.destroy());
  };

/** One bad server, and what must come of it. */
export interface FaultCase {
  /** The row of the table that it belongs to. */
  readonly fault: Fault;
  /** Which of the row's cases. */
  readonly name: string;
  /** A fresh server for each run. */
  readonly server: () => RequestListener;
  readonly options?: ExtractOptions;
  readonly code: number;
  /** Default: nothing. */
  readonly records?: unknown[];
  /** Of a failure: the records of a client that would have waited longer than is sensible. */
  readonly eventually?: unknown[];
  /** In place of `records`, where a value is none that JavaScript can tell apart. */
  readonly stdout?: string;
  readonly says?: RegExp;
  /** What stderr must not say. */
  readonly never?: RegExp;
  readonly requests?: number;
}

export const offset = { paginator: { type: 'offset', limit: 2 } };
export const cursor = (extra: object = {}) => ({
  paginator: { type: 'cursor', cursor_path: 'next', cursor_param: 'cursor', ...extra },
});

/** An offset API over a list. */
export const offsets =
  (items: readonly unknown[], extra: object = {}, most = 100): RequestListener =>
  (request, response) => {
    const query = queryOf(request);
    const from = Number(query.get('offset'));
    json(response, { data: items.slice(from, from + Math.min(Number(query.get('limit')), most)), ...extra });
  };

export const ids = (count: number) => Array.from({ length: count }, (_, i) => ({ id: i + 1 }));

/** The title of a case's test. */
export const titleOf = (one: FaultCase) => `${one.fault}: ${one.name}`;

/** How one page of several says that there is more, or that it is the last. */
export interface Shape {
  readonly body?: object;
  readonly headers?: Record<string, string>;
  readonly status?: number;
}

/** An API of several pages, asked for by `page` or `cursor`, 1 where neither is given; two records a page. */
export const pages =
  (count: number, shape: (next: number | undefined, page: number) => Shape): RequestListener =>
  (request, response) => {
    const query = queryOf(request);
    const page = Number(query.get('page') ?? query.get('cursor') ?? 1);
    const next = page < count ? page + 1 : undefined;
    const { body = {}, headers = {}, status = 200 } = shape(next, page);
    const data = page > count ? [] : [{ id: page * 2 - 1 }, { id: page * 2 }];
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify({ data, ...body }));
  };
