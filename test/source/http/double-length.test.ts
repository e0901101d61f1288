// A Content-Length that is said twice: equal ones are one, whatever the way to the server.
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { penstock } from '../../helpers/cli.ts';
import { openProxy } from '../../helpers/proxy.ts';
import { pipelineFile } from '../../helpers/temporary.ts';

const body = '{"data":[{"id":1}]}';

/** A server that answers each request with these bytes. */
async function raw(answer: string) {
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
