// An API of counted pages in this process: how many requests came, and when.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

export interface CountedOptions {
  readonly pages: number;
  readonly perPage: number;
  /** What an answer says of the end. */
  readonly says?: 'nothing' | 'has_more' | 'total';
  /** Milliseconds before each answer. */
  readonly latency?: number | ((path: string) => number);
}

export async function countedApi({ pages, perPage, says = 'nothing', latency = 0 }: CountedOptions) {
  let requests = 0;
  let firstAt = Number.NaN;
  let lastAt = Number.NaN;
  const server = createServer(async (request, response) => {
    requests += 1;
    if (Number.isNaN(firstAt)) firstAt = performance.now();
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const page = Number(searchParams.get('page') ?? 1);
    const count = page >= 1 && page <= pages ? perPage : 0;
    const data = Array.from({ length: count }, (_, i) => ({ id: `${pathname} ${(page - 1) * perPage + i}` }));
    const said = { nothing: {}, has_more: { has_more: page < pages }, total: { total: pages * perPage } }[
      says
    ];
    await delay(typeof latency === 'number' ? latency : latency(pathname));
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ data, ...said }));
    lastAt = performance.now();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: () => requests,
    /** Seconds from the first request to the last answer. */
    seconds: () => (lastAt - firstAt) / 1000,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
