// What careless servers and odd settings do to one exchange.

import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { penstock } from '../../helpers/cli.ts';
import { extract } from '../../helpers/extract.ts';
import { openProxy } from '../../helpers/proxy.ts';
import { json } from '../../helpers/serve.ts';
import { pipelineFile } from '../../helpers/temporary.ts';

const body = '{"data":[{"id":1}]}';

/** A server that answers each request with these bytes. */
async function raw(answer: string, client: object = {}) {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', () => socket.end(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const file = await pipelineFile({
    client: {
      base_url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      retry: { initial_wait: 0.001, max_retries: 1 },
      ...client,
    },
    resources: [{ name: 'things', endpoint: { data_selector: 'data' } }],
  });
  return penstock(['run', file]);
}

const length = body.length;

test.each([
  ['one after the other', `Content-Length: ${length}\r\nContent-Length: ${length}`],
  ['apart, in other letters', `content-length: ${length}\r\nX-A: b\r\nCONTENT-LENGTH: ${length}`],
  ['three times', `Content-Length: ${length}\r\nContent-Length: ${length}\r\nContent-Length: ${length}`],
])('equal Content-Lengths are one: %s', async (_name, lines) => {
  expect(await raw(`HTTP/1.1 200 OK\r\n${lines}\r\n\r\n${body}`)).toMatchObject({
    code: 0,
    stdout: '{"id":1}\n',
  });
});

test('equal Content-Lengths are one behind a proxy, too, and every attempt goes through it', async () => {
  const api = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', () =>
      socket.end(`HTTP/1.1 200 OK\r\nContent-Length: ${length}\r\nContent-Length: ${length}\r\n\r\n${body}`),
    );
  });
  await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void api.close());
  const proxy = await openProxy((api.address() as AddressInfo).port);
  const file = await pipelineFile({
    client: { base_url: 'http://api.example.test', retry: { max_retries: 0 } },
    resources: [{ name: 'things', endpoint: { data_selector: 'data' } }],
  });
  const outcome = await penstock(['run', file], { environment: { HTTP_PROXY: proxy.url } });
  expect(outcome).toMatchObject({ code: 0, stdout: '{"id":1}\n' });
  expect(proxy.tunnels).toEqual(['api.example.test:80', 'api.example.test:80']);
});

test.each([
  ['different ones', `Content-Length: ${length}\r\nContent-Length: ${length + 1}`, body],
  [
    'equal ones over a body that is cut',
    `Content-Length: ${length}\r\nContent-Length: ${length}`,
    body.slice(0, 9),
  ],
])('Content-Lengths: %s fail', async (_name, lines, sent) => {
  expect(await raw(`HTTP/1.1 200 OK\r\n${lines}\r\n\r\n${sent}`)).toMatchObject({ code: 5, stdout: '' });
});

test('headers of 200 KB are read, beyond max_header_bytes the key is named', async () => {
  const big = (kilobytes: number) =>
    `HTTP/1.1 200 OK\r\nX-Big: ${'x'.repeat(kilobytes * 1024)}\r\nContent-Length: ${length}\r\n\r\n${body}`;
  expect(await raw(big(200))).toMatchObject({ code: 0 });
  expect(await raw(big(300))).toMatchObject({ code: 4, stderr: expect.stringMatching(/max_header_bytes/) });
  expect(await raw(big(300), { max_header_bytes: 400 * 1024 })).toMatchObject({ code: 0 });
});

test.each([
  ['undeclared', {}],
  ['under a declared gzip', { 'content-encoding': 'gzip' }],
])('gzip bytes %s are read', async (_name, headers) => {
  const bytes = 'content-encoding' in headers ? gzipSync(gzipSync(body)) : gzipSync(body);
  const outcome = await extract((_, response) => response.writeHead(200, headers).end(bytes));
  expect(outcome).toMatchObject({ code: 0, records: [{ id: 1 }] });
});

test('gzip bytes that no header speaks of stay below max_response_bytes', async () => {
  const bomb = gzipSync(Buffer.alloc(3_000_000, 32));
  const outcome = await extract((_, response) => response.writeHead(200).end(bomb), {
    client: { max_response_bytes: 100_000 },
  });
  expect(outcome).toMatchObject({ code: 4, stderr: expect.stringMatching(/max_response_bytes/) });
});

test('durations are taken as written: fractions of milliseconds, and months', async () => {
  const month = 30 * 86_400;
  for (const timeout of [
    { connect: 1.0001, headers: 1.001, idle: 1.0007, total: 2.0003 },
    { connect: month, headers: month, idle: month, total: month },
  ]) {
    const outcome = await extract(
      (_, response) => {
        setTimeout(() => json(response, body), 20);
      },
      { client: { timeout, retry: { max_retries: 0 } } },
    );
    expect(outcome.code, outcome.stderr).toBe(0);
  }
});

test('one attempt with a broken body is one request in the log', async () => {
  let asked = 0;
  const outcome = await extract(
    (_, response) => {
      asked += 1;
      json(response, asked === 1 ? '{"data":' : body);
    },
    { words: ['-v', '--log-format', 'json'] },
  );
  expect(outcome.code).toBe(0);
  const events = outcome.stderr.split('\n').filter((line) => line.includes('"kind":"request"'));
  expect(events.map((line) => JSON.parse(line).status)).toEqual([200, 200]);
});
