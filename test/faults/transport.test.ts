// Faults that need a raw socket, a proxy or a clock.
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { lines, penstock } from '../helpers/cli.ts';
import { extract } from '../helpers/extract.ts';
import { openProxy } from '../helpers/proxy.ts';
import { json, queryOf, serve } from '../helpers/serve.ts';
import { pipelineFile } from '../helpers/temporary.ts';

test('kept-alive connection that died meanwhile: one silent reconnect', async () => {
  let connections = 0;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    let requests = 0;
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      requests += 1;
      // The first socket answers once and then hangs up on the next request.
      if (connections === 1 && requests > 1) return socket.destroy();
      const isSecond = chunk.toString().includes('cursor=2');
      const body = JSON.stringify(isSecond ? { data: [{ id: 2 }] } : { data: [{ id: 1 }], next: '2' });
      socket.write(
        `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const base_url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const paginator = { type: 'cursor', cursor_path: 'next', cursor_param: 'cursor' };
  const endpoint = { path: '/things', data_selector: 'data', paginator };
  const file = await pipelineFile({ client: { base_url }, resources: [{ name: 'things', endpoint }] });
  const { code, stdout, stderr } = await penstock(['run', file, '-v']);
  expect(code, stderr).toBe(0);
  expect(lines(stdout)).toEqual([{ id: 1 }, { id: 2 }]);
  expect(stderr).not.toMatch(/retry/);
  expect(connections).toBe(2);
});

test('proxy variables: a proxy is used for the world and never for loopback', async () => {
  const api = await serve((request, response) => json(response, { data: [{ host: request.headers.host }] }));
  const { url: HTTP_PROXY, tunnels } = await openProxy(Number(new URL(api.url).port));
  const run = async (base_url: string, environment: Record<string, string>) => {
    const file = await pipelineFile({
      client: { base_url, retry: { max_retries: 0 }, timeout: { connect: 2 } },
      resources: [{ name: 'things', endpoint: { data_selector: 'data' } }],
    });
    return penstock(['run', file], { environment });
  };
  expect(await run('http://api.example.test', { HTTP_PROXY })).toMatchObject({
    code: 0,
    stdout: '{"host":"api.example.test"}\n',
  });
  expect(tunnels).toEqual(['api.example.test:80']);
  expect(await run(api.url, { HTTP_PROXY: 'http://127.0.0.1:9' })).toMatchObject({ code: 0 });
  expect((await run('http://api.example.test', { HTTP_PROXY, NO_PROXY: 'api.example.test' })).code).toBe(5);
  expect(tunnels).toHaveLength(1);
});

test('rate_limit: requests a second, with a burst', async () => {
  const outcome = await extract(
    (request, response) =>
      json(response, { data: Number(queryOf(request).get('page')) < 6 ? [{ id: request.url }] : [] }),
    { client: { rate_limit: { requests_per_second: 10, burst: 2 } }, endpoint: { paginator: 'page_number' } },
  );
  expect(outcome.code).toBe(0);
  const times = outcome.requests.map((request) => request.at);
  // Two at once, then two more in each fifth of a second.
  for (let i = 2; i < times.length; i += 1)
    expect((times[i] ?? 0) - (times[i - 2] ?? 0)).toBeGreaterThan(150);
});

test('concurrency: never more requests in flight to the host', async () => {
  let inFlight = 0;
  let most = 0;
  const router = { type: 'list', values: Array.from({ length: 12 }, (_, i) => i), cursor_field: 'n' };
  const outcome = await extract(
    (_, response) => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      setTimeout(() => {
        inFlight -= 1;
        json(response, { data: [{ id: 1 }] });
      }, 20);
    },
    { client: { concurrency: 2 }, endpoint: { partition_router: router } },
  );
  expect(outcome.code).toBe(0);
  expect(outcome.records).toHaveLength(12);
  expect(most).toBe(2);
});
