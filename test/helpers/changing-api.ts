// An API whose records change: each has a key, a version and the moment of its last change, told since a moment.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { json, queryOf, type Served, serve } from './serve.ts';

export interface ChangingRecord {
  readonly id: number;
  readonly at: unknown;
  readonly version: number;
  readonly [key: string]: unknown;
}

export interface ChangingApi extends Served {
  readonly records: Map<number, ChangingRecord>;
  /** Inserts a record, or changes it. */
  put(id: number, at: unknown, more?: object): void;
  /** The requests since this was asked for the last time, as path and query. */
  asked(): string[];
  /** Answers the n-th request from now in its own way. */
  failAt(nth: number | undefined, status?: number): void;
}

export interface ChangingApiOptions {
  readonly pageSize?: number;
  /** How records are ordered; default: by their last change, the oldest first. */
  readonly order?: (a: ChangingRecord, b: ChangingRecord) => number;
  /** Whether since and until are heeded. */
  readonly isFiltered?: boolean;
  readonly respond?: (request: IncomingMessage, response: ServerResponse) => boolean;
}

const compare = (a: unknown, b: unknown) => ((a as number) < (b as number) ? -1 : a === b ? 0 : 1);

/** Pages by number, `since` and `until` (exclusive) by the field `at`. */
export async function changingApi(options: ChangingApiOptions = {}): Promise<ChangingApi> {
  const { pageSize = 2, isFiltered = true } = options;
  const order = options.order ?? ((a, b) => compare(a.at, b.at) || a.id - b.id);
  const records = new Map<number, ChangingRecord>();
  let told = 0;
  let left: number | undefined;
  let status = 500;
  const served = await serve((request, response) => {
    if (options.respond?.(request, response)) return;
    if (left !== undefined) left -= 1;
    if (left === 0) return json(response, { error: 'broken' }, status);
    const query = queryOf(request);
    const [since, until] = [query.get('since'), query.get('until')];
    const isNumber = [...records.values()].some(({ at }) => typeof at === 'number');
    const of = (text: string) => (isNumber ? Number(text) : text);
    const all = [...records.values()]
      .filter(({ at }) => !isFiltered || since === null || compare(at, of(since)) >= 0)
      .filter(({ at }) => !isFiltered || until === null || compare(at, of(until)) < 0)
      .filter(({ group }) => query.get('group') === null || group === query.get('group'))
      .sort(order);
    const page = Number(query.get('page') ?? 1);
    const data = all.slice((page - 1) * pageSize, page * pageSize);
    const pages = Math.ceil(all.length / pageSize);
    json(response, { data, pages, has_more: page < pages });
  });
  return {
    ...served,
    records,
    put(id, at, more = {}) {
      records.set(id, { ...more, id, at, version: (records.get(id)?.version ?? 0) + 1 });
    },
    asked() {
      const targets = served.requests.slice(told).map(({ target }) => decodeURIComponent(target));
      told = served.requests.length;
      return targets;
    },
    failAt(nth, code = 500) {
      left = nth;
      status = code;
    },
  };
}

export const changingEndpoint = {
  path: 'things',
  data_selector: 'data',
  paginator: { type: 'page_number', base_page: 1, total_path: null, has_more_path: 'has_more' },
};
